import ArgumentParser
import Commerce
import Shop

struct SetProducts: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change fields of products.",
        discussion: """
            mercer products set MUG-BLU price=24 stock=40
            mercer products set MUG-BLU MUG-RED low-stock=5
            mercer products set TEE-1 'title=Tee, long' tags='winter, gift'

            Fields: \(CatalogField.allCases.map(\.rawValue).joined(separator: ", ")).
            A SKU changes its own variant's price, cost, stock and the like; another name changes all variants.
            """)

    @Argument(help: "Products by SKU, barcode, handle or identifier, then fields as name=value.")
    var words: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let names = words.filter { !$0.contains("=") }
        let fields = try words.filter { $0.contains("=") }.map(Self.field)
        guard !names.isEmpty, !fields.isEmpty else {
            throw Failure.misused("Name a product and what to change: mercer products set MUG-BLU price=24.")
        }
        let shop = try session.openShop(toWrite: true)
        let edits = try names.flatMap { name in
            let product = try shop.productNamed(name)
            let variant = try shop.variant(of: product, sku: name)
            return fields.map { field, value in
                CatalogEdit(product, variant: field.isOfVariants ? variant : nil, field, value)
            }
        }
        let receipt = try shop.perform(EditCatalog(edits))
        try session.show(ReceiptReport(receipt))
        return session.outcome(refused: receipt.outcome.products.refused, of: edits.count)
    }

    private static func field(_ word: String) throws -> (CatalogField, String) {
        let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard let field = CatalogField(written: sides[0]) else {
            let all = CatalogField.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure.misused("There is no field “\(sides[0])”. There are: \(all).")
        }
        return (field, sides[1])
    }
}

struct TagProducts: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag", abstract: "Add tags to products, or take them off.",
        discussion: "mercer products tag MUG-BLU MUG-RED --add winter --remove sale")

    @Argument(help: "Products by SKU, barcode, handle or identifier.") var products: [String]
    @Option(help: "A tag to add; may be given more than once.") var add: [String] = []
    @Option(help: "A tag to take off; may be given more than once.") var remove: [String] = []
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        guard !(add + remove).isEmpty else {
            throw Failure.misused("Name a tag: mercer products tag MUG-BLU --add winter.")
        }
        let shop = try session.openShop(toWrite: true)
        let products = try products.map { try shop.productNamed($0) }
        let receipt = try shop.perform(ChangeTags(products, adding: add, removing: remove))
        try session.show(ReceiptReport(receipt))
        return session.outcome(refused: receipt.outcome.refused, of: products.count)
    }
}

struct ArchiveProducts: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Take products out of the catalog, keeping all that happened to them.")

    @Argument(help: "Products by SKU, barcode, handle or identifier.") var products: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.setStatus(.archived, of: products)
    }
}

struct ReviveProducts: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Put archived products and drafts on sale.")

    @Argument(help: "Products by SKU, barcode, handle or identifier.") var products: [String]
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.setStatus(.active, of: products)
    }
}

struct AddProduct: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make a product with one variant.",
        discussion:
            "`mercer do CreateProduct --schema` shows how one with options and several variants is made.")

    @Argument(help: "Its title.") var title: String
    @Option(help: "Its SKU.") var sku = ""
    @Option(help: "Its price.") var price: String?
    @Option(help: "What it costs the shop.") var cost: String?
    @Option(help: "How many there are.") var stock: Int?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        let currency = try shop.settings().currency
        func amount(_ text: String?, _ option: String) throws -> UnitPrice? {
            guard let text else { return nil }
            do {
                return try MoneyFormat.parseUnitPrice(text, currency: currency, convention: nil)
            } catch {
                throw Failure.misused("\(option) “\(text)”: \(error).")
            }
        }
        let variant = VariantSheet(
            sku: sku, price: try amount(price, "--price"), cost: try amount(cost, "--cost"), stock: stock)
        let receipt = try shop.perform(CreateProduct(ProductSheet(title: title, variants: [variant])))
        try session.show(ReceiptReport(receipt))
        return .done
    }
}

extension Session {
    fileprivate func setStatus(_ status: ProductStatus, of names: [String]) throws -> Outcome {
        let shop = try openShop(toWrite: true)
        let products = try names.map { try shop.productNamed($0) }
        let receipt = try shop.perform(SetProductStatus(products, to: status))
        try show(ReceiptReport(receipt))
        return outcome(refused: receipt.outcome.products.refused, of: products.count)
    }

    /// Says what was refused, one line each, and what that makes of the run.
    func outcome<ID>(refused: [BulkOutcome<ID>.Refused], of count: Int) -> Outcome {
        for each in refused { console.complain(each.refusal.reason) }
        return refused.isEmpty ? .done : refused.count < count ? .inPart : .failed
    }
}
