package import Shop
package import Terminal

/// Says what connecting channels will do; nothing of it works yet.
package struct ConnectionsPane: Pane {
    package static let place = Place.connections
    package static let commands: [CommandEntry] = []

    private static let page = PlainPage(
        title: "Connections will hold your channels, suppliers, carriers and payments.",
        lines: [
            "Each will be read first and changed only when you say so; what you do here will wait while it is out of reach, and nothing will be sent twice.",
            "This Mercer connects to nothing yet: the shop is one file on this machine, and files go in and out.",
        ],
        ways: [
            ("2", "Sell: i imports products or orders, CSV of any shop"),
            ("!", "Today: what needs you, from what the file knows"),
        ])

    package init() {}

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Never>] { [] }
    package mutating func receive(_ answer: Never, to request: Never, _ context: PaneContext) -> [PaneEffect<
        Never
    >] {}
    package static func answer(_ request: Never, from shop: Shop) throws -> Never {}

    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        Self.page.draw(into: &frame, in: rect)
    }

    package func views(_ context: PaneContext) -> PaneViews {
        PaneViews([.init("about", "Connections")], chosen: 0, status: StyledLine("not built yet", .off))
    }
}
