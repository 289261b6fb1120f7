import Commerce
import Foundation
import HTTP
import Sandbox
import Synchronization
import Testing

@Suite struct SimulatedShopifyTests {
    /// A shop on a clock that a test moves.
    private final class Trial: Sendable {
        let time: Time
        let shop: SimulatedShopify

        init(capacity: Double = 2000, restoreRate: Double = 100) throws {
            let time = Time(milliseconds: 1_795_000_000_000)
            self.time = time
            shop = SimulatedShopify(
                currency: try #require(Currency(code: "EUR")), capacity: capacity, restoreRate: restoreRate,
                now: { time.now })
        }

        func ask(_ query: String, _ variables: JSON = [:], token: String = "shpat_sandbox") async throws
            -> JSON
        {
            let body: JSON = ["query": .string(query), "variables": variables]
            let response = await shop.answer(
                HTTPRequest(
                    .post, "https://x.myshopify.com/admin/api/2026-04/graphql.json",
                    headers: ["X-Shopify-Access-Token": token], body: .bytes(body.data)))
            return try JSON(response.body)
        }

        @discardableResult
        func mug(stock: Int = 10) -> ShopifyProductRecord {
            shop.add(.init(title: "Mug", variants: [.init(sku: "MUG", price: "10.00", stock: stock)]))
        }
    }

    private final class Time: Sendable {
        private let milliseconds: Mutex<Int64>

        init(milliseconds: Int64) { self.milliseconds = Mutex(milliseconds) }

        var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }

        func advance(milliseconds more: Int64) { milliseconds.withLock { $0 += more } }
    }

    private func code(_ answer: JSON) -> String? { answer["errors"][0]["extensions"]["code"].string }

    @Test(arguments: [
        ("{ shop { nam } }", "undefinedField"), ("{ shops { name } }", "undefinedField"),
        ("{ shop(id: 1) { name } }", "argumentNotAccepted"), ("{ shop }", "selectionMismatch"),
        ("{ shop { name { x } } }", "selectionMismatch"), ("{ shop { name }", "parseError"),
        ("", "parseError"),
        ("{ products { nodes { id } } }", "argumentLiteralsIncompatible"),
        ("{ products(first: 251) { nodes { id } } }", "argumentLiteralsIncompatible"),
        ("{ shop { ...F } }", "useAndDefineFragment"),
        ("query A($x: ID!) { product(id: $x) { id } }", "INVALID_VARIABLE"),
        ("mutation { shopDelete { id } }", "undefinedField"),
        ("{ orders(first: 200) { nodes { lineItems(first: 20) { nodes { id } } } } }", "MAX_COST_EXCEEDED"),
    ])
    func `a document that the real schema refuses is refused`(_ query: String, _ expected: String)
        async throws
    {
        #expect(code(try await Trial().ask(query)) == expected)
    }

    @Test func `aliases, fragments, arguments and variables with defaults are followed`() async throws {
        let trial = try Trial()
        let mug = trial.mug()
        let answer = try await trial.ask(
            """
            query Two($id: ID!, $first: Int = 1) { # a comment
              a: product(id: $id) { ...Facts }
              list: products(first: $first, sortKey: ID) { nodes { __typename ... on Product { title } ... on Order { id } } }
            }
            fragment Facts on Product { name: title ...More }
            fragment More on Product { id }
            """, ["id": .string(mug.gid)])
        #expect(answer["data"]["a"] == ["name": "Mug", "id": .string(mug.gid)])
        #expect(answer["data"]["list"]["nodes"][0] == ["__typename": "Product", "title": "Mug"])
        #expect(answer["extensions"]["cost"]["requestedQueryCost"].integer == 4)
    }

    @Test func `a wrong token is answered with 401 whatever is asked`() async throws {
        let trial = try Trial()
        let response = await trial.shop.answer(
            HTTPRequest(
                .post, "https://x.myshopify.com/admin/api/2026-04/graphql.json",
                headers: ["X-Shopify-Access-Token": "shpat_other"]))
        #expect(response.status == 401)
    }

    @Test func `the bucket empties, refuses and fills again`() async throws {
        let trial = try Trial(capacity: 300, restoreRate: 50)
        for _ in 0..<249 { trial.mug() }
        let query = "{ products(first: 249) { nodes { id } } }"
        let first = try await trial.ask(query)
        #expect(first["extensions"]["cost"]["actualQueryCost"].integer == 251)
        #expect(first["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"].integer == 49)
        let second = try await trial.ask(query)
        #expect(code(second) == "THROTTLED")
        #expect(second["data"].isNull)
        trial.time.advance(milliseconds: 4040)
        #expect(try await trial.ask(query)["errors"].isNull)
        #expect(trial.shop.throttledCount == 1)
    }

    @Test func `times are searched in whole seconds`() async throws {
        let trial = try Trial()
        trial.mug()
        trial.time.advance(milliseconds: 900)
        let mug = trial.mug()
        trial.time.advance(milliseconds: 100)
        let next = trial.mug()
        func found(_ search: String) async throws -> [String?] {
            try await trial.ask("{ products(first: 9, query: \"\(search)\", sortKey: ID) { nodes { id } } }")[
                "data"][
                    "products"][
                    "nodes"
                ].items.map { $0["id"].string }
        }
        let second = trial.time.now.description.prefix(19) + "Z"
        #expect(try await found("updated_at:>='\(second)'") == [next.gid])
        #expect(try await found("updated_at:<'\(second)'").contains(mug.gid))
        #expect(try await found("updated_at:>'\(second)'").isEmpty)
    }

    @Test func `a page ends where it says, though things are added and changed before the next`() async throws
    {
        let trial = try Trial()
        for _ in 0..<5 { trial.mug() }
        let query = """
            query P($after: String) { products(first: 2, after: $after, sortKey: UPDATED_AT) {
              nodes { id } pageInfo { hasNextPage endCursor } } }
            """
        var seen: [String] = []
        var after = JSON.null
        while true {
            let page = try await trial.ask(query, ["after": after])["data"]["products"]
            seen += page["nodes"].items.compactMap { $0["id"].string }
            trial.time.advance(milliseconds: 1000)
            if seen.count == 2 { trial.shop.change(product: seen[0]) { $0.title = "Changed" } }
            guard page["pageInfo"]["hasNextPage"].bool == true else { break }
            after = page["pageInfo"]["endCursor"]
        }
        // What changed meanwhile comes once more, at the end; nothing is left out.
        #expect(seen.count == 6)
        #expect(Set(seen).count == 5)
        #expect(seen.first == seen.last)
    }

    @Test func `stock and refunds need a key, and remember what was done under it`() async throws {
        let trial = try Trial()
        let mug = trial.mug(stock: 10)
        func set(_ quantity: Int, from: Int?, key: String?) async throws -> JSON {
            try await trial.ask(
                """
                mutation S($q: [InventoryQuantityInput!]!) {
                  inventorySetQuantities(input: {name: "available", reason: "correction", quantities: $q})
                  \(key.map { "@idempotent(key: \"\($0)\")" } ?? "") { userErrors { field code } }
                }
                """,
                [
                    "q": [
                        [
                            "inventoryItemId": .string(mug.variants[0].inventoryItemID),
                            "locationId": "gid://shopify/Location/655441491", "quantity": JSON(quantity),
                            "changeFromQuantity": from.map { JSON($0) } ?? .null,
                        ]
                    ]
                ])
        }
        func count() -> Int? { trial.shop.variant(mug.variants[0].gid)?.available }
        #expect(code(try await set(5, from: 10, key: nil)) == "IDEMPOTENCY_KEY_REQUIRED")
        #expect(count() == 10)
        #expect(try await set(5, from: 10, key: "a")["data"]["inventorySetQuantities"]["userErrors"] == [])
        trial.shop.setStock(variant: mug.variants[0].gid, to: 4)
        #expect(try await set(5, from: 10, key: "a")["data"]["inventorySetQuantities"]["userErrors"] == [])
        #expect(count() == 4)
        #expect(code(try await set(6, from: 10, key: "a")) == "IDEMPOTENCY_KEY_PARAMETER_MISMATCH")
        let stale = try await set(5, from: 10, key: "b")["data"]["inventorySetQuantities"]["userErrors"][0]
        #expect(stale["code"].string == "CHANGE_FROM_QUANTITY_STALE")
        #expect(stale["field"] == ["input", "quantities", "0", "changeFromQuantity"])
        #expect(count() == 4)
    }

    @Test func `an order takes its pieces and a cancellation gives them back once`() async throws {
        let trial = try Trial()
        let mug = trial.mug(stock: 3)
        let order = trial.shop.place(.init(items: [(mug.variants[0].gid, 5)]))
        func count() -> Int? { trial.shop.variant(mug.variants[0].gid)?.available }
        #expect(count() == -2)
        trial.shop.cancel(order: order.gid)
        trial.shop.cancel(order: order.gid)
        #expect(count() == 3)
        #expect(trial.shop.order(order.gid)?.displayFinancialStatus == "REFUNDED")
        #expect(trial.shop.order(order.gid)?.refunds.count == 1)
    }

    @Test func `many orders are seeded in the order of time`() async throws {
        let trial = try Trial()
        trial.mug(stock: 100_000)
        trial.shop.seedOrders(count: 500)
        let orders = trial.shop.orders
        #expect(orders.count == 500)
        #expect(zip(orders, orders.dropFirst()).allSatisfy { $0.createdAt < $1.createdAt })
        #expect(orders.last.map { $0.createdAt < trial.time.now } == true)
    }

    @Test func `a page kept for measuring is dropped as soon as something changes`() async throws {
        let trial = try Trial()
        let mug = trial.mug()
        trial.shop.keepRenderedPages()
        let query = "{ products(first: 5) { nodes { title } } }"
        let before = try await trial.ask(query)
        #expect(try await trial.ask(query) == before)
        trial.shop.change(product: mug.gid) { $0.title = "Cup" }
        #expect(try await trial.ask(query)["data"]["products"]["nodes"][0]["title"] == "Cup")
        let write =
            "mutation { productUpdate(product: {id: \"\(mug.gid)\", title: \"Pot\"}) { userErrors { message } } }"
        _ = try await trial.ask(write)
        #expect(try await trial.ask(query)["data"]["products"]["nodes"][0]["title"] == "Pot")
    }
}
