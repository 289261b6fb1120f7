package import Commerce

/// Makes channels of what the shop's file knows: the network and the platforms arrive through it.
package protocol ChannelMaker: Sendable {
    /// Every platform that can be connected.
    var platforms: [PlatformDescription] { get }

    /// A channel of that kind. Asks nothing of the network yet.
    ///
    /// - Throws: ``ChannelFailure/rejected(reason:)`` for settings that cannot be meant, such as an address that is none.
    func open(_ opening: ChannelOpening) throws(ChannelFailure) -> OpenChannel

    /// Begins a sign-in on the platform's page. Asks nothing of the network yet.
    ///
    /// - Parameters:
    ///   - values: what the seller gave, by the identifiers of the ``PlatformDescription/BrowserWay``'s fields.
    ///   - redirect: where the browser is to be sent back to.
    /// - Throws: ``ChannelFailure/rejected(reason:)`` for a platform without such a page, or values that cannot be meant.
    func signIn(kind: String, values: [String: String], redirect: String) throws(ChannelFailure)
        -> BrowserSignIn
}

extension ChannelMaker {
    package func signIn(kind: String, values: [String: String], redirect: String) throws(ChannelFailure)
        -> BrowserSignIn
    {
        throw .rejected(reason: "It is not signed in to through the browser: give it keys.")
    }
}

/// What a channel is made of.
package struct ChannelOpening: Sendable {
    package var kind: String
    /// What the seller gave and is no secret, by the fields' identifiers.
    package var settings: [String: String]
    package var secrets: [String: String]
    /// What is remembered of its budgets, as ``OpenChannel/budgets`` answered it.
    package var budgets: [String: String]
    /// Nil while it is only tried.
    package var vault: (any TokenVault)?
    /// Is told of every request, without secrets.
    package var record: @Sendable (RequestLine) -> Void

    package init(
        kind: String, settings: [String: String], secrets: [String: String], budgets: [String: String] = [:],
        vault: (any TokenVault)? = nil, record: @escaping @Sendable (RequestLine) -> Void = { _ in }
    ) {
        self.kind = kind
        self.settings = settings
        self.secrets = secrets
        self.budgets = budgets
        self.vault = vault
        self.record = record
    }
}

/// A channel, and what has to be remembered of it.
package struct OpenChannel: Sendable {
    package var channel: any Channel
    /// Its budgets as they are now, as text by operation.
    package var budgets: @Sendable () async -> [String: Budget]

    package init(channel: any Channel, budgets: @escaping @Sendable () async -> [String: Budget]) {
        self.channel = channel
        self.budgets = budgets
    }

    /// What is left of a budget: shown, and remembered as its text.
    package struct Budget: Hashable, Sendable {
        package var text: String
        package var level: Double
        package var capacity: Double
        package var refillPerSecond: Double

        package init(text: String, level: Double, capacity: Double, refillPerSecond: Double) {
            self.text = text
            self.level = level
            self.capacity = capacity
            self.refillPerSecond = refillPerSecond
        }
    }
}

/// One request, as the log keeps it: its secrets are out of it already.
package struct RequestLine: Hashable, Sendable {
    package var at: Instant
    package var method: String
    package var url: String
    package var label: String
    /// Nil where there was no answer.
    package var status: Int?
    package var bytes: Int
    package var milliseconds: Int
    /// Empty where it was answered.
    package var failure: String

    package init(
        at: Instant, method: String, url: String, label: String, status: Int?, bytes: Int, milliseconds: Int,
        failure: String
    ) {
        self.at = at
        self.method = method
        self.url = url
        self.label = label
        self.status = status
        self.bytes = bytes
        self.milliseconds = milliseconds
        self.failure = failure
    }
}
