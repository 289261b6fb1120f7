package import Commerce
import GRDB

/// A made-up shop of any size, the same for the same seed: what the benchmark opens. Its tables come about as any
/// seller's do, by Actions in parts, so lists and searches are exactly what they would be.
package enum LargeShop {
    /// A later kind of shop under the same name would be measured by yesterday's file; this tells them apart.
    package static let version = 3

    /// Fills a new, empty shop.
    ///
    /// - Parameters:
    ///   - now: the newest order is a little older than this.
    ///   - proceed: is told the progress after each part; false stops the work.
    package static func furnish(
        _ shop: Shop, products: Int, orders: Int, now: Instant, seed: UInt64 = 20_261_121,
        proceed: (RunProgress) -> Bool = { _ in true }
    ) throws {
        try shop.perform(
            SetUpShop(name: "Grand Bazaar", currency: "EUR", country: "DE", timeZone: "Europe/Berlin"),
            as: .mercer)
        try shop.perform(ChangeSetting(key: "taxRate", value: "19 %"), as: .mercer)
        let currency = try shop.settings().currency
        var chance = SeededChance(seed)
        let catalog = (0..<products).map { LargeProduct($0, &chance) }
        var next = 0
        _ = try shop.run("Fill the catalog", total: products, as: .mercer, proceed: proceed) {
            count -> FurnishLargeShop? in
            guard next < products else { return nil }
            let upTo = min(products, next + count)
            defer { next = upTo }
            return FurnishLargeShop(products: catalog[next..<upTo].map { $0.sheet(in: currency) })
        }
        let buyers = max(1, orders / 4)
        let open = LargeOrder.openShare(of: orders)
        next = 0
        _ = try shop.run("Take the orders", total: orders, as: .mercer, proceed: proceed) {
            count -> FurnishLargeShop? in
            guard next < orders else { return nil }
            let upTo = min(orders, next + count)
            defer { next = upTo }
            let part = try (next..<upTo).map { index in
                try LargeOrder(index, of: orders, buyers: buyers, catalog, currency, now, open: open, &chance)
                    .order
            }
            return FurnishLargeShop(orders: part)
        }
    }
}

/// A part of the catalog or of the orders of a large shop.
struct FurnishLargeShop: PartAction {
    var products: [ProductSheet] = []
    var orders: [DemoOrder] = []

    var subjectCount: Int { products.count + orders.count }

    func perform(in transaction: Transaction) throws -> Int {
        let catalog = try CatalogWriter(transaction)
        for product in products { _ = try catalog.insert(product) }
        let writer = DemoOrderWriter(transaction)
        for order in orders {
            try addBuyer(of: order, in: transaction)
            try writer.insert(order)
        }
        return subjectCount
    }

    private func addBuyer(of order: DemoOrder, in transaction: Transaction) throws {
        let id: CustomerID = transaction.nextID()
        try transaction.execute(
            """
            INSERT INTO customers(id, handle, name, email, address, country, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (handle) DO NOTHING
            """,
            [
                id.rawValue, order.customer, order.shipTo.name, "\(order.customer)@example.com",
                order.shipTo.street, order.shipTo.country?.code ?? "", order.placed.milliseconds,
            ])
    }

    func summary(of count: Int) -> String { "\(count) rows of a large shop" }

    func journaledArguments() throws -> String {
        #"{"orders":\#(orders.count),"products":\#(products.count)}"#
    }
}

/// Chance that repeats itself: SplitMix64.
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below the bound.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

    /// Whether one of so many times.
    mutating func once(in times: Int) -> Bool { below(times) == 0 }
}
