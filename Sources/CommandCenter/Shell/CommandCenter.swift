package import Commerce
package import Shop
package import Sync
import Terminal

/// Opens the command center on a terminal, and stays until the seller leaves.
package enum CommandCenter {
    /// What the executable decides.
    package struct Options: Sendable {
        /// Where what libraries write to standard error goes while the screen is up.
        package var errorFile: String?
        /// The seller's folder of settings, with `config.toml` and `themes`; nil reads none.
        package var configurationFolder: String?
        /// The themes that Mercer comes with; nil where they were not found.
        package var themesFolder: String?
        /// Where it begins; nil opens Today when something waits, else where the seller left.
        package var place: Place?
        package var target: Target?

        package init(
            errorFile: String? = nil, configurationFolder: String? = nil, themesFolder: String? = nil,
            place: Place? = nil, target: Target? = nil
        ) {
            self.errorFile = errorFile
            self.configurationFolder = configurationFolder
            self.themesFolder = themesFolder
            self.place = place
            self.target = target
        }
    }

    /// - Parameter sync: what works for the connections while the screen is up; nil connects nothing.
    /// - Throws: `ScreenError` when there is no terminal to draw on, `ShopError` when the file cannot be read.
    package static func run(
        shop: Shop, world: World, sync: SyncService? = nil, options: Options = Options()
    ) throws {
        let start = try StartState.read(from: shop, at: world.now())
        let environment = TerminalEnvironment.read(world)
        var screenOptions = ScreenOptions(environment: environment, errorFile: options.errorFile)
        let files = ConfigurationFiles(
            folder: options.configurationFolder, themes: options.themesFolder, usual: screenOptions.glyphs)
        let appearance = files.read()
        screenOptions.usesMouse = appearance.usesMouse
        let screen = try Screen(screenOptions, theme: appearance.theme)
        defer { screen.close() }
        let mailbox = try Mailbox<ShellMessage>()
        var app = CommandCenterApp(
            start, size: screen.size, appearance: appearance, sync: SyncView(sync), clock: world.now)
        let performer = Performer(shop, mailbox)
        let first = app.begin(at: options.place, target: options.target)
        let observer = shop.observe { mailbox.post(.changed($0)) }
        defer { shop.stopObserving(observer) }
        let runner = SyncRunner(sync, shop, mailbox)
        let editor = Editor(environment: environment)
        // What a key wants read begins after the frame that shows the key: threads that begin to read would take the
        // processor from it. Only the first frame has all begin at once.
        var held: [Load] = []
        var isShown = false
        let loop = EventLoop(app, screen: screen, mailbox: mailbox) { effect, loop in
            if isShown, case .load(let load) = effect { return held.append(load) }
            perform(effect, loop, performer, runner, mailbox, editor)
        }
        for effect in first { perform(effect, loop, performer, runner, mailbox, editor) }
        loop.follow(FileWatch(folders: files.watched)) { _ in performer.ask { _ in .configured(files.read()) }
        }
        // What another Mercer writes is seen within a second; without the watch only our own changes are.
        do { try shop.watchOthers() } catch { mailbox.post(.failed(Performer.words(error))) }
        loop.afterFrame = {
            // The engine begins once there is something to look at.
            if !isShown { runner.start() }
            isShown = true
            for load in held { performer.load(load) }
            held = []
        }
        loop.run()
        runner.stop()
        performer.finish()
    }

    private static func perform(
        _ effect: ShellEffect, _ loop: EventLoop<CommandCenterApp>, _ performer: Performer,
        _ runner: SyncRunner, _ mailbox: Mailbox<ShellMessage>, _ editor: Editor
    ) {
        switch effect {
        case .load(let load): performer.load(load)
        case .errand(let errand): performer.perform(errand)
        case .stop(let number): performer.stop(number)
        case .find(let words, let number):
            performer.ask { .found(try $0.find(words), number: number) }
        case .readStandings: performer.readStandings()
        case .call(let call): runner.call(call)
        case .wakeSync: runner.wake()
        case .cable(let isCut): runner.cut(isCut)
        case .readFilters: performer.ask { .filters(try $0.savedFilters()) }
        case .readSettings: performer.ask { .settings(try $0.settings()) }
        case .remember(let key, let text): performer.keep { try $0.rememberView(key, text) }
        case .draft(let key, let text): performer.keep { try $0.keepDraft(key, text) }
        case .copy(let text):
            if !loop.screen.copy(text) {
                mailbox.post(.failed("that is too long for the terminal's clipboard: export it to a file"))
            }
        case .edit(let text, let suffix, let place, let tag):
            mailbox.post(
                .edited(place: place, tag: tag, editor.edit(text, suffix: suffix) { try loop.run($0) }))
        case .useMouse(let isOn): loop.screen.setMouse(isOn)
        case .repaint: loop.screen.repaint()
        case .suspend: loop.suspend()
        case .quit: loop.quit()
        }
    }
}

/// The variables that say what the terminal is and what the seller likes.
enum TerminalEnvironment {
    private static let names = [
        "TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TMUX", "SSH_TTY", "ESCDELAY",
        "VISUAL",
        "EDITOR", "TMPDIR", "XDG_RUNTIME_DIR",
    ]

    static func read(_ world: World) -> [String: String] {
        var values: [String: String] = [:]
        for name in names { values[name] = world.environment(name) }
        return values
    }
}
