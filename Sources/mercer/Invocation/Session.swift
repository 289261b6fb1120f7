import ArgumentParser
import Commerce
import Foundation
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

    /// The shop's file: the option, the environment, or the usual place. Absolute, as what is beside it is named too.
    var shopPath: String {
        let path = options.shop ?? places.shop
        return path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    func open(_ path: String) throws -> Shop { try Shop.open(at: path, world: world) }

    /// Opens the shop.
    ///
    /// - Parameter toWrite: whether more than reading is meant; then the daily backup is made first where one is due.
    ///   A disk too full for it does not stop the work; it is said.
    func openShop(toWrite: Bool = false) throws -> Shop {
        guard toWrite else { return try Shop.openToRead(at: shopPath, world: world) }
        let shop = try open(shopPath)
        do {
            try shop.backUpWhenDue()
        } catch {
            note("mercer: today's backup could not be made: \(Failure(error).message)")
        }
        return shop
    }

    /// Writes the result as text or as JSON.
    func show(_ report: some Report) throws {
        console.print(options.json ? try report.json() : report.text(width: console.width))
    }

    /// Writes a line to standard error, unless the result is JSON and nobody watches.
    func note(_ line: String) {
        if !options.json || console.errorIsTerminal { console.note(line) }
    }
}
