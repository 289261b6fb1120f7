import ArgumentParser
import Commerce
import Shop

/// A subcommand that has the global options and runs in a session.
protocol ShopCommand: ParsableCommand {
    var options: GlobalOptions { get }

    func run(in session: Session) throws -> Outcome
}

/// What a subcommand works with: the world, the shop's place, and where results go.
struct Session {
    let world: World
    let options: GlobalOptions
    let console: Console
    let places: Places

    init(options: GlobalOptions, console: Console, world: World = .real()) {
        self.world = world
        self.options = options
        self.console = console
        places = Places(world: world)
    }

    /// The shop's file: the option, the environment, or the usual place.
    var shopPath: String { options.shop ?? places.shop }

    /// Opens the shop, after the daily backup where one is due.
    func openShop() throws -> Shop { try Shop.open(at: shopPath, world: world) }

    /// Writes the result as text or as JSON.
    func show(_ report: some Report) throws {
        console.print(options.json ? try report.json() : report.text(width: console.width))
    }

    /// Writes a line to standard error, unless the result is JSON and nobody watches.
    func note(_ line: String) {
        if !options.json || console.errorIsTerminal { console.note(line) }
    }
}
