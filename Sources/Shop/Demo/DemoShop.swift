package import Commerce

/// The furnished shop that shows what Mercer does: Kiln & Clay of Berlin, made from SampleData.
package enum DemoShop {
    package static let name = "Kiln & Clay"
    package static let country = "DE"
    package static let timeZone = "Europe/Berlin"

    /// Furnishes a new shop so that its orders end on that day: the same shop for the same day.
    ///
    /// Mercer does it, not the seller, so none of it is on the seller's `u`.
    ///
    /// - Parameter folder: the path of SampleData, see ``ShippedFolders``.
    /// - Throws: ``FileFailure`` or ``DemoFault`` where the data is not what it should be, a ``Refusal`` by a shop that
    ///   has been set up, else what the shop throws.
    package static func furnish(_ shop: Shop, from folder: String, today: CalendarDay) throws {
        // Refuses a shop that has been set up: a real one is never furnished by mistake.
        try shop.perform(
            SetUpShop(name: name, currency: "EUR", country: country, timeZone: timeZone), as: .mercer)
        for (key, value) in [("taxRate", "19 %"), ("handlingDays", "2")] {
            try shop.perform(ChangeSetting(key: key, value: value), as: .mercer)
        }
        let data = try DemoData(folder: folder, today: today, settings: shop.settings())
        var parts = data.parts(ordersEach: 150)[...]
        _ = try shop.run("Furnish the demo", total: data.count, as: .mercer) { _ in parts.popFirst() }
    }
}

/// All of SampleData, read.
struct DemoData {
    private let products: [ProductSheet]
    private let featured: [String]
    private let customers: [DemoCustomer]
    private let orders: [DemoOrder]
    private let opened: Instant

    var count: Int { products.count + customers.count + orders.count }

    init(folder: String, today: CalendarDay, settings: ShopSettings) throws {
        let zone = ShopZone(identifier: settings.timeZone) ?? .utc
        let customerTable = try DemoTable(
            folder: folder, file: "customers.csv", columns: DemoCustomer.columns)
        customers = try customerTable.rows.map { try DemoCustomer($0, today: today, zone: zone) }
        let byKey = Dictionary(customers.map { ($0.key, $0) }) { first, _ in first }
        let lines = try DemoOrder.lines(
            DemoTable(folder: folder, file: "order_lines.csv", columns: DemoOrder.lineColumns),
            settings.currency)
        orders = try DemoTable(folder: folder, file: "orders.csv", columns: DemoOrder.columns).rows.map {
            row in
            guard let customer = byKey[row["customer"]] else {
                throw row.fault("customer", "there is no customer “\(row["customer"])”")
            }
            return try DemoOrder(
                row, lines: lines[row["order"]] ?? [], customer: customer, today: today, zone: zone)
        }
        opened = orders.map(\.placed).min() ?? zone.start(of: today)
        // What stands on its way was counted before it left.
        var onItsWay: [String: Int] = [:]
        for order in orders where order.shipped != nil && !order.isPast {
            for line in order.lines { onItsWay[line.sku, default: 0] += line.quantity }
        }
        let table = try DemoTable(folder: folder, file: "products.csv", columns: Self.productColumns)
        (products, featured) = try Self.products(table, settings.currency, onItsWay: onItsWay)
    }

    /// Catalog first, then the orders by age, so that identifiers are in the order things happened.
    func parts(ordersEach size: Int) -> [FurnishDemo] {
        var parts = [
            FurnishDemo(opened: opened, products: products, featured: featured, customers: customers)
        ]
        var rest = orders[...]
        while !rest.isEmpty {
            parts.append(FurnishDemo(opened: opened, orders: Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        return parts
    }

    private static let productColumns = [
        "product", "title", "kind", "status", "category", "tags", "description", "option1", "option2",
        "value1", "value2", "sku", "barcode", "price", "cost", "weight_g", "stock", "low_stock", "featured",
    ]

    /// The products, and the handles of the featured ones in their order.
    private static func products(
        _ table: DemoTable, _ currency: Currency, onItsWay: [String: Int]
    ) throws -> ([ProductSheet], [String]) {
        var sheets: [ProductSheet] = []
        var ranks: [(rank: Int, handle: String)] = []
        for row in table.rows {
            if sheets.last?.handle != row["product"] {
                var sheet = ProductSheet(title: row["title"], handle: row["product"], variants: [])
                sheet.kind = try row.word(
                    "kind", ["physical": .physical, "digital": .digital, "service": .service])
                sheet.status = try row.word(
                    "status", ["active": .active, "draft": .draft, "archived": .archived])
                sheet.category = row["category"]
                sheet.tags = row["tags"].split(separator: ",").map(String.init)
                sheet.options = [row["option1"], row["option2"]].filter { !$0.isEmpty }
                sheet.description = row["description"]
                sheets.append(sheet)
                if let rank = try row.number("featured") { ranks.append((rank, row["product"])) }
            }
            let stock = try row.number("stock")
            let variant = VariantSheet(
                sku: row["sku"], barcode: row["barcode"],
                options: [row["value1"], row["value2"]].filter { !$0.isEmpty },
                price: try row.price("price", currency), cost: try row.price("cost", currency),
                weightGrams: try row.number("weight_g"), lowStock: try row.number("low_stock"),
                isTracked: stock != nil, stock: stock.map { $0 + onItsWay[row["sku"], default: 0] })
            sheets[sheets.count - 1].variants.append(variant)
        }
        return (sheets, ranks.sorted { $0.rank < $1.rank }.map(\.handle))
    }
}
