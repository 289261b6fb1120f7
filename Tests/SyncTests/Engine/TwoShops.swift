import Commerce
import HTTP
import Sandbox
import Shop
import Sync
import Synchronization
import TestSupport

/// One shop that sells on two WooCommerce sites, whose orders are numbered alike.
final class TwoShops {
    let clock: SteppedClock
    let sites: [SimulatedWoo]
    let ways: [SandboxClient]
    let shop: Shop
    let service: SyncService
    private(set) var connections: [Connection] = []
    private let folder: ShopFolder
    private let sleeps = SleepCount()

    init(_ sleep: SteppedClock.Sleep = .advances) async throws {
        clock = SteppedClock(sleep)
        let hosts = ["one.example", "two.example"]
        sites = hosts.map { [clock] host in
            SimulatedWoo(
                configuration: WooConfiguration(
                    home: "https://\(host)", name: host, currency: OrderShop.euro), now: clock.nowClosure)
        }
        for site in sites { site.add(WooProductDraft("Mug", sku: "MUG", regularPrice: "24.00", stock: 7)) }
        ways = sites.map { [clock] in SandboxClient($0, sleep: clock.sleepClosure) }
        let network = SandboxNetwork(
            Dictionary(zip(hosts, ways), uniquingKeysWith: { first, _ in first }))
        folder = try ShopFolder()
        shop = try Shop.open(at: folder.file, creating: true, world: clock.world)
        try shop.perform(SetUpShop(name: "Kiln", currency: "EUR", country: "DE", timeZone: "Europe/Berlin"))
        service = SyncService(
            shop: shop, maker: SandboxMaker(network, clock: clock), keyPath: folder.path + "/key",
            clock: SyncClock(
                now: clock.nowClosure,
                sleep: { [clock, sleeps] seconds in
                    sleeps.add()
                    try await clock.sleep(seconds)
                }))
        clock.advance(seconds: 60)
        for host in hosts {
            let values = ["url": "https://\(host)", "key": "ck_full", "secret": "cs_full"]
            let identity = try await service.identify(kind: "woo", values: values)
            let made = try service.connect(kind: "woo", values: values, as: identity)
            connections.append(try shop.connection(named: made.handle))
        }
        for place in connections.indices { try rule(place) { $0.pushes = true } }
    }

    func rule(_ place: Int, _ change: (inout ConnectionRules) -> Void) throws {
        var rules = connections[place].rules
        change(&rules)
        try shop.perform(ChangeConnection(connections[place].id, rules: rules, isPaused: false))
        connections[place] = try shop.connection(named: connections[place].handle)
    }

    @discardableResult
    func sync(after seconds: Double = 60) async throws -> [SyncReport] {
        clock.advance(seconds: seconds)
        return try await service.sync(connections)
    }

    func buy(_ place: Int, _ quantity: Int = 1, by name: String) -> String {
        let item = sites[place].products.first { $0.sku == "MUG" }?.id ?? 0
        let address = WooAddress(
            first: name, last: "Keller", street: "Lindenstr. 5", city: "Berlin", postcode: "10969",
            country: "DE")
        return String(sites[place].place(WooCart([.init(item, quantity)], address: address)))
    }

    func order(_ remote: String, _ place: Int) throws -> OrderID? {
        try shop.order(bound: remote, of: connections[place].id)
    }

    /// How often anything of the engine went to sleep.
    var sleepCount: Int { sleeps.count }
}

private final class SleepCount: Sendable {
    private let state = Mutex(0)
    var count: Int { state.withLock { $0 } }
    func add() { state.withLock { $0 += 1 } }
}
