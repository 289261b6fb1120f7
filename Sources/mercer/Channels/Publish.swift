import ArgumentParser
import Commerce
import Shop

struct Publish: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "List products on a channel.",
        discussion: """
            mercer publish MUG-BLU PLT-GRN --on woo
            mercer publish MUG-BLU --on woo --paused

            What is not there yet is made there by the next sync, once it is held no more; what is there changes its
            state.
            """)

    @Argument(help: "Products by SKU, barcode, handle or identifier.") var products: [String]
    @Option(help: ArgumentHelp("The channel, such as woo.", valueName: "name")) var on: String
    @Flag(help: "Paused: there, and not on sale.") var paused = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let connection = try shop.connection(named: on)
        let ids = try products.map { try shop.productNamed($0) }
        let receipt = try shop.perform(
            PublishProducts(ids, on: connection.id, wanted: paused ? .paused : .onSale))
        try session.show(ReceiptReport(receipt))
        if !connection.rules.pushes { session.sayThatItOnlyReads(connection) }
        return session.outcome(refused: receipt.outcome.products.refused, of: ids.count)
    }
}

struct Unlist: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take products off a channel: there they go into the bin or the archive, here they stay.")

    @Argument(help: "Products by SKU, barcode, handle or identifier.") var products: [String]
    @Option(help: ArgumentHelp("The channel, such as woo.", valueName: "name")) var on: String
    @Flag(name: [.short, .long], help: "Do it without asking.") var yes = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let connection = try shop.connection(named: on)
        let ids = try products.map { try shop.productNamed($0) }
        try session.needYes(
            yes,
            "Remove \(products.joined(separator: ", ")) from \(connection.name)? There it goes into the bin or the archive."
        )
        let receipt = try shop.perform(UnlistProducts(ids, from: connection.id))
        try session.show(ReceiptReport(receipt))
        if !connection.rules.pushes { session.sayThatItOnlyReads(connection) }
        return session.outcome(refused: receipt.outcome.products.refused, of: ids.count)
    }
}

extension Session {
    fileprivate func sayThatItOnlyReads(_ connection: Connection) {
        note(
            Plain.line(
                "\(connection.name) only reads: it waits until `mercer connections set \(connection.handle) push=on`."
            ))
    }
}
