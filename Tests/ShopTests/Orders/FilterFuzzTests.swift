import Commerce
import Testing
import TestSupport

@testable import Shop

/// Whatever is typed behind `/`.
@Suite struct FilterFuzzTests {
    /// Seed 31: pieces of the language and nasty text in any order.
    @Test func `a filter finds, or says what is wrong with it`() throws {
        let here = try OrderShop(stock: ["MUG": 5, "A*B": 1])
        try here.order(["MUG": 1])
        var random = SeededRandom(seed: 31)
        let pieces = [
            "late", "unpaid", "-unpaid", "held", "new", "gift", "total>", "total:", "placed>2026-11-21",
            "sku:",
            "stage:", "channel:", "country:", "number:", "name:", "-", "\"", "\"mug", "mug*", "^mug",
            "NEAR(mug jug)",
            "OR", "AND", "NOT", "{title}:", "title :", "*", "a\0b", "()", ";", "--", "'", "%", "_", "\\",
            ">50", "<=0",
            "total>99999999999999999999", "price<1e400", "keep:-5", "stock>=0", "tag:", "low", "orders:1",
            "never",
            "repeat", "vendor:%", "category:_", "placed:0000-01-01", "placed<9999-12-31", "€", "=",
            "placed>:",
        ]
        for _ in 0..<600 {
            var text = ""
            for _ in 0..<random.integer(in: 1...6) {
                text += random.chance(1, in: 3) ? random.nastyText() : random.pick(pieces)
                if random.chance(2, in: 3) { text += " " }
            }
            try ask(text, here.shop)
        }
        for text in [
            String(repeating: "a", count: 200_000), String(repeating: "mug ", count: 3000),
            String(repeating: "-mug ", count: 1200), String(repeating: "-late ", count: 1200),
            String(repeating: "total>1 ", count: 1200), String(repeating: "\"", count: 5001),
        ] { try ask(text, here.shop) }
    }

    private func ask(_ text: String, _ shop: Shop) throws {
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch is FilterError {} catch is Refusal {} catch {
                Issue.record("“\(text.prefix(200))”: \(error)")
            }
        }
        attempt { _ = try shop.orders(OrderQuery(.all, filter: text), limit: 20) }
        attempt { _ = try shop.stages(filter: text, limit: 20) }
        attempt {
            let filter = try FilterExpression(text, vocabulary: CatalogQuery.vocabulary)
            _ = try shop.catalogIDs(CatalogQuery(filter: filter), limit: 20)
        }
        attempt {
            let filter = try FilterExpression(text, vocabulary: CustomerQuery.vocabulary)
            _ = try shop.customers(CustomerQuery(filter: filter), limit: 20)
        }
        attempt { _ = try shop.find(text) }
        attempt { _ = try shop.orderScanned(text) }
        attempt { _ = try shop.productNamed(text) }
        attempt { _ = try shop.orderNamed(text) }
    }
}
