/// Says what writing for buyers will do; nothing of it works yet.
package struct MarketPane: PlannedPane {
    package static let place = Place.market
    package static let page = PlainPage(
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
}
