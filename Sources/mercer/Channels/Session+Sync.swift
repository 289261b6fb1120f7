import Commerce
import Connectors
import Platforms
import Shop
import Sync

extension Session {
    /// Sync over the real network, able to open the connections' secrets: where they are sealed by a passphrase, it is
    /// asked for once.
    ///
    /// - Throws: a ``SealFailure`` without the right one.
    func syncService(_ shop: Shop) throws -> SyncService {
        let service = lockedService(shop)
        if try service.keys.isLocked() { try unlock(service.keys) }
        return service
    }

    /// Sync over the real network, whose secrets may be locked.
    func lockedService(_ shop: Shop) -> SyncService {
        let world = world
        let folder = places.configuration
        let maker = PlatformMaker(
            http: LazyClient { try NetworkSettings(folder: folder).curl }, now: world.now,
            sleep: { try await Task.sleep(for: .seconds($0)) }, random: world.randomBits)
        return SyncService(
            shop: shop, maker: maker, keyPath: places.key(of: shopPath), clock: .real(world),
            browser: .real(world))
    }

    /// Asks for what costs something or is hard to get back, unless the answer was given.
    func needYes(_ yes: Bool, _ question: String) throws {
        guard try yes || confirm(question) else { throw Failure("Nothing was changed.", code: "declined") }
    }

    /// Waits for what is done in the background. Ctrl-C asks it to end, and is waited for; a second one ends Mercer.
    func wait<Value: Sendable>(
        _ interrupt: Interrupt? = nil, for work: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        try Waiting(work).value(interrupt)
    }
}

extension Shop {
    /// The connections that are meant: the one of that name, or all of them.
    ///
    /// - Throws: where there is none.
    func connections(meant name: String?) throws -> [Connection] {
        if let name { return [try connection(named: name)] }
        let all = try connections()
        guard !all.isEmpty else {
            throw Failure(
                "The shop is connected to no channel yet: `mercer connect` makes a connection.",
                code: "no-connection")
        }
        return all
    }
}

extension Failure {
    /// Why a channel did not do what it was asked, as the seller reads it.
    init(_ failure: ChannelFailure, of channel: String) {
        self.init(failure.words(channel), code: failure.code)
    }

    /// Why a platform is not connected: nothing waits for it yet.
    init(_ failure: ChannelFailure, connecting platform: String) {
        let words =
            switch failure {
            case .offline(let reason):
                "\(platform) cannot be reached: \(Self.open(reason)). Check the address, and the network."
            case .unanswered(let reason): "\(platform) did not answer: \(Self.open(reason)). Try again."
            case .signIn(let reason): "\(platform) does not take the keys: \(Self.open(reason))."
            default: failure.words(platform)
            }
        self.init(words + " Nothing was connected.", code: failure.code)
    }

    /// Without a full stop, as one follows.
    private static func open(_ reason: String) -> String {
        reason.hasSuffix(".") ? String(reason.dropLast()) : reason
    }
}

extension ChannelFailure {
    /// A stable word for programs.
    var code: String {
        switch self {
        case .offline: "offline"
        case .untrusted: "untrusted"
        case .unanswered: "unanswered"
        case .throttled: "throttled"
        case .down: "down"
        case .signIn: "sign-in"
        case .notAllowed: "not-allowed"
        case .rejected: "rejected"
        case .gone: "gone"
        case .unreadable: "unreadable"
        case .cancelled: "stopped"
        }
    }
}
