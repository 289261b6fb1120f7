import Commerce
import HTTP
import Sandbox
import Shop
import Sync
import Synchronization
import Testing
import TestSupport

/// The work in the background: it wakes when something is due and at no other time, and each connection by itself.
@Suite(.timeLimit(.minutes(5))) struct RunLoopTests {
    private static let longMinutes = 1_440

    @Test func `a change goes out when its hold ends, and nothing wakes while nothing is due`() async throws {
        let here = try await TwoShops(.waits)
        for place in 0..<2 { try here.rule(place) { $0.everyMinutes = Self.longMinutes } }
        let running = Running(here)
        await running.wait(for: here.connections.map(\.id))
        await running.quiet(3)

        let product = try here.shop.productNamed("MUG")
        let variant = try #require(try here.shop.variant(of: product, sku: "MUG"))
        try here.shop.perform(EditCatalog([CatalogEdit(product, variant: variant, .price, "26.50")]))
        let hold = try here.shop.settings().holdChangeSeconds
        await running.quiet(3)
        #expect(here.sites[0].products.first?.regularPrice == "24.00")
        var seconds = 0
        while here.sites.contains(where: { $0.products.first?.regularPrice != "26.50" }), seconds < 120 {
            here.clock.advance(seconds: 1)
            seconds += 1
            await running.quiet(3)
        }
        #expect(seconds >= hold - 1 && seconds <= hold + 3, "after \(seconds) s of a hold of \(hold) s")

        // Whatever was looked at again by itself is over by now.
        here.clock.advance(minutes: 10)
        await running.quiet(3)
        let (sleeps, requests) = (here.sleepCount, here.ways.map(\.requestCount))
        for _ in 0..<40 {
            here.clock.advance(minutes: 1)
            await running.quiet(3)
        }
        #expect(here.sleepCount - sleeps <= 6, "an hour's sleep may end once")
        #expect(here.ways.map(\.requestCount) == requests)
        await running.end()
    }

    @Test func `a connection that never answers holds no other back`() async throws {
        let here = try await TwoShops(.waits)
        here.ways[1].course.follow(FaultPlan([FaultRule(.always, .silence(.before))]))
        let bought = here.buy(0, by: "Ana")
        let running = Running(here)
        await running.wait(for: [here.connections[0].id])
        // The clock has not moved: the other still waits for its first answer.
        #expect(try here.order(bought, 0) != nil)
        #expect(try here.shop.pullState("products", of: here.connections[1].id).finishedAt == nil)
        #expect(running.rested(here.connections[1].id) == 0)
        await running.end()
    }
}

/// A service that works in the background, and what it has told.
private final class Running {
    private let here: TwoShops
    private let task: Task<Void, Never>
    private let told = Told()

    init(_ here: TwoShops) {
        self.here = here
        let (service, told) = (here.service, told)
        task = Task {
            await service.run { event in
                if case .rested(let id, _) = event { told.add(id) }
            }
        }
    }

    /// Until each of them has rested once.
    func wait(for connections: [ConnectionID]) async {
        for id in connections {
            while told.count(id) == 0, !Task.isCancelled { await Task.yield() }
        }
    }

    func rested(_ id: ConnectionID) -> Int { told.count(id) }

    /// Until so many sleep and nobody goes to sleep anew any more, or the test's time is over.
    func quiet(_ sleepers: Int) async {
        var calm = 0
        var last = here.sleepCount
        while calm < 200, !Task.isCancelled {
            await here.clock.waitForSleepers(sleepers)
            await Task.yield()
            calm = here.sleepCount == last && here.clock.sleeperCount == sleepers ? calm + 1 : 0
            last = here.sleepCount
        }
    }

    func end() async {
        task.cancel()
        await task.value
    }
}

private final class Told: Sendable {
    private let counts = Mutex<[ConnectionID: Int]>([:])

    func count(_ id: ConnectionID) -> Int { counts.withLock { $0[id, default: 0] } }

    func add(_ id: ConnectionID) { counts.withLock { $0[id, default: 0] += 1 } }
}
