package import Shop
package import Terminal

/// One part of the command center as a value: events come in, effects and a drawing come out.
///
/// Nothing in a pane reads the shop, writes it or waits. It asks for reads with `PaneEffect.load`, whose `Request` is
/// data, so a test compares it; the answer comes back to ``receive(_:to:_:)``. `draw` is called after every batch of
/// events and must not allocate more than what the screen shows needs.
package protocol Pane: Sendable {
    /// What it wants read.
    associatedtype Request: Hashable & Sendable
    associatedtype Answer: Sendable

    static var place: Place { get }
    /// What can be done here. Movement, opening, filtering, marking and going about are the shell's own and come as
    /// ``PaneEvent``s.
    static var commands: [CommandEntry] { get }
    /// What the `:` line knows here that takes words after it, such as `price +5%`.
    static var verbs: [PaneVerb] { get }

    init()

    mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>]

    /// The answer to a `load`. A pane that has asked again since compares the request and drops an older answer.
    mutating func receive(_ answer: Answer, to request: Request, _ context: PaneContext)
        -> [PaneEffect<Request>]

    /// A read failed; the default says why in the footer.
    mutating func miss(_ request: Request, reason: String, _ context: PaneContext) -> [PaneEffect<Request>]

    /// Reads what was asked for. Runs on a thread of its own, so it may take its time, but never writes.
    static func answer(_ request: Request, from shop: Shop) throws -> Answer

    /// Draws into the part below the views' line and above the footer.
    func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext)

    /// The first line: views left, count and order right.
    func views(_ context: PaneContext) -> PaneViews

    /// Where keys are looked up, the nearest first, such as `["fulfill.card", "fulfill"]`.
    var contexts: [String] { get }

    /// Whether a field of the pane's own has the keys: they then come as `.key` and `.paste`.
    var isTyping: Bool { get }

    /// Whether `q` leaves Mercer here, and Esc has nowhere to go back to.
    var isAtTop: Bool { get }

    /// The footer's commands, in order of use; those that cannot be done now are left out by the shell.
    func hints(_ context: PaneContext) -> [String]

    /// The word for what a command does here and now, such as "pack"; nil for its usual one.
    func word(for command: String, _ context: PaneContext) -> String?

    /// Whether a command can be done now; if not, what the seller can do about it.
    func availability(of command: String, _ context: PaneContext) -> Availability

    /// How many things here need the seller: today's stands in the header as `! 10`.
    var needsCount: Int { get }

    /// What stands right in the footer, such as "2 marked, 1 hidden".
    func status(_ context: PaneContext) -> StyledLine
}

extension Pane {
    package static var verbs: [PaneVerb] { [] }

    package mutating func miss(_ request: Request, reason: String, _ context: PaneContext)
        -> [PaneEffect<Request>]
    { [.error(reason)] }

    package var contexts: [String] { [Self.place.rawValue] }
    package var isTyping: Bool { false }
    package var isAtTop: Bool { true }
    package func hints(_ context: PaneContext) -> [String] { Self.commands.filter { !$0.isQuiet }.map(\.id) }
    package func word(for command: String, _ context: PaneContext) -> String? { nil }
    package func availability(of command: String, _ context: PaneContext) -> Availability { .yes }
    package func status(_ context: PaneContext) -> StyledLine { .empty }
    package var needsCount: Int { 0 }
}

/// A word of the `:` line that takes others after it.
package struct PaneVerb: Hashable, Sendable {
    /// Such as `price`.
    package let name: String
    /// What it does and takes, such as "set prices: +5%, 24, 24:9.99".
    package let help: String

    package init(_ name: String, help: String) {
        self.name = name
        self.help = help
    }
}

/// A pane's first line.
package struct PaneViews: Hashable, Sendable {
    package struct View: Hashable, Sendable {
        /// Stable between releases: filters are remembered by it.
        package var id: String
        package var title: String
        /// A count or state after the title, such as "2" or "2!".
        package var detail: String

        package init(_ id: String, _ title: String, detail: String = "") {
            self.id = id
            self.title = title
            self.detail = detail
        }
    }

    package var views: [View]
    package var chosen: Int
    /// Whether `/` narrows this view; the shell then keeps its words and shows them here.
    package var isFilterable: Bool
    /// Such as "3 of 351   sort: ship by".
    package var status: StyledLine

    package init(_ views: [View], chosen: Int, isFilterable: Bool = false, status: StyledLine = .empty) {
        self.views = views
        self.chosen = chosen
        self.isFilterable = isFilterable
        self.status = status
    }
}
