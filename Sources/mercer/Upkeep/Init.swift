import ArgumentParser
import Commerce
import Foundation
import Shop

struct Init: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a new, empty shop.",
        discussion: "What is not given is guessed from the locale and the machine's time zone, and said.")

    @Option(help: "The shop's name.") var name = "My shop"
    @Option(help: "The currency it keeps its books in, such as EUR.") var currency: String?
    @Option(help: "The country of its seat, such as DE.") var country: String?
    @Option(help: "The time zone whose midnight ends its day, such as Europe/Berlin.") var timeZone: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let path = session.shopPath
        let founding = try founding(session.world)
        try session.makeFolder(of: path)
        let shop = try Shop.open(at: path, creating: true, world: session.world)
        do {
            try shop.perform(founding, as: .mercer)
        } catch let refusal as Refusal where refusal.code == "set-up-already" {
            throw ShopError.exists(path: path)
        }
        let settings = try shop.settings()
        try shop.close()
        try session.show(FoundedReport(path: path, settings: settings))
        return .done
    }

    private func founding(_ world: World) throws -> SetUpShop {
        let guess = Guess(world: world)
        let country = country?.uppercased() ?? guess.country ?? ""
        guard !country.isEmpty else {
            throw Failure.misused("Say in which country the shop has its seat: --country DE.")
        }
        guard let currency = currency?.uppercased() ?? guess.currency(of: country) else {
            throw Failure.misused("Say which currency the shop keeps its books in: --currency EUR.")
        }
        return SetUpShop(
            name: name, currency: currency, country: country,
            timeZone: timeZone ?? guess.timeZone(of: country))
    }
}

private struct FoundedReport: Report {
    static let schema = "mercer.shop/1"
    let path: String
    let settings: ShopSettings

    func text(width: Int?) -> String {
        let books = "Books in \(settings.currency.code), in \(settings.country)"
        return Plain.line("\(settings.name) is at \(path).") + "\n"
            + Plain.line("\(books); days end at midnight in \(settings.timeZone).")
    }
}

extension Session {
    /// Makes the folder a file is to lie in.
    func makeFolder(of path: String) throws {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        try FileManager.default.createDirectory(
            atPath: String(path[..<slash]), withIntermediateDirectories: true)
    }
}
