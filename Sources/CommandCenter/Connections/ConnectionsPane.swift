/// Says what connecting channels will do; nothing of it works yet.
package struct ConnectionsPane: PlannedPane {
    package static let place = Place.connections
    package static let page = PlainPage(
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
}
