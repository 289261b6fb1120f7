import Commerce
import GRDB

/// A line of an order being written, with what the catalog knows of it.
struct NewLine {
    let variant: Int64?
    let sku: String
    let title: String
    let quantity: Int
    let unitPrice: UnitPrice
    let discount: Money

    /// - Parameter place: which line it is, from 1, for what a refusal says.
    init(_ line: RecordOrder.Line, place: Int, currency: Currency, _ db: Database) throws {
        guard line.quantity > 0, line.quantity <= 1_000_000 else {
            throw Refusal("bad-quantity", "Line \(place): a quantity is a whole number above zero.")
        }
        let found = try Self.find(line, place: place, db)
        guard found != nil || !line.title.isEmpty else {
            throw Refusal(
                "no-such-product",
                line.sku.isEmpty
                    ? "Line \(place): name a SKU, or what is sold."
                    : "Line \(place): there is no product with the SKU “\(line.sku)”.")
        }
        let listed: Int64? = found?[3]
        guard let price = line.unitPrice ?? listed.map({ UnitPrice(millionths: $0, currency: currency) })
        else {
            throw Refusal("no-price", "Line \(place): \(line.sku)\(line.title) has no price; give one.")
        }
        guard price.currency == currency, line.discount.map({ $0.currency == currency }) != false else {
            throw Refusal("currency", "Line \(place): the shop sells in \(currency.code).")
        }
        guard !price.isNegative else {
            throw Refusal("negative", "Line \(place): a price is zero or more, not \(price.amountText).")
        }
        let (whole, overflow) = price.millionths.multipliedReportingOverflow(by: Int64(line.quantity))
        guard !overflow, whole <= FileTable.largest else {
            throw Refusal(
                "too-large", "Line \(place): \(price.amountText) each is more than Mercer can add up.")
        }
        variant = found?[0]
        sku = found?[1] ?? line.sku
        title = line.title.isEmpty ? found?[2] ?? "" : line.title
        quantity = line.quantity
        unitPrice = price
        discount = line.discount ?? .zero(currency)
    }

    private static func find(_ line: RecordOrder.Line, place: Int, _ db: Database) throws -> Row? {
        let select = """
            SELECT variants.id, sku, products.title
                || CASE WHEN variants.option1 = '' THEN '' ELSE ', ' || variants.option1 END
                || CASE WHEN variants.option2 = '' THEN '' ELSE ', ' || variants.option2 END
                || CASE WHEN variants.option3 = '' THEN '' ELSE ', ' || variants.option3 END, unit_price
            FROM variants JOIN products ON products.id = product_id WHERE
            """
        if let variant = line.variant {
            guard
                let row = try Row.fetchOne(
                    db, sql: select + " variants.id = ?", arguments: [variant.rawValue])
            else { throw Refusal("no-such-product", "Line \(place): there is no such variant any more.") }
            return row
        }
        guard !line.sku.isEmpty else { return nil }
        let bySKU = try Row.fetchAll(
            db, sql: select + " sku = ? AND sku <> '' LIMIT 2", arguments: [line.sku])
        let rows =
            bySKU.isEmpty
            ? try Row.fetchAll(
                db, sql: select + " barcode = ? AND barcode <> '' LIMIT 2", arguments: [line.sku]) : bySKU
        guard rows.count < 2 else {
            throw Refusal("ambiguous", "Line \(place): more than one product has the SKU “\(line.sku)”.")
        }
        return rows.first
    }

    func insert(order: OrderID, position: Int, rate: Rate, in transaction: Transaction) throws {
        let id: OrderLineID = transaction.nextID()
        let charged = try LineFigures(
            unitPrice: unitPrice, quantity: quantity, discount: discount, taxRate: rate
        ).charged()
        let tax = try TaxSplit(of: charged, mode: .included, rate: rate).tax
        try transaction.execute(
            "INSERT INTO order_lines VALUES (?, ?, ?, 'product', ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            [
                id.rawValue, order.rawValue, position, variant, sku, title, quantity, unitPrice.millionths,
                discount.minorUnits, rate.isZero ? "" : rate.description, tax.minorUnits,
            ])
    }
}
