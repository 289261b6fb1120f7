import Commerce
import Connectors
import Platforms
import Sandbox
import Shop
import Sync

/// The demo's channels: a WooCommerce shop and a Shopify shop in this process, at the end of a network that can be
/// pulled. No request leaves it, and no account is touched.
struct DemoNetwork: Sendable {
    let woo: SimulatedWoo
    let shopify: SimulatedShopify
    private let network: SandboxNetwork
    private let world: World

    private static let wooHost = "kilnclay.example"
    private static let shopifyHost = "kiln-clay.myshopify.com"

    /// - Parameter isStormy: whether each fifth request meets with what can happen to one.
    init(_ shop: Shop, world: World, isStormy: Bool = false) throws {
        self.world = world
        let settings = try shop.settings()
        woo = SimulatedWoo(
            configuration: WooConfiguration(
                home: "https://\(Self.wooHost)", name: settings.name,
                zone: ShopZone(identifier: settings.timeZone) ?? .utc, currency: settings.currency,
                country: settings.country, keys: [.init(consumerKey: "ck_demo", secret: "cs_demo")],
                gatewayRefunds: true),
            now: world.now)
        shopify = SimulatedShopify(
            name: settings.name, domain: Self.shopifyHost, currency: settings.currency, token: "shpat_demo",
            now: world.now)
        let sleep: @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
        let plan = isStormy ? FaultPlan.storm(seed: 7, budget: 10_000) : .calm
        network = SandboxNetwork([
            Self.wooHost: SandboxClient(woo, faults: plan, sleep: sleep),
            Self.shopifyHost: SandboxClient(shopify, faults: plan, sleep: sleep),
        ])
        try DemoGoods(woo: woo, shopify: shopify).fill(from: shop)
    }

    /// Pulls the cable, or puts it back.
    var cut: @Sendable (Bool) -> Void {
        { [network] isCut in network.isDead = isCut }
    }

    /// Whether the cable is pulled.
    var isCut: Bool { network.isDead }

    func service(on shop: Shop, keyPath: String) -> SyncService {
        let maker = PlatformMaker(
            http: network, now: world.now, sleep: { try await Task.sleep(for: .seconds($0)) },
            random: world.randomBits, haste: 1_000)
        return SyncService(
            shop: shop, maker: maker, keyPath: keyPath, clock: .real(world),
            cable: Cable(isCut: { [network] in network.isDead }, cut: cut))
    }

    /// Connects both, with changes going out.
    func connect(_ service: SyncService) async throws {
        let wooValues = ["url": "https://\(Self.wooHost)", "key": "ck_demo", "secret": "cs_demo"]
        let shopifyValues = ["shop": Self.shopifyHost, "token": "shpat_demo"]
        for (kind, values) in [("woo", wooValues), ("shopify", shopifyValues)] {
            let outcome = try service.connect(
                kind: kind, values: values, as: try await service.identify(kind: kind, values: values))
            var rules = ConnectionRules()
            rules.pushes = true
            rules.everyMinutes = 1
            try service.shop.perform(
                ChangeConnection(outcome.connection, rules: rules, isPaused: false), as: .mercer)
        }
    }
}
