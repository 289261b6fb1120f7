import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization
import Testing

@Suite struct `The pace of a WooCommerce shop` {
    /// Time that passes only where somebody waits.
    final class Waiting: Sendable {
        private let seconds = Mutex(0.0)

        var now: Double { seconds.withLock { $0 } }
        func wait(_ more: Double) { seconds.withLock { $0 += more } }
    }

    static func channel(_ bench: WooBench, _ waiting: Waiting) -> (WooChannel, Pacer) {
        let pacer = Pacer(
            buckets: WooChannel.startingBuckets,
            clock: Pacer.Clock(now: { waiting.now }, sleep: { waiting.wait($0) }))
        let channel = WooChannel(
            url: "https://shop.example", key: "ck_full", secret: "cs_full", http: bench.network, pacer: pacer,
            now: { bench.now }, random: { 4 })
        return (channel, pacer)
    }

    @Test func `it begins at sixty a minute and grows to what a host bears`() async throws {
        let bench = WooBench(.v9_9)
        bench.shop.place(WooCart([]))
        let waiting = Waiting()
        let (channel, pacer) = Self.channel(bench, waiting)
        #expect(WooChannel.startingBuckets[WooChannel.operation]?.refillPerSecond == 1)
        for _ in 0..<300 { _ = try await channel.orders(PullAsk()) }
        let refill = try #require(await pacer.snapshot()[WooChannel.operation]?.refillPerSecond)
        #expect(refill > 4 && refill <= 8)
        #expect(waiting.now > 20 && waiting.now < 240)
    }

    @Test func `a pace that is higher already is not slowed down by good answers`() async throws {
        let bench = WooBench(.v9_9)
        let pacer = Pacer(
            buckets: [WooChannel.operation: TokenBucket(capacity: 9000, refillPerSecond: 1000)],
            clock: Pacer.Clock(now: { 0 }, sleep: { _ in }))
        let channel = WooChannel(
            url: "https://shop.example", key: "ck_full", secret: "cs_full", http: bench.network, pacer: pacer,
            now: { bench.now }, random: { 4 })
        for _ in 0..<30 { _ = try await channel.orders(PullAsk()) }
        #expect(await pacer.snapshot()[WooChannel.operation]?.refillPerSecond == 1000)
    }

    @Test func `too much at once stops it for as long as is said, and ends its bursts`() async throws {
        let bench = WooBench(.v9_9)
        bench.shop.place(WooCart([]))
        let waiting = Waiting()
        let (channel, pacer) = Self.channel(bench, waiting)
        _ = try await channel.orders(PullAsk())
        let before = waiting.now
        let isClosed = Mutex(true)
        bench.network.beforeEach { _, _ in
            isClosed.withLock { $0 } ? HTTPResponse(status: 429, headers: ["Retry-After": "17"]) : nil
        }
        bench.network.forget()
        await #expect(throws: ChannelFailure.throttled(retryAfterSeconds: 17)) {
            _ = try await channel.orders(PullAsk())
        }
        #expect(bench.network.requests.count == 1, "the first such answer ends the round")
        isClosed.withLock { $0 = false }
        _ = try await channel.orders(PullAsk())
        #expect(waiting.now >= before + 17)
        let bucket = try #require(await pacer.snapshot()[WooChannel.operation])
        #expect(bucket.refillPerSecond == 1)
        #expect(bucket.capacity == 2)
    }

    @Test func `a host of four a second refuses a few and then none, whatever was asked of it before`()
        async throws
    {
        let bench = WooBench(.v9_9)
        bench.shop.place(WooCart([]))
        let waiting = Waiting()
        let (channel, pacer) = Self.channel(bench, waiting)
        let host = Mutex(TokenBucket(capacity: 4, refillPerSecond: 4))
        bench.network.beforeEach { _, _ in
            host.withLock { host in
                host.rebase(at: waiting.now)
                guard host.level >= 1 else {
                    return HTTPResponse(status: 429, headers: ["Retry-After": "1"])
                }
                host.level -= 1
                return nil
            }
        }
        var refused: [Int] = []
        for round in 0..<600 {
            do throws(ChannelFailure) { _ = try await channel.orders(PullAsk()) } catch {
                guard case .throttled = error else { throw error }
                refused.append(round)
            }
        }
        #expect(refused.count <= 4, "\(refused)")
        #expect(refused.allSatisfy { $0 < 200 }, "\(refused)")
        let refill = try #require(await pacer.snapshot()[WooChannel.operation]?.refillPerSecond)
        #expect(refill > 2 && refill <= 4.01)
    }
}
