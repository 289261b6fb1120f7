import ArgumentParser
import CommandCenter
import Commerce
import Shop
import Terminal

struct Screen: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw one screen of the command center and leave.",
        discussion: """
            mercer screen fulfill --size 80x24
            mercer screen sell --keys "j j Enter" --svg > sell.svg
            mercer screen today --demo --date 2026-11-20

            What keys do is done to a copy; the shop stays as it is.
            """)

    enum Form: String, EnumerableFlag {
        case text, ansi, svg

        static func help(for value: Form) -> ArgumentHelp? {
            switch value {
            case .text: "As plain text."
            case .ansi: "With a terminal's colours."
            case .svg: "As an SVG picture."
            }
        }
    }

    @Argument(help: "discover, sell, fulfill, market, analyze, today, connections or plan.") var pane: String
    @Option(help: ArgumentHelp("Columns and rows.", valueName: "120x36")) var size = "120x36"
    @Flag var form = Form.text
    @Option(help: ArgumentHelp("Keys to press first, by name, blanks between them.", valueName: "keys"))
    var keys = ""
    @Option(help: ArgumentHelp("The day it is to be, at ten in the morning.", valueName: "YYYY-MM-DD"))
    var date: String?
    @Flag(help: "Of the furnished demo shop.") var demo = false
    @Flag(help: "With --demo: with its channels connected, and a morning of edits on both sides.")
    var channels = false
    @Option(help: "The theme of --ansi and --svg.") var theme = "dark"
    @Flag(help: "With ASCII signs only.") var ascii = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        guard let place = Place(rawValue: pane) else {
            let all = Place.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure.misused("There is no pane “\(pane)”. There are: \(all).")
        }
        let size = try Self.size(size)
        let keys = try Self.keys(keys)
        let day = try date.map(Day.read)
        let demo = try demo ? DemoPlace(session, day: day) : nil
        defer { demo?.removeIfThrownAway() }
        let copy = demo == nil ? try ShopCopy(session) : nil
        defer { copy?.remove() }
        let shop = try demo?.open() ?? session.open(copy?.path ?? session.shopPath)
        if channels {
            guard let demo else { throw Failure.misused("--channels is for --demo.") }
            try DemoTrade.run(demo, shop, in: session)
        }
        let theme = try theme(session)
        let moment = try moment(day, shop, session.world)
        let app = try CommandCenterApp.settled(
            shop: shop, place: place, keys: keys, size: size, look: ascii ? .ascii : .unicode, theme: theme,
            clock: { moment })
        let frame = app.view(size)
        switch form {
        case .text: session.console.print(frame.text)
        case .ansi: session.console.print(frame.ansi(app.theme))
        case .svg: session.console.print(frame.svg(app.theme))
        }
        return .done
    }

    private func theme(_ session: Session) throws -> Theme {
        // Where they are not found the themes in code are there.
        let shipped = try? ShippedFolders(world: session.world).path(of: .themes)
        let folders = [session.places.configuration + "/themes", shipped].compactMap(\.self)
        var shelf = ThemeShelf(folders: folders)
        shelf.choose(theme)
        if let problem = shelf.problems.first { throw Failure.misused("--theme \(theme): \(problem)") }
        return shelf.theme
    }

    private func moment(_ day: CalendarDay?, _ shop: Shop, _ world: World) throws -> Instant {
        guard let day else { return world.now() }
        let zone = ShopZone(identifier: try shop.settings().timeZone) ?? .utc
        return zone.instant(of: day, hour: 10, minute: 0)
    }

    private static func size(_ text: String) throws -> Size {
        let numbers = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map {
            Int($0)
        }
        guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1],
            (1...1000).contains(columns), (1...1000).contains(rows)
        else { throw Failure.misused("--size is columns x rows, such as 120x36, up to 1000x1000.") }
        return Size(columns, rows)
    }

    private static func keys(_ text: String) throws -> [Key] {
        try text.split(separator: " ").map { spelling in
            guard let key = Key(spelling) else {
                throw Failure.misused(
                    "“\(spelling)” is no key. Keys are named as in `mercer keys`: j Enter Ctrl-d Space.")
            }
            return key
        }
    }
}

/// A day in an argument.
enum Day {
    static func read(_ text: String) throws -> CalendarDay {
        guard let day = CalendarDay(text) else {
            throw Failure.misused("“\(text)” is no day such as 2026-11-20.")
        }
        return day
    }
}
