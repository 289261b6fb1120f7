package import Shop
package import Terminal

/// What could be sold.
package struct DiscoverPane: Pane {
    package static let place = Place.discover
    package static let commands: [CommandEntry] = []

    package init() {}

    package mutating func update(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Never>] { [] }
    package mutating func receive(_ answer: Never, to request: Never, _ context: PaneContext) -> [PaneEffect<
        Never
    >] {}
    package static func answer(_ request: Never, from shop: Shop) throws -> Never {}

    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        frame.put(
            "Nothing here yet.", at: Point(rect.column + 2, rect.row), width: rect.columns - 3, role: .quiet)
    }

    package func views(_ context: PaneContext) -> PaneViews { PaneViews([], chosen: 0) }
}
