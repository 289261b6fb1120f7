import Commerce
package import Connectors
package import Shop
import Synchronization

extension SyncService {
    /// Tries what a seller gave, before anything of it is kept. Changes nothing there.
    package func identify(kind: String, values: [String: String]) async throws(ChannelFailure)
        -> ChannelIdentity
    {
        let (settings, secrets) = split(kind: kind, values)
        let opened = try maker.open(ChannelOpening(kind: kind, settings: settings, secrets: secrets))
        return try await identity(opened)
    }

    private func identity(_ opened: OpenChannel) async throws(ChannelFailure) -> ChannelIdentity {
        do {
            return try await patiently { try await opened.channel.identify() }
        } catch let failure as ChannelFailure { throw failure } catch {
            // Only a sleep throws anything else.
            throw .cancelled
        }
    }

    /// Keeps a connection whose keys were tried: its secrets sealed, everything else in the open.
    ///
    /// - Throws: a ``Refusal`` where it is connected already or sells in another currency, ``SealFailure``.
    package func connect(kind: String, values: [String: String], as identity: ChannelIdentity) throws
        -> ConnectShop.Outcome
    {
        guard let platform = platforms.first(where: { $0.kind == kind }) else {
            throw Refusal("no-such-platform", "There is no platform “\(kind)”.")
        }
        // Before anything is entered: a key that cannot be made leaves no connection without secrets.
        let sealer = try keys.sealer(creating: true)
        var (settings, secrets) = split(kind: kind, values)
        settings[Self.version] = identity.version
        return try shop.perform(
            ConnectShop(
                kind: kind,
                name: identity.name.isEmpty ? platform.name : "\(platform.name) · \(identity.name)",
                prefix: platform.numberPrefix, shop: identity.shop, url: identity.url,
                currency: identity.currency, settings: settings,
                access: ConnectionAccess(secrets, scopes: identity.scopes, sealer: sealer))
        ).outcome
    }

    /// Tries a connection with the keys that are kept.
    package func test(_ connection: Connection) async throws(ChannelFailure) -> ChannelIdentity {
        let opened = try open(connection)
        let identity = try await identity(opened)
        guard identity.shop == connection.shop else {
            throw .rejected(
                reason:
                    "another shop answers there by now: \(identity.name). Its orders are not this connection's."
            )
        }
        // What it may do is shown from the file; where that cannot be written, the answer is still true.
        try? shop.noteScopes(identity.scopes, of: connection.id)
        try? note(identity, of: connection)  // Known by the next test, where the file is busy now.
        return identity
    }

    /// Under which a connection's settings keep the platform's version: what a channel can do may depend on it.
    private static let version = "version"

    private func note(_ identity: ChannelIdentity, of connection: Connection) throws {
        guard !identity.version.isEmpty, connection.settings[Self.version] != identity.version else { return }
        try shop.keep(connection.settings.merging([Self.version: identity.version]) { $1 }, of: connection.id)
        // What was opened for the old one is opened anew.
        works.withLock { $0[connection.id] = nil }
    }

    /// Takes new keys for a connection, once they are tried: what waits goes on, nothing is read anew.
    ///
    /// - Parameter values: keys alone, or all that ``StartedSignIn`` answered; those of another way than before take
    ///   its place.
    /// - Throws: ``ChannelFailure``, also where the keys are another shop's; ``SealFailure``.
    package func signIn(_ connection: Connection, values: [String: String]) async throws -> ChannelIdentity {
        var all = connection.settings
        all[Self.version] = nil
        for (name, value) in values { all[name] = value }
        if values[BrowserAccess.token] == nil { all = withoutBrowser(all, kind: connection.kind) }
        let identity = try await identify(kind: connection.kind, values: all)
        guard identity.shop == connection.shop else {
            throw ChannelFailure.rejected(
                reason:
                    "these are the keys of another shop, \(identity.name). Connect it beside this one: mercer connect \(connection.kind)."
            )
        }
        let sealer = try keys.sealer(creating: true)
        var (settings, secrets) = split(kind: connection.kind, all)
        settings[Self.version] = identity.version
        try shop.keep(
            ConnectionAccess(secrets, scopes: identity.scopes, sealer: sealer), settings: settings,
            of: connection.id)
        // What was opened with the old keys is opened anew.
        works.withLock { $0[connection.id] = nil }
        try shop.forgetRefusals(of: connection.id)
        try shop.note(.ready, of: connection.id)
        return identity
    }

    /// The connection's channel, with its secrets opened and its budgets remembered.
    func open(_ connection: Connection, record: @escaping @Sendable (RequestLine) -> Void = { _ in })
        throws(ChannelFailure) -> OpenChannel
    {
        let secrets: [String: String]
        let budgets: [String: String]
        let sealer: Sealer
        do {
            sealer = try keys.sealer(creating: false)
            secrets = try shop.secrets(of: connection.id, sealer: sealer)
            budgets = try shop.buckets(of: connection.id)
        } catch let failure as SealFailure {
            throw .signIn(reason: failure.description)
        } catch {
            throw .rejected(reason: "\(error)")
        }
        return try maker.open(
            ChannelOpening(
                kind: connection.kind, settings: connection.settings, secrets: secrets, budgets: budgets,
                vault: ShopVault(shop: shop, connection: connection.id, keys: keys), record: record))
    }

    /// Settings of which none belong to a sign-in in the browser alone.
    private func withoutBrowser(_ settings: [String: String], kind: String) -> [String: String] {
        let keys = Set(platforms.first { $0.kind == kind }?.fields.map(\.id) ?? [])
        return settings.filter { keys.contains($0.key) }
    }

    /// What is a secret, by the platform's own form, and what is not.
    private func split(kind: String, _ values: [String: String]) -> (
        settings: [String: String], secrets: [String: String]
    ) {
        let fields = platforms.first { $0.kind == kind }?.allFields ?? []
        let open = Set(fields.filter { !$0.isSecret }.map(\.id) + [BrowserAccess.mark])
        // What the form does not name may be a secret with a slip in its name: it is never kept in the open.
        return (values.filter { open.contains($0.key) }, values.filter { !open.contains($0.key) })
    }
}

extension ChannelIdentity {
    fileprivate var scopes: ConnectionScopes {
        ConnectionScopes(granted: grantedScopes, missing: missingScopes)
    }
}

/// A connection's secrets in the shop's file.
struct ShopVault: TokenVault {
    let shop: Shop
    let connection: ConnectionID
    let keys: KeyRing

    func secrets() async throws -> [String: String] {
        try shop.secrets(of: connection, sealer: keys.sealer(creating: false))
    }

    func save(_ secrets: [String: String]) async throws {
        try shop.keepSecrets(secrets, of: connection, sealer: keys.sealer(creating: false))
    }
}
