import Shop
import Terminal

/// A pane whose kind the shell need not know.
protocol HostedPane: Sendable {
    var place: Place { get }
    var commands: [CommandEntry] { get }
    var verbs: [PaneVerb] { get }
    var contexts: [String] { get }
    var isTyping: Bool { get }
    var isAtTop: Bool { get }
    var needsCount: Int { get }

    mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [HostedEffect]
    mutating func receive(_ answer: Result<any Sendable, ReadFailure>, to load: Load, _ context: PaneContext)
        -> [HostedEffect]
    func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext)
    func views(_ context: PaneContext) -> PaneViews
    func hints(_ context: PaneContext) -> [String]
    func word(for command: String, _ context: PaneContext) -> String?
    func availability(of command: String, _ context: PaneContext) -> Availability
    func status(_ context: PaneContext) -> StyledLine
}

enum HostedEffect: Sendable {
    case load(Load)
    case shell(ShellRequest)
}

/// A read that a pane asked for.
package struct Load: Sendable {
    let place: Place
    let slot: String?
    let lane: Lane
    let request: any Hashable & Sendable
    let read: @Sendable (Shop) throws -> any Sendable
}

/// Why a read failed, in words.
package struct ReadFailure: Error, Hashable, Sendable {
    let reason: String
}

struct PaneHost<P: Pane>: HostedPane {
    private var pane = P()

    var place: Place { P.place }
    var commands: [CommandEntry] { P.commands }
    var verbs: [PaneVerb] { P.verbs }
    var contexts: [String] { pane.contexts }
    var isTyping: Bool { pane.isTyping }
    var isAtTop: Bool { pane.isAtTop }
    var needsCount: Int { pane.needsCount }

    mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [HostedEffect] {
        pane.update(event, context).map(hosted)
    }

    mutating func receive(
        _ answer: Result<any Sendable, ReadFailure>, to load: Load, _ context: PaneContext
    ) -> [HostedEffect] {
        guard let request = load.request as? P.Request else { return [] }
        switch answer {
        case .success(let value):
            guard let value = value as? P.Answer else { return [] }
            return pane.receive(value, to: request, context).map(hosted)
        case .failure(let failure):
            return pane.miss(request, reason: failure.reason, context).map(hosted)
        }
    }

    private func hosted(_ effect: PaneEffect<P.Request>) -> HostedEffect {
        switch effect {
        case .shell(let request): .shell(request)
        case .load(let request, let slot, let lane):
            .load(
                Load(
                    place: P.place, slot: slot, lane: lane, request: request,
                    read: { shop in try P.answer(request, from: shop) }))
        }
    }

    func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        pane.draw(in: rect, of: &frame, context)
    }
    func views(_ context: PaneContext) -> PaneViews { pane.views(context) }
    func hints(_ context: PaneContext) -> [String] { pane.hints(context) }
    func word(for command: String, _ context: PaneContext) -> String? { pane.word(for: command, context) }
    func availability(of command: String, _ context: PaneContext) -> Availability {
        pane.availability(of: command, context)
    }
    func status(_ context: PaneContext) -> StyledLine { pane.status(context) }
}
