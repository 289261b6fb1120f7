import Commerce
import GRDB
import Synchronization
import Testing
import TestSupport

@testable import Shop

/// What the screens read and the Actions do, by SQLite's own plan: nothing looks through a whole table that grows with
/// the shop.
@Suite struct StatementPlanTests {
    private static let growing: Set<String> = [
        "products", "variants", "images", "stock_entries", "customers", "orders", "order_lines",
        "reservations",
        "payments", "refunds", "refund_lines", "parcels", "parcel_lines", "notes", "entries", "touched",
        "entry_images", "catalog_lines", "order_cards", "product_texts", "order_texts", "stock_levels",
    ]

    @Test func `no statement of a screen or an Action looks through a whole table`() throws {
        let here = try OrderShop(stock: ["CUP": 3, "JUG": 4, "MUG": 9])
        let shop = here.shop
        let seen = Seen()
        try shop.pool.read { $0.trace { seen.add($0) } }
        shop.pool.writeWithoutTransaction { $0.trace { seen.add($0) } }
        try act(here)
        try look(shop)
        for sql in seen.statements.sorted() {
            for step in try Self.plan(of: sql, shop) {
                let words = step.split(separator: " ").map(String.init)
                guard words.first == "SCAN", words.count > 1, Self.growing.contains(words[1]),
                    !step.contains("USING"), !Self.stopsAtFirst(sql)
                else { continue }
                Issue.record("\(step):\n\(sql)")
            }
        }
        #expect(seen.statements.count > 100)
    }

    /// From the newest on, it looks no further than the first that fits.
    private static func stopsAtFirst(_ sql: String) -> Bool { sql.contains("ORDER BY entry_id DESC LIMIT 1") }

    /// Many Actions, one of a kind.
    private func act(_ here: OrderShop) throws {
        let shop = here.shop
        let products = try ["CUP", "JUG", "MUG"].map { try shop.productNamed($0) }
        let mug = try #require(here.variants["MUG"])
        try shop.perform(CountStock([.init(variant: mug, counted: 8)]))
        try shop.perform(WriteOffStock(variant: mug, quantity: 1, reason: "broken"))
        try shop.perform(FeatureProducts(products, featured: true))
        try shop.perform(ReorderFeatured(products[0], by: 1))
        try shop.perform(EditCatalog([CatalogEdit(products[0], .handle, "cup")]))
        try shop.perform(SetImages([ImageSheet(url: "https://example.com/a.png")], of: products[0]))
        try shop.perform(NoteProduct(products[0], text: "fragile"))
        let spare = try shop.perform(DuplicateProduct(products[0])).outcome.product
        try shop.perform(AddVariant(VariantSheet(sku: "L", options: ["L"]), to: spare))
        try shop.perform(DeleteProducts([spare]))
        let first = try here.order(["MUG": 2])
        let second = try here.order(["JUG": 1])
        try shop.perform(JoinOrders(orders: [first, second]))
        let line = try shop.order(first).lines[0].id
        try shop.perform(AdvanceOrders(orders: [first]))
        try shop.perform(SetTracking(order: first, carrier: "Own", number: "X-1"))
        try shop.perform(AdvanceOrders(orders: [first]))
        try shop.perform(AdvanceOrders(orders: [first], reason: "seen"))
        try shop.perform(RecordRefund(order: first, lines: [.init(line: line, quantity: 1, restock: true)]))
        let third = try here.order(["CUP": 1], email: "bob@example.com")
        try shop.perform(CancelOrders(orders: [third], reason: "no", refunding: true))
        try shop.perform(ReopenOrders(orders: [third]))
        let customers = try [first, third].map { try #require(try shop.order($0).customer) }
        try shop.perform(ChangeCustomer(customers[0], [.init(.email, "anna@keller.example")]))
        try shop.perform(MergeCustomers(into: customers[0], others: [customers[1]]))
        _ = try shop.undo()
        _ = try shop.redo()
        _ = try shop.undo(shop.entries(limit: 5)[3].id, leavingMoved: true)
    }

    /// What the screens ask.
    private func look(_ shop: Shop) throws {
        let now = shop.now
        for view in CatalogQuery.View.allCases {
            for sort in CatalogQuery.Sort.allCases where sort != .featured || view == .featured {
                _ = try shop.catalogIDs(CatalogQuery(view: view, sort: sort), limit: 200)
            }
        }
        let product = try shop.productNamed("MUG")
        _ = try shop.catalogRows([product])
        _ = try shop.catalogCounts()
        _ = try shop.productDetail(product)
        _ = try shop.productPast(product)
        _ = try shop.unitsSold(of: [product], from: Instant(milliseconds: 0), to: now, parts: 8)
        for sort in OrderQuery.Sort.allCases {
            _ = try shop.stages(sort: sort, limit: 200)
            for scope in [OrderQuery.Scope.all, .returns] {
                _ = try shop.orders(OrderQuery(scope, sort: sort), limit: 200)
            }
        }
        let order = try #require(try shop.orderScanned("M-1001"))
        _ = try shop.order(order)
        _ = try shop.orderCards([order])
        _ = try shop.orderScanned("X-1")
        _ = try shop.stageFigures()
        _ = try shop.returnCount()
        _ = try shop.allProblems(at: now)
        _ = try shop.hasProblems(at: now)
        _ = try shop.dayFacts(since: Instant(milliseconds: 0), dayEnds: now)
        _ = try shop.find("mug")
        _ = try shop.entries()
        _ = try shop.entries(of: .order(order))
        _ = try shop.fieldChanges(of: .product(product))
        if let entry = try shop.entries(limit: 1).first { _ = try shop.changes(in: entry.id) }
        _ = try shop.nextUndo()
        _ = try shop.nextRedo()
        _ = try shop.unfinishedRuns()
    }

    private static func plan(of sql: String, _ shop: Shop) throws -> [String] {
        let isPlannable = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains {
            sql.uppercased().hasPrefix($0)
        }
        guard isPlannable else { return [] }
        return try shop.pool.writeWithoutTransaction { db in
            // Without values, which the plan does not depend on.
            let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            statement.setUncheckedArguments(StatementArguments())
            return try Row.fetchAll(statement).map { $0["detail"] }
        }
    }
}

/// The statements that ran, each once.
private final class Seen: Sendable {
    private let all = Mutex<Set<String>>([])

    func add(_ event: Database.TraceEvent) {
        guard case .statement(let statement) = event else { return }
        all.withLock { _ = $0.insert(statement.sql) }
    }

    var statements: Set<String> { all.withLock { $0 } }
}
