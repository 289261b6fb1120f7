import Commerce
package import Connectors
import Foundation
package import HTTP
import Platforms

/// Makes channels over a network that is handed in, on a clock that is: what the program's own maker does, without one.
package struct SandboxMaker: ChannelMaker {
    private let client: any HTTPClient
    private let clock: SteppedClock

    package init(_ client: any HTTPClient, clock: SteppedClock) {
        self.client = client
        self.clock = clock
    }

    package var platforms: [PlatformDescription] {
        [WooCommercePlatform.description, ShopifyPlatform.description]
    }

    package func open(_ opening: ChannelOpening) throws(ChannelFailure) -> OpenChannel {
        let values = opening.settings.merging(opening.secrets) { first, _ in first }
        let clock = clock
        switch opening.kind {
        case "woo":
            let pacer = Pacer(
                buckets: ["rest": TokenBucket(capacity: 10_000, refillPerSecond: 1_000, at: clock.seconds)],
                clock: clock.pacer)
            let channel = WooChannel(
                url: values["url"] ?? "", key: values["key"] ?? "", secret: values["secret"] ?? "",
                http: client, pacer: pacer, now: clock.nowClosure,
                random: { UInt64(bitPattern: clock.now.milliseconds) }, version: values["version"] ?? "")
            return OpenChannel(channel: channel, budgets: { [:] })
        default:
            let pacer = Pacer(buckets: ShopifyPlatform.buckets(now: clock.seconds), clock: clock.pacer)
            let channel = try ShopifyPlatform.channel(
                fields: values, client: client, pacer: pacer, sleep: clock.sleepClosure)
            return OpenChannel(channel: channel, budgets: { [:] })
        }
    }
}
