import Commerce
package import Connectors
import HTTP

/// Every platform Mercer can connect to. A new one is a folder and a line here.
package enum PlatformRegistry {
    static let platforms: [Platform] = [
        Platform(WooCommercePlatform.description) { _ in
            WooChannel.startingBuckets
        } open: { tools throws(ChannelFailure) in
            WooChannel(
                url: tools.values["url"] ?? "", key: tools.values["key"] ?? "",
                secret: tools.values["secret"] ?? "", http: tools.http, pacer: tools.pacer, now: tools.now,
                random: tools.random, version: tools.values["version"] ?? "")
        },
        Platform(ShopifyPlatform.description) {
            ShopifyPlatform.buckets(now: $0)
        } open: { tools throws(ChannelFailure) in
            try ShopifyPlatform.channel(tools)
        } signIn: { tools, redirect throws(ChannelFailure) in
            let signIn = try ShopifyPlatform.signIn(tools.values)
            return BrowserSignIn(signIn.provider, redirect: redirect, tools: tools) {
                query throws(ChannelFailure) in try signIn.check(query)
            }
        },
    ]

    package static var descriptions: [PlatformDescription] { platforms.map(\.description) }

    static func platform(_ kind: String) -> Platform? { platforms.first { $0.description.kind == kind } }
}

/// One platform: what the seller gives, what is assumed of its budgets at first, and how a channel is made.
struct Platform: Sendable {
    let description: PlatformDescription
    /// By operation; the argument is the pacer's clock.
    let buckets: @Sendable (Double) -> [String: TokenBucket]
    let open: @Sendable (PlatformTools) throws(ChannelFailure) -> any Channel
    /// Begins a sign-in on its page, with the address to come back to; nil where it has none.
    let signIn: (@Sendable (PlatformTools, String) throws(ChannelFailure) -> BrowserSignIn)?

    init(
        _ description: PlatformDescription, buckets: @escaping @Sendable (Double) -> [String: TokenBucket],
        open: @escaping @Sendable (PlatformTools) throws(ChannelFailure) -> any Channel,
        signIn: (@Sendable (PlatformTools, String) throws(ChannelFailure) -> BrowserSignIn)? = nil
    ) {
        self.description = description
        self.buckets = buckets
        self.open = open
        self.signIn = signIn
    }
}

/// What a platform makes its channel of.
struct PlatformTools: Sendable {
    /// The fields that the seller filled in, secret ones included.
    let values: [String: String]
    /// Where renewed tokens are kept; nil while the connection is only tried.
    var vault: (any TokenVault)?
    let http: any HTTPClient
    let pacer: Pacer
    let now: @Sendable () -> Instant
    /// Seconds.
    let sleep: @Sendable (Double) async throws -> Void
    let random: @Sendable () -> UInt64
}
