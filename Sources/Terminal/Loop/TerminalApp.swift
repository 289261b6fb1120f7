/// What the event loop tells an app.
package enum AppEvent<Message: Sendable>: Sendable {
    case input(InputEvent)
    /// Something that other work posted to the loop's mailbox.
    case message(Message)
    /// The app's own `deadline` has come.
    case tick
    /// SIGTERM, SIGHUP or SIGINT: put things in order and ask to quit.
    case terminate
}

/// A program as the event loop sees it: a value that takes events and can be drawn at any size.
/// `update` and `view` do no input or output; what is to be done comes back as effects and
/// is performed by whoever runs the loop.
package protocol TerminalApp {
    associatedtype Message: Sendable
    associatedtype Effect

    /// Takes one event at a time. `now` is monotonic and only good for differences and `deadline`.
    mutating func update(_ event: AppEvent<Message>, now: ContinuousClock.Instant) -> [Effect]

    /// Composes the whole screen; called after each batch of input.
    func view(_ size: Size) -> Frame

    /// When to be woken with `.tick`; nil, as nearly always, to sleep until something happens.
    var deadline: ContinuousClock.Instant? { get }

    /// Changes whenever keys that were typed before the next frame must not reach it, as when a
    /// question opens. The loop draws, then drops what was typed ahead.
    var questionsAsked: Int { get }

    /// The theme to draw with.
    var theme: Theme { get }
}

extension TerminalApp {
    package var questionsAsked: Int { 0 }
    package var deadline: ContinuousClock.Instant? { nil }
}
