import ArgumentParser
import Commerce
import Shop

struct Products: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List, show and change products.",
        subcommands: [
            ListProducts.self, ShowProduct.self, SetProducts.self, TagProducts.self, ArchiveProducts.self,
            ReviveProducts.self, AddProduct.self,
        ],
        defaultSubcommand: ListProducts.self)
}

struct ListProducts: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List products.",
        discussion: """
            --where takes what `/` takes in the command center: mug tag:winter stock<5 price>=20 -sale low
            --view is active, draft, low, featured or archived; --sort is changed, sku, title, price, cost, keep,
            stock or featured, with a minus before it the other way round.
            """)

    @Option(name: [.short, .long], help: "At most so many.") var limit = 50
    @Option(
        name: .customLong("where"), parsing: .unconditional,
        help: ArgumentHelp("Only what matches.", valueName: "filter"))
    var filter = ""
    @Option(help: "Which view.") var view = "active"
    @Option(parsing: .unconditional, help: "The order.") var sort = "title"
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let limit = try Limit.checked(limit)
        let query = CatalogQuery(
            view: try Choice.read(view, "--view"),
            filter: try Filter.read(filter, CatalogQuery.vocabulary),
            sort: try Choice.read(Choice.plain(sort), "--sort"),
            isDescending: sort.hasPrefix("-"))
        let shop = try session.openShop()
        let ids = try shop.catalogIDs(query, limit: limit + 1)
        let rows = try shop.catalogRows(Array(ids.prefix(limit)))
        try session.show(ProductsReport(products: rows, hasMore: ids.count > limit))
        return .done
    }
}

private struct ProductsReport: Report {
    static let schema = "mercer.products/1"
    let products: [CatalogRow]
    /// Whether the limit cut the list.
    let hasMore: Bool

    func text(width: Int?) -> String {
        var table = TextTable([
            .text("SKU"), .long("Title"), .number("Price"), .number("Cost"), .number("Keep"),
            .number("Stock"),
            .text(""),
        ])
        for row in products {
            let variants = row.variantCount > 1 ? " (\(row.variantCount) variants)" : ""
            table.add([
                row.sku, row.title + variants, Self.price(row), row.cost?.description ?? "–",
                row.keep.map { "\($0 / 100) %" } ?? "–", row.onHand.map(String.init) ?? "–",
                row.isLow ? "low" : "",
            ])
        }
        return table.text(width: width) + (hasMore ? "… more; --limit shows them\n" : "")
    }

    private static func price(_ row: CatalogRow) -> String {
        guard let low = row.priceLow else { return "–" }
        guard let high = row.priceHigh, high != low else { return low.description }
        return "\(low)–\(high.amountText)"
    }
}

struct ShowProduct: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one product with all it has.")

    @Argument(help: "Its SKU, barcode, handle or identifier.") var product: String
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let id = try shop.productNamed(product)
        guard let detail = try shop.productDetail(id) else {
            throw Refusal("no-such-product", "There is no product “\(product)”.")
        }
        try session.show(ProductReport(detail, shop.productPast(id)))
        return .done
    }
}

private struct ProductReport: Report {
    static let schema = "mercer.product/1"

    struct Level: Encodable {
        let onHand: Int
        let reserved: Int
        let short: Int
    }

    let id: ProductID
    let product: ProductSheet
    let createdAt: Instant
    /// One for each variant.
    let levels: [Level]
    let notes: [String]
    let orderCount: Int

    init(_ detail: ProductDetail, _ past: ProductPast) {
        id = detail.id
        product = detail.sheet
        createdAt = detail.createdAt
        levels = detail.levels.map { Level(onHand: $0.onHand, reserved: $0.reserved, short: $0.short) }
        notes = detail.notes.map(\.text)
        orderCount = past.orderCount
    }

    func text(width: Int?) -> String {
        var fields = FieldList()
        fields.add("Title", product.title)
        fields.add("Identifier", id.description)
        fields.add("Status", product.status.rawValue)
        fields.add("Category", product.category)
        fields.add("Vendor", product.vendor)
        fields.add("Tags", product.tags.joined(separator: ", "))
        fields.add("Orders", orderCount > 0 ? String(orderCount) : "")
        for note in notes { fields.add("Note", note) }
        var table = TextTable([
            .text("SKU"), .long("Variant"), .number("Price"), .number("Cost"), .number("On hand"),
            .number("Reserved"), .number("Short"), .text("Barcode"),
        ])
        for (variant, level) in zip(product.variants, levels) {
            table.add([
                variant.sku, variant.options.joined(separator: " / "), variant.price?.description ?? "–",
                variant.cost?.description ?? "–", variant.isTracked ? String(level.onHand) : "–",
                String(level.reserved), String(level.short), variant.barcode,
            ])
        }
        let description =
            product.description.isEmpty ? "" : "\n" + FieldList.paragraph(product.description) + "\n"
        return fields.text + "\n" + table.text(width: width) + description
    }
}
