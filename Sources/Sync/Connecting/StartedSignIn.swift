package import Connectors
package import Shop

/// A sign-in on a platform's page that has begun here. Nothing of it is kept before it has come to an end.
package struct StartedSignIn: Sendable {
    package let page: String
    package let state: String
    /// Whether the page was opened in a browser; else the seller has to open it.
    package let isOpened: Bool
    /// Why the page was not opened here; empty where it was.
    package let why: String
    /// Whether the redirect is waited for here; else what came back is pasted.
    package var isAwaited: Bool { redirect != nil }
    /// What was given to begin it.
    private let values: [String: String]
    private let redirect: SellersBrowser.Redirect?
    private let finish: @Sendable (BrowserSignIn.Answer) async throws(ChannelFailure) -> [String: String]

    package init(
        _ signIn: BrowserSignIn, values: [String: String], redirect: SellersBrowser.Redirect?, isOpened: Bool,
        why: String
    ) {
        page = signIn.page
        state = signIn.state
        finish = signIn.finish
        self.values = values
        self.redirect = redirect
        self.isOpened = isOpened
        self.why = why
    }

    /// Waits for the browser to come back; what it brought and what was given are the values to connect with.
    ///
    /// - Throws: ``ChannelFailure/cancelled`` after ``cancel()``, `.rejected` when the seconds are over or what came
    ///   back is not what was waited for.
    package func returned(within seconds: Int = 300) async throws(ChannelFailure) -> [String: String] {
        guard let redirect else { throw .rejected(reason: "Nobody waits here: paste what came back.") }
        return try await values(.redirect(query: redirect.wait(state, seconds)))
    }

    /// The same for what the seller copied out of the browser: the address it was sent to, or the code in it.
    package func pasted(_ text: String) async throws(ChannelFailure) -> [String: String] {
        try await values(.init(pasted: text))
    }

    private func values(_ answer: BrowserSignIn.Answer) async throws(ChannelFailure) -> [String: String] {
        let secrets = try await finish(answer)
        return values.merging(secrets) { $1 }.merging([BrowserAccess.mark: BrowserAccess.marked]) { $1 }
    }

    /// Waits no more, and gives the port back.
    package func cancel() { redirect?.cancel() }
}

extension SyncService {
    /// Whether the connection was signed in to on the platform's page, and so is again.
    package func isByBrowser(_ connection: Connection) -> Bool {
        connection.settings[BrowserAccess.mark] == BrowserAccess.marked
    }

    /// Begins a sign-in on the platform's page, and opens it where that can be done.
    ///
    /// - Parameters:
    ///   - connection: the one that is signed in to again; what is not given is taken from what it has.
    ///   - pastes: whether what comes back will be pasted, and so no browser is opened and no port listened on. So it
    ///     is too where there is no browser.
    ///   - port: of the way back; nil for the platform's own.
    /// - Throws: ``ChannelFailure``, also where the port is taken.
    package func beginSignIn(
        kind: String, values: [String: String], again connection: Connection? = nil, pastes: Bool = false,
        port: UInt16? = nil
    ) throws(ChannelFailure) -> StartedSignIn {
        guard let way = platforms.first(where: { $0.kind == kind })?.browser else {
            throw .rejected(reason: "It is not signed in to through the browser: give it keys.")
        }
        var all = connection.map(keptValues) ?? [:]
        for (name, value) in values where !value.isEmpty { all[name] = value }
        for field in way.fields where !field.isOptional && all[field.id] == nil {
            throw .rejected(reason: "\(field.title) is missing (\(field.environment)).")
        }
        let port = port ?? way.port
        let absence = pastes ? "" : browser == nil ? "there is no browser" : browser?.absence()
        guard absence == nil, let browser else {
            let signIn = try maker.signIn(
                kind: kind, values: all, redirect: SellersBrowser.address(port: port))
            return StartedSignIn(
                signIn, values: all, redirect: nil, isOpened: false, why: absence ?? "")
        }
        let redirect = try browser.listen(port)
        do throws(ChannelFailure) {
            let signIn = try maker.signIn(kind: kind, values: all, redirect: redirect.url)
            return StartedSignIn(
                signIn, values: all, redirect: redirect, isOpened: browser.open(signIn.page), why: "")
        } catch {
            redirect.cancel()
            throw error
        }
    }

    /// What a connection has of what signing in on the platform's page asks for. Secrets that cannot be opened are
    /// asked for again.
    package func keptValues(of connection: Connection) -> [String: String] {
        let secrets =
            (try? keys.sealer(creating: false)).flatMap {
                try? shop.secrets(of: connection.id, sealer: $0)
            } ?? [:]
        let names = Set(
            platforms.first { $0.kind == connection.kind }?.browser?.fields.map(\.id) ?? [])
        return connection.settings.merging(secrets) { $1 }.filter { names.contains($0.key) }
    }
}
