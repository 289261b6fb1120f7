package import Shop
package import Terminal

/// Says what writing for buyers will do; nothing of it works yet.
package struct MarketPane: Pane {
    package static let place = Place.market
    package static let commands: [CommandEntry] = []

    private static let page = PlainPage(
        title: "Market will write descriptions, posts, mails and campaigns.",
        lines: [
            "Each will be a draft that you read, change and accept; nothing will ever go out unread, and a budget will be a budget.",
            "This Mercer asks no language model and sends no mail yet, so there is nothing here to press.",
        ],
        ways: [
            ("2", "Sell: descriptions and tags by your own hand, E opens them in your editor"),
            ("3", "Fulfill: the orders"),
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
        PaneViews([.init("about", "Market")], chosen: 0, status: StyledLine("not built yet", .off))
    }
}
