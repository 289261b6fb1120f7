/// Runs an app with no terminal: what a test or `mercer screen` presses, it takes; what it shows is a frame.
package struct AppDriver<App: TerminalApp> {
    package private(set) var app: App
    package private(set) var size: Size
    /// What the app asked for since they were last taken.
    package private(set) var effects: [App.Effect] = []
    private var now: ContinuousClock.Instant

    package init(_ app: App, size: Size, now: ContinuousClock.Instant = ContinuousClock().now) {
        self.app = app
        self.size = size
        self.now = now
        send(.input(.resize(size)))
    }

    /// The screen as it is.
    package var frame: Frame { app.view(size) }

    package mutating func send(_ event: AppEvent<App.Message>) {
        effects += app.update(event, now: now)
    }

    /// Presses keys by their spellings, blanks between them: "j j Enter Ctrl-d". A spelling that is no key is skipped.
    package mutating func press(_ spellings: String) {
        for spelling in spellings.split(separator: " ") {
            guard let key = Key(spelling) else { continue }
            send(.input(.key(key)))
        }
    }

    package mutating func type(_ text: String) {
        for character in text { send(.input(.key(.character(character)))) }
    }

    package mutating func resize(to size: Size) {
        self.size = size
        send(.input(.resize(size)))
    }

    /// Lets time pass, with a tick when the app's deadline falls into it.
    package mutating func wait(_ duration: Duration) {
        now += duration
        if let deadline = app.deadline, deadline <= now { send(.tick) }
    }

    package mutating func takeEffects() -> [App.Effect] {
        defer { effects = [] }
        return effects
    }
}
