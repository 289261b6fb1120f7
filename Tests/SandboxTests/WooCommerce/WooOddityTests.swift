import Commerce
import Foundation
import HTTP
import Sandbox
import Testing

@Suite struct `Oddities of a simulated WooCommerce shop` {
    static func shop(_ profile: WooConfiguration.Profile = .v9_9) -> SimulatedWoo {
        let clock = WooTestClock()
        return SimulatedWoo(
            configuration: WooConfiguration(
                profile: profile,
                keys: [
                    .init(consumerKey: "ck_full", secret: "cs_full"),
                    .init(consumerKey: "ck_read", secret: "cs_read", permission: .read),
                ]), now: { clock.now })
    }

    @Test(arguments: [
        ("9,99", "999"), ("abc", ""), ("-5", "-5"), ("9.999", "9.999"), ("1,234.50", "1234.50"), ("$5", "5"),
    ])
    func `prices are cleaned and not checked`(_ sent: String, _ stored: String) async throws {
        let shop = Self.shop()
        let id = try #require(shop.add(WooProductDraft("Mug")))
        let answer = await wooAsk(shop, .put, "products/\(id)", body: ["regular_price": JSON(sent)])
        #expect(answer.status == 200)
        #expect(shop.item(id)?.regularPrice == stored)
    }

    @Test func `a number for a price is refused alone and taken in a batch`() async throws {
        let shop = Self.shop()
        let id = try #require(shop.add(WooProductDraft("Mug")))
        let alone = await wooAsk(shop, .put, "products/\(id)", body: ["regular_price": .number("9.99")])
        #expect(alone.status == 400)
        #expect(
            alone.json["data"]["params"]["regular_price"].string
                == "regular_price is not of type string.")
        let batch = await wooAsk(
            shop, .post, "products/batch",
            body: [
                "update": [
                    [
                        "id": JSON(id), "regular_price": .number("9.99"), "manage_stock": true,
                        "stock_quantity": "abc",
                    ]
                ]
            ])
        #expect(batch.status == 200)
        #expect(shop.item(id)?.regularPrice == "9.99" && shop.item(id)?.stock == 0)
    }

    @Test func `a count without its flag changes nothing and says nothing`() async throws {
        let shop = Self.shop()
        let id = try #require(shop.add(WooProductDraft("Mug")))
        let silent = await wooAsk(shop, .put, "products/\(id)", body: ["stock_quantity": 5])
        #expect(silent.status == 200 && silent.json["stock_quantity"].isNull)
        let heard = await wooAsk(
            shop, .put, "products/\(id)", body: ["manage_stock": true, "stock_quantity": 5])
        #expect(heard.json["stock_quantity"].integer == 5)
    }

    @Test func `text is HTML`() async throws {
        let shop = Self.shop()
        let id = try #require(shop.add(WooProductDraft("Mug")))
        _ = await wooAsk(
            shop, .put, "products/\(id)",
            body: ["name": "mgr & \"x\" <script>1</script>", "description": "line1\n\nline2"])
        #expect(shop.item(id)?.name == "mgr &amp; \"x\" 1")
        let seen = await wooAsk(shop, .get, "products/\(id)")
        #expect(seen.json["description"].string == "<p>line1</p>\n<p>line2</p>\n")
        let raw = await wooAsk(shop, .get, "products/\(id)?context=edit")
        #expect(raw.json["description"].string == "line1\n\nline2")
    }

    @Test func `a body's number beats the address's`() async throws {
        let shop = Self.shop()
        let one = try #require(shop.add(WooProductDraft("One")))
        let two = try #require(shop.add(WooProductDraft("Two")))
        _ = await wooAsk(shop, .put, "products/\(one)", body: ["id": JSON(two), "name": "WROTE"])
        #expect(shop.item(one)?.name == "One" && shop.item(two)?.name == "WROTE")
    }

    @Test func `a batch takes a hundred and makes an unknown status pending`() async throws {
        let shop = Self.shop()
        let mug = try #require(shop.add(WooProductDraft("Mug", regularPrice: "5", stock: 9)))
        let order = shop.place(WooCart([.init(mug, 2)], status: "completed"))
        #expect(shop.item(mug)?.stock == 7)
        let many = (0..<101).map { JSON.object([.init("id", JSON($0))]) }
        let refused = await wooAsk(shop, .post, "products/batch", body: ["update": .array(many)])
        #expect(refused.status == 413)
        #expect(refused.json["code"].string == "woocommerce_rest_request_entity_too_large")
        _ = await wooAsk(
            shop, .post, "orders/batch", body: ["update": [["id": JSON(order), "status": "nope"]]])
        #expect(shop.order(order)?.status == "pending" && shop.item(mug)?.stock == 9)
        let alone = await wooAsk(shop, .put, "orders/\(order)", body: ["status": "nope"])
        #expect(alone.status == 400)
        let nothing = await wooAsk(shop, .post, "products/batch", body: [:])
        #expect(nothing.json == [])
        let mixed = await wooAsk(
            shop, .post, "products/batch", body: ["update": [["id": 999_999, "name": "x"]]])
        #expect(mixed.json["update"][0]["error"]["code"].string == "woocommerce_rest_product_invalid_id")
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a SKU is taken once, but one in the bin`(_ profile: WooConfiguration.Profile) async throws {
        let shop = Self.shop(profile)
        let id = try #require(shop.add(WooProductDraft("Mug", sku: "M-1")))
        let clash = await wooAsk(shop, .post, "products", body: ["sku": "M-1"])
        #expect(clash.status == 400 && clash.json["code"].string == "product_invalid_sku")
        #expect(clash.json["data"]["resource_id"].integer == id)
        shop.remove(product: id)
        let binned = await wooAsk(shop, .post, "products", body: ["sku": "M-1"])
        #expect(binned.status == (profile == .v7_9 ? 201 : 400))
    }

    @Test func `a refund asks the gateway unless told not to`() async throws {
        let shop = Self.shop()
        let mug = try #require(shop.add(WooProductDraft("Mug", regularPrice: "5.00", stock: 9)))
        let order = shop.place(WooCart([.init(mug, 2)]))
        let line = try #require(shop.order(order)?.lines.first?.id)
        let refused = await wooAsk(shop, .post, "orders/\(order)/refunds", body: ["amount": "1.00"])
        #expect(refused.status == 500 && refused.json["data"] == 500)
        #expect(shop.order(order)?.refunds.isEmpty == true)
        let part = await wooAsk(
            shop, .post, "orders/\(order)/refunds",
            body: [
                "api_refund": false,
                "line_items": [["id": JSON(line), "quantity": 1, "refund_total": "5.00"]],
            ])
        #expect(part.status == 201 && part.json["amount"].string == "5.00")
        #expect(shop.item(mug)?.stock == 8 && shop.order(order)?.status == "processing")
        let rest = await wooAsk(
            shop, .post, "orders/\(order)/refunds", body: ["api_refund": false, "amount": "5.00"])
        #expect(rest.status == 201 && shop.order(order)?.status == "refunded")
        let more = await wooAsk(
            shop, .post, "orders/\(order)/refunds", body: ["api_refund": false, "amount": "0.01"])
        #expect(more.status == 500)
    }

    @Test func `keys, pages and errors are answered as WordPress does`() async throws {
        let shop = Self.shop()
        shop.seedProducts(count: 25)
        #expect(await wooAsk(shop, .get, "products?per_page=101").status == 400)
        let past = await wooAsk(shop, .get, "products?page=99")
        #expect(past.status == 200 && past.json == [])
        let unknown = await wooAsk(shop, .get, "products", key: "ck_no:cs")
        #expect(unknown.status == 401 && unknown.json["code"].string == "woocommerce_rest_cannot_view")
        let wrong = await wooAsk(shop, .get, "products", key: "ck_full:no")
        #expect(wrong.json["code"].string == "woocommerce_rest_authentication_error")
        let readOnly = await wooAsk(shop, .post, "products/batch", body: [:], key: "ck_read:cs_read")
        #expect(readOnly.status == 401)
        #expect(await wooAsk(shop, .get, "products/999999").status == 404)
        #expect(await wooAsk(shop, .put, "products/999999", body: [:]).status == 400)
        #expect(await wooAsk(shop, .get, "products/999999/variations").json == [])
        shop.setMaintenance(seconds: 600)
        let closed = await wooAsk(shop, .get, "products", accepts: false)
        #expect(closed.status == 503 && closed.response.headers["Retry-After"] == "600")
        #expect(closed.json.isNull)
        #expect(await wooAsk(shop, .get, "products").json["code"].string == "wp_die")
    }

    @Test func `the same list twice is served from memory until something changes`() async throws {
        let shop = Self.shop()
        shop.seedProducts(count: 3)
        shop.seedOrders(count: 250)
        let first = await wooAsk(shop, .get, "orders?per_page=100&orderby=id&order=asc")
        let again = await wooAsk(shop, .get, "orders?per_page=100&orderby=id&order=asc")
        #expect(first.response.body == again.response.body && first.json.items.count == 100)
        let id = try #require(first.json[0]["id"].integer)
        shop.cancel(order: id)
        let changed = await wooAsk(shop, .get, "orders?per_page=100&orderby=id&order=asc")
        #expect(changed.json[0]["status"].string == "cancelled")
    }
}
