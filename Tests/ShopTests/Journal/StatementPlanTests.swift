import Commerce
import GRDB
import Synchronization
import Testing
import TestSupport

@testable import Shop

/// What the screens read and the Actions do, by SQLite's own plan: nothing looks through a whole table that grows with
/// the shop.
@Suite struct StatementPlanTests {
    private static let growing = Set<String>([
        "products", "variants", "images", "stock_entries", "customers", "orders", "order_lines",
        "reservations",
        "payments", "refunds", "refund_lines", "parcels", "parcel_lines", "notes", "entries", "touched",
        "entry_images", "catalog_lines", "order_cards", "product_texts", "order_texts", "stock_levels",
    ]).union(ofChannels)

    private static let ofChannels: Set<String> = [
        "bindings", "bases", "due", "outbox", "listings", "overrides", "conflicts", "stock_takes",
        "order_views", "payloads", "requests",
    ]

    @Test func `no statement of a screen or an Action looks through a whole table`() throws {
        let here = try OrderShop(stock: ["CUP": 3, "JUG": 4, "MUG": 9])
        let shop = here.shop
        let seen = try Self.traced(shop)
        try act(here)
        try look(shop)
        try Self.check(seen, shop)
        #expect(seen.statements.count > 200)
    }

    /// All that the two connections run from now on: the one that writes, and the only one that reads as long as reads
    /// follow each other.
    private static func traced(_ shop: Shop) throws -> Seen {
        let seen = Seen()
        try shop.read { $0.trace { seen.add($0) } }
        shop.pool.writeWithoutTransaction { $0.trace { seen.add($0) } }
        return seen
    }

    private static func check(_ seen: Seen, _ shop: Shop) throws {
        for sql in seen.statements.sorted() {
            for step in try Self.plan(of: sql, shop) {
                let words = step.split(separator: " ").map(String.init)
                guard words.first == "SCAN", words.count > 1, Self.growing.contains(words[1]),
                    !step.contains("USING"), !Self.stopsAtFirst(sql)
                else { continue }
                Issue.record("\(step):\n\(sql)")
            }
        }
    }

    @Test(arguments: [ConformingPlatform.woo9, .shopify])
    func `no statement of sync looks through a whole table`(_ platform: ConformingPlatform) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7), ("JUG", "12.50", 3)])
        let seen = try Self.traced(trial.shop)
        let (connection, mug) = (trial.connection.id, try trial.product("MUG"))
        let bought = (0..<3).map { _ in trial.seller.buy("MUG", 1) }
        trial.seller.add("Bowl", sku: "BOWL", price: "9", stock: 2)
        trial.seller.add("Bowl", sku: "", price: "9", stock: 2)
        try await trial.sync()
        let orders = try bought.map { try #require(try trial.order($0)) }
        try trial.ship(orders[0], number: "PARCEL-1")
        try trial.shop.perform(RecordRefund(order: orders[0], amount: try trial.money("5.00")))
        try trial.shop.perform(CancelOrders(orders: [orders[1]], reason: "asked"))
        trial.seller.cancel(bought[2])
        try trial.setPrice("MUG", to: "26")
        try trial.setPrice("JUG", to: "1")
        try trial.setTitle("MUG", to: "Ours")
        try trial.count("JUG", 9)
        trial.seller.setTitle("MUG", to: "Theirs")
        trial.seller.setStock("JUG", to: 1)
        let sheet = ProductSheet(
            title: "Vase", variants: [VariantSheet(sku: "VAS", price: try trial.euros("44"), stock: 6)])
        let vase = try trial.shop.perform(CreateProduct(sheet)).outcome
        try trial.shop.perform(PublishProducts([vase], on: connection))
        try await trial.settle(3)
        try trial.shop.perform(OverrideListing(mug, on: connection, [.init(.description, to: "Other words")]))
        for conflict in try trial.shop.conflicts() {
            try trial.shop.perform(SettleConflicts([.init(conflict.id, .ours)]))
        }
        _ = try trial.shop.undo()
        _ = try trial.shop.redo()
        for entry in try trial.shop.unmatched() {
            try trial.shop.perform(SettleMatch(entry.remoteID, of: connection, is: nil))
        }
        try trial.shop.perform(LeaveOut([vase], of: connection, until: nil))
        trial.seller.delete("BOWL")
        trial.clock.advance(hours: 25)
        try await trial.settle(3)
        try trial.shop.perform(UnlistProducts([vase], from: connection))
        try await trial.settle(2)
        try lookAtChannels(trial.shop, orders[0], mug)
        try Self.check(seen, trial.shop)
        for table in Self.ofChannels {
            #expect(seen.statements.contains { $0.contains(table) }, "nothing of \(table) ran")
        }
        #expect(seen.statements.count > 250)
    }

    /// What the screens ask about channels.
    private func lookAtChannels(_ shop: Shop, _ order: OrderID, _ product: ProductID) throws {
        let id = try #require(try shop.connections().first?.id)
        try shop.keepRequests([
            RequestEntry(
                connection: id, at: shop.now, method: "GET", url: "https://shop.example/orders",
                label: "orders", status: 200, bytes: 2, milliseconds: 40, failure: "")
        ])
        _ = try shop.payload(kind: "order", of: "1", connection: id)
        _ = try shop.connections()
        _ = try shop.connectionStandings(at: shop.now)
        _ = try shop.goingOut()
        _ = try shop.effects(of: order)
        _ = try shop.conflicts()
        _ = try shop.conflicts(of: product)
        _ = try shop.unmatched()
        _ = try shop.unreadable()
        _ = try shop.order(order)
        _ = try shop.productDetail(product)
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
