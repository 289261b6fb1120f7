import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization

/// A simulated shop, a channel to it, and a network between them that a test can listen to and cut.
final class WooBench: Sendable {
    let shop: SimulatedWoo
    let network: WooNetwork
    private let box: WooClock
    /// One for all channels: a number used twice is refused, also from another channel.
    private let chance = WooChance()

    init(
        _ profile: WooConfiguration.Profile, configure: (inout WooConfiguration) -> Void = { _ in },
        start: Instant = Instant(milliseconds: 1_795_248_000_400)
    ) {
        var configuration = WooConfiguration(profile: profile)
        configure(&configuration)
        let box = WooClock(start: start)
        self.box = box
        shop = SimulatedWoo(configuration: configuration, now: { box.now })
        network = WooNetwork(shop)
    }

    var now: Instant { box.now }

    func wait(seconds: Int) { box.wait(milliseconds: Int64(seconds) * 1000) }

    /// - Parameter skew: Seconds that Mercer's clock is ahead of the shop's.
    func channel(
        url: String = "https://shop.example", key: String = "ck_full", secret: String = "cs_full",
        skew: Int = 0
    ) -> WooChannel {
        let box = box
        let chance = chance
        return WooChannel(
            url: url, key: key, secret: secret, http: network,
            pacer: Pacer(buckets: [:], clock: Pacer.Clock(now: { 0 }, sleep: { _ in })),
            now: { box.now.adding(seconds: skew) }, random: { chance.next() })
    }
}

final class WooClock: Sendable {
    private let moment: Mutex<Instant>

    init(start: Instant) { moment = Mutex(start) }

    var now: Instant { moment.withLock { $0 } }

    func wait(milliseconds: Int64) { moment.withLock { $0 = $0.adding(milliseconds: milliseconds) } }
}

final class WooChance: Sendable {
    private let count = Mutex(UInt64(0))

    func next() -> UInt64 {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}

/// Carries requests to the shop and keeps them. A test may answer in the shop's place, before or after it.
final class WooNetwork: HTTPClient {
    typealias Before = @Sendable (HTTPRequest, Int) throws(HTTPFailure) -> HTTPResponse?
    typealias After = @Sendable (HTTPRequest, HTTPResponse) throws(HTTPFailure) -> HTTPResponse

    private let shop: any SimulatedPlatform
    private let kept = Mutex<[HTTPRequest]>([])
    private let before = Mutex<Before?>(nil)
    private let after = Mutex<After?>(nil)

    init(_ shop: any SimulatedPlatform) { self.shop = shop }

    var requests: [HTTPRequest] { kept.withLock { $0 } }
    func forget() { kept.withLock { $0 = [] } }

    func beforeEach(_ act: Before?) { before.withLock { $0 = act } }
    func afterEach(_ act: After?) { after.withLock { $0 = act } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let count = kept.withLock {
            $0.append(request)
            return $0.count
        }
        if let act = before.withLock({ $0 }), let answer = try act(request, count) { return answer }
        let answer = await shop.answer(request)
        if let act = after.withLock({ $0 }) { return try act(request, answer) }
        return answer
    }

    func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        throw .malformed(reason: "nothing is streamed here")
    }
}
