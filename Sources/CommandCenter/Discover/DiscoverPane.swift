package import Shop
package import Terminal

/// Says what finding products to sell will do; nothing of it works yet.
package struct DiscoverPane: Pane {
    package static let place = Place.discover
    package static let commands: [CommandEntry] = []

    private static let page = PlainPage(
        title: "Discover will find products worth selling.",
        lines: [
            "It will watch trends and suppliers, show what an article would sell at, cost and keep, and take what you choose into the catalog as drafts.",
            "This Mercer has no network yet, so nothing is looked up here and nothing is guessed.",
        ],
        ways: [
            ("2", "Sell: what you have, and n for a new product"),
            ("5", "Analyze: what sells, from your own orders"),
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
        PaneViews([.init("about", "Discover")], chosen: 0, status: StyledLine("not built yet", .off))
    }
}
