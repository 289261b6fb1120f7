package import Shop
package import Terminal

/// A pane that is not built yet: it says what it will do, and offers nothing that does not work.
package protocol PlannedPane: Pane where Request == Never, Answer == Never {
    static var page: PlainPage { get }
}

extension PlannedPane {
    package static var commands: [CommandEntry] { [] }

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Never>] { [] }

    package mutating func receive(
        _ answer: Never, to request: Never, _ context: PaneContext
    ) -> [PaneEffect<Never>] {}

    package static func answer(_ request: Never, from shop: Shop) throws -> Never {}

    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        Self.page.draw(into: &frame, in: rect)
    }

    package func views(_ context: PaneContext) -> PaneViews {
        PaneViews([.init("about", Self.place.name)], chosen: 0, status: StyledLine("not built yet", .off))
    }
}
