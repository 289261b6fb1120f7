/// Says what finding products to sell will do; nothing of it works yet.
package struct DiscoverPane: PlannedPane {
    package static let place = Place.discover
    package static let page = PlainPage(
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
}
