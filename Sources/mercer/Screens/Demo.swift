import ArgumentParser
import Commerce
import Shop
import Sync

struct Demo: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open a furnished shop to look around in.",
        discussion: """
            About 80 products, 90 customers and 900 orders that end today. Nothing real is touched, no network is
            used, and each time it is the same for the same day. With --shop FILE it is kept.

            Its channels, a WooCommerce shop and a Shopify shop, are simulated in this process and in step with it;
            --chaos has each fifth request to them meet with what can happen to one. A kept demo has no channels, as
            they end with the Mercer they are in.
            """)

    @Option(help: ArgumentHelp("The day it is to be.", valueName: "YYYY-MM-DD")) var date: String?
    @Flag(help: "Only make it.") var noOpen = false
    @Flag(help: "Have the way to its channels be a bad one.") var chaos = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let day = try date.map(Day.read)
        if !noOpen { try session.needTerminal() }
        let place = try DemoPlace(session, day: day, keepsFile: noOpen)
        let shop = try place.open()
        guard noOpen else {
            defer { place.removeIfThrownAway() }
            let sync = try place.isThrownAway ? session.demoSync(place, shop, isStormy: chaos) : nil
            return try session.openCommandCenter(on: shop, world: place.world, sync: sync)
        }
        let name = try shop.settings().name
        try shop.close()
        try session.show(DoneReport(summary: "\(name) is at \(place.path).", path: place.path))
        return .done
    }
}

extension Session {
    /// The demo's simulated channels, connected.
    func demoSync(_ place: DemoPlace, _ shop: Shop, isStormy: Bool = false) throws -> SyncService {
        let network = try DemoNetwork(shop, world: place.world, isStormy: isStormy)
        let service = network.service(on: shop, keyPath: place.keyPath)
        try wait { try await network.connect(service) }
        return service
    }
}
