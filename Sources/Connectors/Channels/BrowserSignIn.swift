/// A sign-in on a platform's page that has begun: the page, and what makes keys of what comes back from it.
package struct BrowserSignIn: Sendable {
    /// The address to open.
    package let page: String
    /// Comes back with the redirect that belongs to it.
    package let state: String
    /// The secrets to keep, by name, once the platform has given them. Good once.
    package let finish: @Sendable (Answer) async throws(ChannelFailure) -> [String: String]

    package init(
        page: String, state: String,
        finish: @escaping @Sendable (Answer) async throws(ChannelFailure) -> [String: String]
    ) {
        self.page = page
        self.state = state
        self.finish = finish
    }

    /// What came back from the page.
    package enum Answer: Hashable, Sendable {
        /// What stood behind the question mark of the address that the browser was sent to.
        case redirect(query: String)
        /// The code alone, as a person copied it out of that address.
        case code(String)

        /// - Parameter pasted: the whole address, what stands behind its question mark, or the code in it.
        package init(pasted: String) {
            let text = pasted.filter { !$0.isWhitespace }
            let address = text.prefix { $0 != "#" }
            if let mark = address.firstIndex(of: "?") {
                self = .redirect(query: String(address[address.index(after: mark)...]))
            } else if address.contains("code=") || address.contains("error=") {
                self = .redirect(query: String(address))
            } else {
                self = .code(text)
            }
        }
    }
}

/// What a sign-in in the browser leaves in a connection's settings and secrets.
package enum BrowserAccess {
    /// In the settings, with ``marked`` for its value: such a connection is signed in to again by the same way.
    package static let mark = "signed-in"
    package static let marked = "browser"
    /// Among the secrets: the token, what renews it, and when it ends in seconds since 1970.
    package static let token = "access-token"
    package static let renewal = "renewal-token"
    package static let end = "access-ends"
    /// What it may do, by commas.
    package static let scopes = "access-scopes"
    package static let secrets = [token, renewal, end, scopes]
}

/// The seller's browser, and the way back from it to this machine.
package struct SellersBrowser: Sendable {
    /// Why none can be opened from here, such as over SSH; nil where one can.
    package var absence: @Sendable () -> String?
    /// Opens the page; false where that failed, and the seller has to do it.
    package var open: @Sendable (_ page: String) -> Bool
    /// Waits on that port of this machine for the redirect; 0 for any port.
    package var listen: @Sendable (_ port: UInt16) throws(ChannelFailure) -> Redirect

    package init(
        absence: @escaping @Sendable () -> String?, open: @escaping @Sendable (_ page: String) -> Bool,
        listen: @escaping @Sendable (_ port: UInt16) throws(ChannelFailure) -> Redirect
    ) {
        self.absence = absence
        self.open = open
        self.listen = listen
    }

    /// A port that is listened on, until it is let go.
    package struct Redirect: Sendable {
        /// What the platform is told to send the browser back to.
        package var url: String
        /// The query of the redirect that carries that state; throws ``ChannelFailure/cancelled`` after `cancel`, and
        /// `.rejected` when the seconds are over.
        package var wait: @Sendable (_ state: String, _ seconds: Int) async throws(ChannelFailure) -> String
        package var cancel: @Sendable () -> Void

        package init(
            url: String,
            wait:
                @escaping @Sendable (_ state: String, _ seconds: Int) async throws(ChannelFailure) -> String,
            cancel: @escaping @Sendable () -> Void
        ) {
            self.url = url
            self.wait = wait
            self.cancel = cancel
        }
    }

    /// The address of the way back on a port, whether or not anybody listens there.
    package static func address(port: UInt16) -> String { "http://127.0.0.1:\(port)/callback" }
}
