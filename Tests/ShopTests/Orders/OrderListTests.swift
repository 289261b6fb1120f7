import Commerce
import GRDB
import Testing
import TestSupport

@testable import Shop

@Suite struct OrderListTests {
    private struct Shelf {
        let here: OrderShop
        let anna: OrderID
        let weiss: OrderID
        let unpaid: OrderID

        init() throws {
            here = try OrderShop(stock: ["MUG-BLU": 9, "JUG": 9])
            anna = try here.order(["MUG-BLU": 2])
            weiss = try here.order(["JUG": 3], name: "René Weiß", email: "weiss@example.com", address: nil)
            unpaid = try here.order(["JUG": 1], name: "Ito", email: "ito@example.com", paid: false)
        }

        func found(_ filter: String, _ scope: OrderQuery.Scope = .all) throws -> Set<OrderID> {
            let ids = try here.shop.orders(OrderQuery(scope, filter: filter))
            return Set(ids.ready + ids.needsYou)
        }
    }

    @Test func `words find number, customer, address and SKU by their beginning`() throws {
        let shelf = try Shelf()
        #expect(try shelf.found("ann") == [shelf.anna, shelf.unpaid])
        #expect(try shelf.found("customer:ann") == [shelf.anna])
        #expect(try shelf.found("rene") == [shelf.weiss])
        #expect(try shelf.found("berl") == [shelf.anna, shelf.unpaid])
        #expect(try shelf.found("jug") == [shelf.weiss, shelf.unpaid])
        #expect(try shelf.found("jug -rene") == [shelf.unpaid])
        #expect(try shelf.found("sku:mug") == [shelf.anna])
        #expect(try shelf.found("M-1002") == [shelf.weiss])
        #expect(try shelf.found("nobody").isEmpty)
    }

    @Test func `states, amounts, fields and days narrow, and what is wrong is pointed at`() throws {
        let shelf = try Shelf()
        #expect(try shelf.found(">50") == [shelf.weiss])
        #expect(try shelf.found("unpaid") == [shelf.unpaid])
        #expect(try shelf.found("unpaid", .stage(.new)) == [shelf.unpaid])
        #expect(try shelf.found("country:de") == [shelf.anna, shelf.unpaid])
        #expect(try shelf.found("mercer") == [shelf.anna, shelf.weiss, shelf.unpaid])
        let day = ShopZone.utc.day(of: shelf.here.folder.world.now())
        #expect(try shelf.found("placed:\(day)").count == 3)
        #expect(try shelf.found("placed<\(day)").isEmpty)
        #expect(try shelf.found("late").isEmpty)
        shelf.here.folder.wait(milliseconds: 9 * 86_400_000)
        #expect(try shelf.found("late") == [shelf.anna, shelf.weiss])
        #expect(throws: FilterError.self) { try shelf.found("placed:nonsense") }
    }

    @Test func `text in a filter is never an operator of the search`() throws {
        let shelf = try Shelf()
        for nasty in [
            "a\"b", "x OR y", "NEAR(a b)", "*", "-", "(", "col:x", "'; DROP TABLE orders", "\u{0}a", "^a",
        ] {
            // A filter that cannot be read says so; what can be read finds or does not, and never fails in SQL.
            do { _ = try shelf.found(nasty) } catch is FilterError {}
        }
        #expect(try shelf.found("").count == 3)
    }

    @Test func `unpaid orders are counted and not shown`() throws {
        let shelf = try Shelf()
        let new = try shelf.here.shop.stageFigures()[0]
        #expect(new.count == 2)
        #expect(new.unpaid == 1)
        #expect(new.sum == OrderShop.euros(12_000))
        #expect(try shelf.here.shop.stages()[0].ready == [shelf.anna, shelf.weiss])
    }

    @Test func `a list gives its first page and says that there is more`() throws {
        let here = try OrderShop(stock: ["MUG": 50])
        for buyer in 0..<5 { try here.order(["MUG": 1], email: "b\(buyer)@example.com") }
        let page = try here.shop.orders(OrderQuery(.stage(.new)), limit: 3)
        #expect(page.ready.count == 3)
        #expect(page.isCut)
        #expect(try here.shop.orders(OrderQuery(.stage(.new), filter: "berlin"), limit: 5).isCut == false)
    }

    @Test(arguments: OrderQuery.Sort.allCases)
    func `no list reads a table from end to end or sorts more than a stage`(_ sort: OrderQuery.Sort) throws {
        let here = try OrderShop(stock: [:])
        let settings = try here.shop.settings()
        let filter = try OrderFilter("", settings: settings, now: Instant(milliseconds: 0))
        let scopes: [OrderQuery.Scope] = [.all, .stage(.delivered), .stage(.new), .returns]
        try here.shop.read { db in
            for scope in scopes {
                let list = OrderListSQL(query: OrderQuery(scope, sort: sort), filter: filter, hits: nil)
                let place: CardPlace? = if case .stage = scope { .ready } else { nil }
                let plan = try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN " + list.sql(place: place, limit: 200)
                ).map { $0["detail"] as String }.joined(separator: "; ")
                #expect(!plan.contains("SCAN card") || plan.contains("USING"), "\(scope): \(plan)")
                if scope == .all || scope == .stage(.delivered) {
                    #expect(!plan.contains("TEMP B-TREE"), "\(scope): \(plan)")
                }
            }
        }
    }

    @Test func `the figures and cards of the board come from indices alone`() throws {
        let here = try OrderShop(stock: [:])
        try here.shop.read { db in
            for sql in [Shop.countSQL, Shop.dueSQL, Shop.sumSQL, Shop.cardSQL] {
                let plan = try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN " + sql,
                    arguments: StatementArguments(Array(repeating: 1, count: sql == Shop.dueSQL ? 3 : 1))
                ).map { $0["detail"] as String }
                #expect(
                    !plan.contains {
                        $0.hasPrefix("SCAN") && !$0.contains("VIRTUAL TABLE") && !$0.contains("USING")
                    },
                    "\(plan)")
            }
        }
    }
}
