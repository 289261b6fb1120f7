import Commerce
import Foundation
import GRDB
import Testing
import TestSupport

@testable import Shop

/// Every Action with arguments that nobody in their right mind would give it, as `mercer do` takes them.
@Suite struct ActionFuzzTests {
    /// Seeds 1 to 5, 400 Actions each.
    @Test(arguments: 1...5)
    func `whatever is asked of the shop, the file stays sound and a refusal is a sentence`(
        _ seed: UInt64
    ) throws {
        let here = try OrderShop(stock: ["MUG": 9, "JUG": 4, "CUP": 0])
        try here.shop.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        for lines in [["MUG": 2], ["JUG": 1, "MUG": 1], ["CUP": 1]] { try here.order(lines) }
        try here.order(["MUG": 1], paid: false)
        var random = SeededRandom(seed: seed)
        var mutator = Mutator(ids: try Self.identifiers(here.shop))
        var tally: [String: Int] = [:]
        for round in 1...400 {
            here.folder.wait(milliseconds: random.integer(in: 0...90_000_000))
            let name = random.pick(ActionCatalog.all.names)
            let json = try mutator.json(of: name, &random)
            do {
                let action = try ActionCatalog.all.action(name, json: json)
                try Self.perform(action, here.shop)
                tally[name, default: 0] += 1
            } catch is DecodingError {
                // JSON of another shape never reaches the shop.
            } catch let refusal as Refusal {
                #expect(
                    refusal.reason.count > 10 && refusal.reason.last?.isPunctuation == true,
                    "\(name): \(refusal)")
            } catch {
                Issue.record("seed \(seed), \(name) \(json): \(error)")
            }
            if random.chance(1, in: 4) { try Self.takeBack(here.shop, &random) }
            if round % 20 == 0 {
                mutator = Mutator(ids: try Self.identifiers(here.shop))
                let found = try here.shop.check().findings
                #expect(found.isEmpty, "seed \(seed), \(round), after \(name) \(json)")
                try DerivedTables.expectFresh(here.shop, "seed \(seed), \(round)")
                if !found.isEmpty { return }
            }
        }
        #expect(tally.count > 12, "\(tally)")
    }

    private static func perform(_ action: some Action, _ shop: Shop) throws { try shop.perform(action) }

    private static func takeBack(_ shop: Shop, _ random: inout SeededRandom) throws {
        do {
            switch random.integer(in: 0...5) {
            case 0: _ = try shop.redo()
            case 1: _ = try shop.undo(try shop.entries(limit: 40).randomElement(using: &random)?.id)
            case 2:
                let entry = try shop.entries(limit: 40).randomElement(using: &random)?.id
                _ = try shop.undo(entry, leavingMoved: true)
            default: _ = try shop.undo()
            }
        } catch is Refusal {
            // Nothing to undo, or something stands on it.
        }
    }

    private static func identifiers(_ shop: Shop) throws -> [String: [String]] {
        try shop.read { db in
            var ids: [String: [String]] = [:]
            for table in [
                "products", "variants", "images", "orders", "order_lines", "parcels", "customers",
                "saved_filters", "saved_mappings",
            ] { ids[table] = try Int64.fetchAll(db, sql: "SELECT id FROM \(table)").map { String($0) } }
            return ids
        }
    }
}

/// Makes nonsense of an Action's example.
private struct Mutator {
    let ids: [String: [String]]
    /// Whether it nearly makes sense this time, so that more is done than refused.
    private var isCalm = false

    init(ids: [String: [String]]) { self.ids = ids }

    private static let tables = [
        "product": "products", "products": "products", "variant": "variants", "variants": "variants",
        "order": "orders", "orders": "orders", "line": "order_lines", "parcel": "parcels",
        "customer": "customers", "into": "customers", "others": "customers",
    ]
    private static let words: [String] =
        OrderMove.allCases.map(\.rawValue) + Stage.allCases.map(\.rawValue)
        + CatalogField.allCases.map(\.rawValue) + ProductStatus.allCases.map(\.rawValue) + [
            "MUG", "JUG", "NEW-1", "", " ", "19 %", "EUR", "USD", "XXX", "DE", "2026-11-22T09:12:00.000Z",
            "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9223372036854775807", "-9223372036854775808",
            "9223372036854775807/1", "-100%", "1/0", "M-9223372036854775807", "M-99999999999999999999999",
            "lowStock", "taxRate", "timeZone", "currency", "Asia/Tbilisi", "anna@example.com", "0.000001",
            "12.50", "-3", "1e5", "https://example.com/a.png", "=1+1", "00340434161094042557", "0",
        ]
    private static let numbers: [Int] = [
        0, 1, 1, 1, 2, 3, 5, -1, -2, 1_000_000, 1_000_000_000, 1_000_000_001, .max, .min, .max - 1, .min + 1,
    ]
    private static let amounts = [
        "0.00", "0.01", "12.50", "24.00", "-5.00", "9223372036854.775807", "-9223372036854.775808",
        "92233720368547758.07", "0.000001", "1000000.00",
    ]

    mutating func json(of name: String, _ random: inout SeededRandom) throws -> String {
        isCalm = random.chance(1, in: 2)
        let example = try ActionCatalog.all.example(name)
        let value = try JSONSerialization.jsonObject(with: Data(example.utf8), options: .fragmentsAllowed)
        let data = try JSONSerialization.data(
            withJSONObject: changed(value, "", &random), options: [.fragmentsAllowed, .sortedKeys])
        return String(decoding: data, as: UTF8.self)
    }

    private func changed(_ value: Any, _ key: String, _ random: inout SeededRandom) -> Any {
        if random.chance(1, in: 200) { return NSNull() }
        switch value {
        case let fields as [String: Any]:
            if fields.keys.sorted() == ["amount", "currency"], fields["amount"] is String {
                return [
                    "amount": isCalm ? "7.50" : random.pick(Self.amounts),
                    "currency": !isCalm && random.chance(1, in: 8) ? "USD" : "EUR",
                ]
            }
            var result: [String: Any] = [:]
            for (key, value) in fields.sorted(by: { $0.key < $1.key })
            where !random.chance(1, in: isCalm ? 30 : 5) {
                result[key] = changed(value, key, &random)
            }
            return result
        case let list as [Any]:
            guard let first = list.first else { return list }
            var items: [Any] = []
            for _ in 0..<random.integer(in: random.chance(1, in: 8) ? 0...0 : 1...4) {
                items.append(changed(first, key, &random))
            }
            // The same thing twice.
            if let item = items.last, random.chance(1, in: 4) { items.append(item) }
            return items
        case let text as String: return self.text(text, key, &random)
        case let number as NSNumber:
            if CFGetTypeIDIsBoolean(number) { return random.chance(1, in: 2) }
            return isCalm ? random.integer(in: 1...3) : random.pick(Self.numbers)
        default: return value
        }
    }

    private func text(_ example: String, _ key: String, _ random: inout SeededRandom) -> String {
        if let table = Self.tables[key], let known = ids[table], !known.isEmpty, !random.chance(1, in: 12) {
            return random.pick(known)
        }
        if isCalm {
            return [
                "sku": random.pick(["MUG", "JUG", "CUP"]), "number": "", "barcode": "", "taxRate": "19 %",
            ][key]
                ?? (random.chance(3, in: 4) ? example : random.pick(Self.words))
        }
        if key == "id", random.chance(1, in: 2),
            let known = ids.values.flatMap({ $0 }).sorted().randomElement(using: &random)
        {
            return known
        }
        switch random.integer(in: 0...9) {
        case 0...2: return example
        case 3...7: return random.pick(Self.words)
        case 8: return random.nastyText(upTo: 40)
        default: return String(random.anySize())
        }
    }

    private func CFGetTypeIDIsBoolean(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
    }
}

/// What lists and searches read, against what it would be if it were made anew.
enum DerivedTables {
    private static let questions = [
        """
        SELECT product_id, status, title_key, sku, variant_count, unit_price_low, unit_price_high, unit_cost, keep,
            on_hand, low, featured FROM catalog_lines ORDER BY 1
        """,
        "SELECT * FROM product_texts ORDER BY 1", "SELECT * FROM order_cards ORDER BY 1",
        "SELECT * FROM order_texts ORDER BY 1",
    ]

    static func expectFresh(_ shop: Shop, _ where: Comment) throws {
        try shop.pool.writeWithoutTransaction { db in
            try db.inTransaction {
                let here = try rows(db)
                let transaction = Transaction(
                    db: db, now: shop.now, author: .mercer, clock: IdentifierClock(seat: 0, last: 0))
                try CatalogLines.refreshAll(in: transaction)
                let orders = try Int64.fetchSet(db, sql: "SELECT id FROM orders")
                try OrderCards(transaction).refresh(orders)
                let anew = try rows(db)
                for (old, new) in zip(here, anew) where old != new {
                    for (left, right) in zip(old, new) where left != right {
                        #expect(left == right, `where`)
                    }
                    #expect(old.count == new.count, `where`)
                }
                return .rollback
            }
            let levels = try Row.fetchAll(
                db,
                sql: """
                    SELECT variant_id, reserved, short FROM stock_levels AS level
                    WHERE reserved <> (SELECT coalesce(sum(quantity), 0) FROM reservations AS r
                            WHERE r.variant_id = level.variant_id)
                        OR short <> (SELECT coalesce(sum(short), 0) FROM reservations AS r
                            WHERE r.variant_id = level.variant_id)
                        OR reserved > max(on_hand, 0)
                    """)
            #expect(levels.isEmpty, `where`)
        }
    }

    private static func rows(_ db: Database) throws -> [[String]] {
        try questions.map { try Row.fetchAll(db, sql: $0).map(\.description) }
    }
}
