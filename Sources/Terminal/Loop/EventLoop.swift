import Glibc

/// Runs an app on a screen: sleeps until a key, a message, a signal or the app's deadline, lets the app take it, draws.
///
/// It runs on the thread that calls `run` and on no other. When nothing happens it does not wake.
package final class EventLoop<App: TerminalApp> {
    package private(set) var app: App
    package let screen: Screen
    package let mailbox: Mailbox<App.Message>
    private let clock = ContinuousClock()
    private var decoder = InputDecoder()
    private var isQuitting = false
    private var questionsSeen: Int
    /// Files to look after, and what to do when they were written.
    private var watches: [(watch: FileWatch, changed: (EventLoop<App>) -> Void)] = []
    /// What performs an app's effects; it may call `quit`, `suspend`, `run`, `copy` and the like.
    private let perform: (App.Effect, EventLoop<App>) -> Void
    /// Called after each frame: what need not begin before what was typed can be seen.
    package var afterFrame: () -> Void = {}

    package init(
        _ app: App, screen: Screen, mailbox: Mailbox<App.Message>,
        perform: @escaping (App.Effect, EventLoop<App>) -> Void
    ) {
        self.app = app
        self.screen = screen
        self.mailbox = mailbox
        self.perform = perform
        questionsSeen = app.questionsAsked
    }

    /// Calls `changed` on this thread whenever a watched file was written: to load a theme anew, say.
    package func follow(_ watch: FileWatch, changed: @escaping (EventLoop<App>) -> Void) {
        watches.append((watch, changed))
    }

    /// Ends `run` once the event at hand is done.
    package func quit() { isQuitting = true }

    /// Stops the job until the shell continues it.
    package func suspend() {
        screen.suspend()
        decoder.reset()
        tell(.input(.resize(screen.size)))
    }

    /// Runs another program on the terminal; see `Screen.run`.
    package func run(_ arguments: [String]) throws -> Int32 {
        defer {
            decoder.reset()
            tell(.input(.resize(screen.size)))
        }
        return try screen.run(arguments)
    }

    /// Runs until `quit`, or until the terminal is gone. The screen stays open.
    package func run() {
        tell(.input(.resize(screen.size)))
        while !isQuitting {
            draw()
            afterFrame()
            guard wait() else { break }
        }
    }

    private func draw() {
        screen.present(app.view(screen.size), theme: app.theme)
        guard app.questionsAsked != questionsSeen else { return }
        questionsSeen = app.questionsAsked
        // A question must be answered by somebody who has seen it.
        tcflush(screen.descriptors.input, TCIFLUSH)
        decoder.reset()
    }

    private func tell(_ event: AppEvent<App.Message>) {
        for effect in app.update(event, now: clock.now) { perform(effect, self) }
    }

    // MARK: Waiting

    /// Sleeps until something is there and lets the app take it; false when the terminal has gone away.
    private func wait() -> Bool {
        let own = [screen.descriptors.input, screen.signals.readEnd, mailbox.descriptor]
        var sources = (own + watches.map(\.watch.descriptor)).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let ready = poll(&sources, nfds_t(sources.count), timeout)
        if ready < 0 && errno != EINTR { return false }
        if sources[1].revents != 0 { takeSignals() }
        if sources[0].revents != 0 {
            guard takeInput() else {
                tell(.terminate)
                return false
            }
        } else if ready == 0, decoder.awaitsMore {
            for event in decoder.flush() { tell(.input(event)) }
        }
        if sources[2].revents != 0 {
            for message in mailbox.takeAll() { tell(.message(message)) }
        }
        for (source, (watch, changed)) in zip(sources.dropFirst(own.count), watches) where source.revents != 0
        {
            watch.drain()
            changed(self)
        }
        if let deadline = app.deadline, deadline <= clock.now { tell(.tick) }
        return true
    }

    /// Milliseconds for `poll`; -1 sleeps for good.
    private var timeout: Int32 {
        var result: Int32 = -1
        if let deadline = app.deadline {
            let left = clock.now.duration(to: deadline)
            let (seconds, attoseconds) = left.components
            let milliseconds =
                min(seconds, 86_400) * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
            result = Int32(max(0, milliseconds))
        }
        if decoder.awaitsMore {
            let delay = Int32(screen.options.escapeDelay.components.attoseconds / 1_000_000_000_000_000)
            result = result < 0 ? delay : min(result, delay)
        }
        return result
    }

    private func takeSignals() {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = max(0, read(screen.signals.readEnd, &bytes, bytes.count))
        for number in Set(bytes.prefix(count)) {
            switch Int32(number) {
            case SIGWINCH: if screen.updateSize() { tell(.input(.resize(screen.size))) }
            case SIGTSTP: suspend()
            case SIGTERM, SIGHUP, SIGINT: tell(.terminate)
            default: break
            }
        }
    }

    /// All that was typed until now is one batch with one frame after it, so that keys never
    /// outrun the picture by more than what was typed in one go. False when the terminal is gone.
    private func takeInput() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(screen.descriptors.input, &bytes, bytes.count)
        if count < 0 { return errno == EINTR || errno == EAGAIN }
        guard count > 0 else { return false }
        for event in decoder.feed(bytes.prefix(count)) {
            tell(.input(event))
            if isQuitting || app.questionsAsked != questionsSeen { break }
        }
        return true
    }
}
