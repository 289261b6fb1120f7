import Commerce
import GRDB

extension Shop {
    /// Writes all there is of a subject, a piece at a time, so that it works into a pipe and in bounded memory.
    ///
    /// - Parameter byteOrderMark: for spreadsheets that take UTF-8 for something else without it; CSV only.
    /// - Returns: How many rows were written, the header not counted.
    /// - Throws: ``FileFailure`` where the sink takes no more, ``ShopError``, a ``Refusal`` for a form the subject
    ///   does not have.
    @discardableResult
    package func export(
        _ subject: ExportSubject, as form: ExportForm, to sink: any ByteSink, byteOrderMark: Bool = false
    ) throws -> Int {
        if form == .shopify || form == .woo, subject != .products {
            throw Refusal(
                "export-form",
                "Only products have the form \(form.rawValue); \(subject.rawValue) go as csv or jsonl.")
        }
        let settings = try settings()
        return try read { db in
            switch (subject, form) {
            case (.products, .shopify):
                return try ShopifyExport(db, settings.currency).write(to: sink, byteOrderMark: byteOrderMark)
            case (.products, .woo):
                return try WooExport(db, settings.currency).write(to: sink, byteOrderMark: byteOrderMark)
            case (.products, _):
                return try ProductExport(db, settings.currency).write(
                    form, to: sink, byteOrderMark: byteOrderMark)
            default:
                return try Self.table(subject, settings).write(
                    db, form, to: sink, byteOrderMark: byteOrderMark)
            }
        }
    }

    private static func table(_ subject: ExportSubject, _ settings: ShopSettings) -> TableExport {
        switch subject {
        case .orders: .orders(settings)
        case .customers: .customers
        case .stock: .stock
        case .products, .journal: .journal
        }
    }
}

/// An export that is one query: its columns, and what each row makes of them.
struct TableExport {
    let columns: [String]
    let sql: String
    let cells: (Row) throws -> [ExportCell]

    func write(_ db: Database, _ form: ExportForm, to sink: any ByteSink, byteOrderMark: Bool) throws -> Int {
        var writer = try ExportWriter(columns, form: form, to: sink, byteOrderMark: byteOrderMark)
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() { try writer.row(cells(row)) }
        try writer.finish()
        return writer.count
    }

    private static func moment(_ milliseconds: Int64?) -> ExportCell {
        milliseconds.map { .text(Instant(milliseconds: $0).description) } ?? .none
    }

    static func orders(_ settings: ShopSettings) -> TableExport {
        let roles: [ColumnRole] = [
            .number, .channel, .orderKind, .placedAt, .paidAt, .customer, .name, .email, .phone, .company,
            .address1, .address2, .postcode, .city, .region, .country, .currency, .payment, .fulfillment,
            .shippingMethod, .shipping, .orderDiscount, .orderTax, .total, .lineKind, .sku, .lineTitle,
            .quantity, .unitPrice, .lineDiscount, .lineTax, .lineAt,
        ]
        return TableExport(
            columns: roles.map(\.rawValue),
            sql: """
                SELECT number, channel, orders.kind, placed_at, paid_at, coalesce(handle, ''),
                    customer_name, orders.email, orders.phone, orders.country, currency, payment, fulfillment,
                    shipping_method, shipping, orders.discount, orders.tax, total, line.kind, sku, title,
                    quantity, unit_price, line.discount, line.tax, at, ship_to
                FROM orders LEFT JOIN order_lines AS line ON order_id = orders.id
                LEFT JOIN customers ON customers.id = customer_id
                ORDER BY orders.id, position
                """
        ) { row in
            let code: String = row[10]
            let exponent = Currency(code: code)?.exponent ?? settings.currency.exponent
            func minor(_ place: Int) -> ExportCell {
                (row[place] as Int64?).map { .decimal(DecimalText.format($0, scale: exponent)) } ?? .none
            }
            let address = try? JSONText.decode(Commerce.PostalAddress.self, from: row[26])
            let channel: String = row[1]
            let handle: String = row[5]
            // The channel before a customer's number is put there by the import.
            let number =
                !channel.isEmpty && handle.hasPrefix(channel + ":")
                ? String(handle.dropFirst(channel.count + 1)) : handle
            let price: ExportCell =
                (row[22] as Int64?).map { .decimal(DecimalText.format($0, scale: 6, keeping: exponent)) }
                ?? .none
            return [
                .text(row[0]), .text(channel), .text(row[2]), moment(row[3]), moment(row[4]), .text(number),
                .text(row[6]), .text(row[7]), .text(row[8]), .text(address?.company ?? ""),
                .text(address?.street ?? ""), .text(address?.extra ?? ""), .text(address?.postcode ?? ""),
                .text(address?.city ?? ""), .text(address?.province ?? ""), .text(row[9]), .text(code),
                .text(row[11]), .text(row[12]), .text(row[13]), minor(14), minor(15), minor(16), minor(17),
                .text(row[18] ?? ""), .text(row[19] ?? ""), .text(row[20] ?? ""),
                (row[21] as Int64?).map { .whole($0) } ?? .none, price, minor(23), minor(24), moment(row[25]),
            ]
        }
    }

    static var customers: TableExport {
        let roles: [ColumnRole] = [.customer, .name, .email, .phone, .company, .address1, .country, .tags]
        return TableExport(
            columns: roles.map(\.rawValue),
            sql: """
                SELECT coalesce(handle, ''), name, email, phone, company, address, country, tags FROM customers
                ORDER BY id
                """
        ) { row in (0..<8).map { .text(row[$0]) } }
    }

    static var stock: TableExport {
        TableExport(
            columns: ["at", "sku", "title", "variant", "quantity", "cause", "note"],
            sql: """
                SELECT at, sku, title, variants.option1, variants.option2, variants.option3, quantity, cause, note
                FROM stock_entries JOIN variants ON variants.id = variant_id
                JOIN products ON products.id = product_id ORDER BY stock_entries.id
                """
        ) { row in
            let options = (3...5).map { row[$0] as String }.filter { !$0.isEmpty }.joined(separator: " / ")
            return [
                moment(row[0]), .text(row[1]), .text(row[2]), .text(options), .whole(row[6]), .text(row[7]),
                .text(row[8]),
            ]
        }
    }

    static var journal: TableExport {
        TableExport(
            columns: [
                "entry", "at", "author", "action", "summary", "arguments", "run", "undoes", "undone by",
            ],
            sql: """
                SELECT id, at, author, action, summary, arguments, run_id, undoes, undone_by FROM entries
                ORDER BY id
                """
        ) { row in
            func identifier(_ place: Int) -> ExportCell {
                (row[place] as Int64?).map { .text(String($0)) } ?? .none
            }
            return [
                identifier(0), moment(row[1]), .text(row[2]), .text(row[3]), .text(row[4]), .text(row[5]),
                identifier(6), identifier(7), identifier(8),
            ]
        }
    }
}
