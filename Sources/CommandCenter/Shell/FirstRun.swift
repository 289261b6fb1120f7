package import Commerce
import Terminal

/// Asks somebody who has no shop yet how to begin.
package enum FirstRun {
    /// What the machine says about the seller: three answers to begin with.
    package struct Guess: Sendable {
        /// Such as `DE`; empty where nothing says.
        package var country: String
        /// What a country pays with; nil where it is not known.
        package var currency: @Sendable (String) -> String?
        /// The zone whose midnight ends the day of a shop in that country.
        package var timeZone: @Sendable (String) -> String

        package init(
            country: String, currency: @escaping @Sendable (String) -> String?,
            timeZone: @escaping @Sendable (String) -> String
        ) {
            self.country = country
            self.currency = currency
            self.timeZone = timeZone
        }
    }

    package enum Choice: Hashable, Sendable {
        /// Open the furnished demo.
        case lookAround
        /// Make the shop with these answers, and go on there.
        case start(name: String, currency: String, country: String, timeZone: String, next: Next)
        case leave
    }

    /// What comes once the shop is made.
    package enum Next: Hashable, Sendable {
        case start
        /// The screen that takes a file.
        case importFile
        /// The form that connects a channel.
        case connect
    }

    /// Shows the screen and answers what was chosen. Nothing is made yet.
    ///
    /// - Parameter path: where the shop's file would lie.
    /// - Throws: `ScreenError` when there is no terminal to draw on.
    package static func run(path: String, guess: Guess, world: World, errorFile: String? = nil) throws
        -> Choice
    {
        let options = ScreenOptions(environment: TerminalEnvironment.read(world), errorFile: errorFile)
        let screen = try Screen(options, theme: .dark)
        defer { screen.close() }
        let app = FirstRunApp(path: path, guess: guess, look: Look(glyphs: options.glyphs))
        var choice = Choice.leave
        let loop = EventLoop(app, screen: screen, mailbox: try Mailbox<Never>()) { effect, loop in
            switch effect {
            case .choose(let chosen):
                choice = chosen
                loop.quit()
            case .repaint: loop.screen.repaint()
            case .suspend: loop.suspend()
            }
        }
        loop.run()
        return choice
    }
}
