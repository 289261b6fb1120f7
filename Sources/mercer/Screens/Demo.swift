import ArgumentParser
import Commerce
import Shop

struct Demo: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Open a furnished shop to look around in.",
        discussion: """
            About 80 products, 90 customers and 900 orders that end today. Nothing real is touched, no network is
            used, and each time it is the same for the same day. With --shop FILE it is kept.
            """)

    @Option(help: ArgumentHelp("The day it is to be.", valueName: "YYYY-MM-DD")) var date: String?
    @Flag(help: "Only make it.") var noOpen = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let day = try date.map(Day.read)
        if !noOpen { try session.needTerminal() }
        let place = try DemoPlace(session, day: day, keepsFile: noOpen)
        let shop = try place.open()
        guard noOpen else {
            defer { place.removeIfThrownAway() }
            return try session.openCommandCenter(on: shop, world: place.world)
        }
        let name = try shop.settings().name
        try shop.close()
        try session.show(DoneReport(summary: "\(name) is at \(place.path).", path: place.path))
        return .done
    }
}
