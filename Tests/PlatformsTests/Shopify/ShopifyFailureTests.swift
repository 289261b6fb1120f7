import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Testing

@Suite struct ShopifyFailureTests {
    private func failure(of status: Int, _ body: String, on label: String = "Identity") async throws
        -> ChannelFailure?
    {
        let trial = try ShopifyTrial()
        for _ in 0..<3 {
            trial.wire.bendNext(label) { _ in
                HTTPResponse(status: status, headers: ["Retry-After": "7"], body: Data(body.utf8))
            }
        }
        return await #expect(throws: ChannelFailure.self) { try await trial.channel.identify() }
    }

    @Test func `each answer means one thing to do`() async throws {
        guard case .signIn = try await failure(of: 401, "") else { throw Unexpected("401") }
        guard case .notAllowed = try await failure(of: 402, "") else { throw Unexpected("402") }
        guard case .notAllowed = try await failure(of: 403, "") else { throw Unexpected("403") }
        guard case .signIn = try await failure(of: 404, "") else { throw Unexpected("404") }
        guard case .down(_, 7, true) = try await failure(of: 503, "") else { throw Unexpected("503") }
        guard case .unreadable = try await failure(of: 302, "") else { throw Unexpected("302") }
        guard case .unreadable = try await failure(of: 200, "<html>Sign in</html>") else {
            throw Unexpected("a page")
        }
        guard case .unreadable = try await failure(of: 200, #"{"data":{"sh"#) else { throw Unexpected("cut") }
        guard case .unreadable = try await failure(of: 200, "{}") else { throw Unexpected("nothing") }
    }

    private struct Unexpected: Error {
        let what: String

        init(_ what: String) { self.what = what }
    }

    @Test func `a revoked token asks for a new one`() async throws {
        let trial = try ShopifyTrial()
        trial.shop.revokeToken()
        let failure = await #expect(throws: ChannelFailure.self) { try await trial.channel.identify() }
        guard case .signIn = failure else { throw Unexpected("\(String(describing: failure))") }
        trial.shop.restore(token: "shpat_sandbox")
        _ = try await trial.channel.identify()
    }

    @Test func `a missing scope is named`() async throws {
        let trial = try ShopifyTrial(scopes: ["read_products", "read_locations", "read_inventory"])
        let mug = trial.mug()
        let write = ListingWrite(address: .init(product: mug.gid), fields: [.title: "x"])
        let failure = await #expect(throws: ChannelFailure.self) { try await trial.channel.write([write]) }
        guard case .notAllowed(_, "write_products") = failure else {
            throw Unexpected("\(String(describing: failure))")
        }
        #expect(trial.shop.product(mug.gid)?.title == "Mug")
    }

    @Test func `a read is repeated after an answer that was lost, a write is not`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        trial.wire.loseNext("ProductsPage")
        #expect(try await trial.products().count == 1)
        trial.wire.loseNext("ListingChanges")
        let write = ListingWrite(address: .init(product: mug.gid), fields: [.title: "Cup"])
        let failure = await #expect(throws: ChannelFailure.self) { try await trial.channel.write([write]) }
        #expect(failure?.leavesDoubt == true)
        #expect(trial.shop.requestsByOperation["ListingChanges"] == 1)
    }

    @Test func `a mutation that broke inside leaves doubt`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        trial.wire.bendNext("ListingChanges") { _ in
            HTTPResponse(
                status: 200,
                body: Data(
                    #"{"data":{"m0":null},"errors":[{"message":"oops","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#
                        .utf8))
        }
        let write = ListingWrite(address: .init(product: mug.gid), fields: [.title: "Cup"])
        let failure = await #expect(throws: ChannelFailure.self) { try await trial.channel.write([write]) }
        #expect(failure?.leavesDoubt == true)
    }

    @Test func `buyers' data that is withheld does not stop an order`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        trial.shop.place(.init(items: [(mug.variants[0].gid, 1)]))
        trial.wire.bendNext("OrdersPage") { response in
            var response = response
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Data(
                ("{\"errors\":[{\"message\":\"This app is not approved to access the Customer object.\","
                    + "\"path\":[\"orders\",\"nodes\",0,\"customer\"],\"extensions\":{\"code\":\"ACCESS_DENIED\"}}],"
                    + text.dropFirst()).utf8)
            return response
        }
        #expect(try await trial.orders().count == 1)
    }

    @Test func `a list that leads nowhere is not read for ever (LESSONS 21)`() async throws {
        let trial = try ShopifyTrial()
        trial.mug()
        trial.wire.bendNext("ProductsPage") { response in
            var response = response
            let text = String(decoding: response.body, as: UTF8.self)
            response.body = Data(
                text.replacingOccurrences(
                    of: #""pageInfo":{"hasNextPage":false,"endCursor":"c:"#,
                    with: #""pageInfo":{"hasNextPage":true,"none":"c:"#
                ).utf8)
            return response
        }
        await #expect(throws: ChannelFailure.self) { try await trial.channel.products(PullAsk()) }
    }
}

@Suite struct ShopifySettingsTests {
    @Test(arguments: [
        ("my-shop", "https://my-shop.myshopify.com"),
        ("My-Shop.myshopify.com", "https://my-shop.myshopify.com"),
        ("https://my-shop.myshopify.com/admin/products?x=1", "https://my-shop.myshopify.com"),
        ("https://admin.shopify.com/store/my-shop/orders", "https://my-shop.myshopify.com"),
        (" admin.shopify.com/store/my-shop ", "https://my-shop.myshopify.com"),
        ("http://my-shop.myshopify.com", "https://my-shop.myshopify.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:9000/", "http://localhost:9000"),
    ])
    func `whatever address of the shop is pasted, the shop is found`(_ pasted: String, _ base: String) throws
    {
        #expect(try ShopifySettings(shop: pasted, token: "shpat_1").base == base)
    }

    @Test(arguments: [
        "", "https://example.com", "my shop!", "http://example.com", "evil.com/.myshopify.com",
        "a.b.myshopify.com", "-x.myshopify.com", "http://127.0.0.1.evil.com", "https://admin.shopify.com/",
        "my-shop.myshopify.com@evil.com", "ფინჯანი",
    ])
    func `what names no shop is refused`(_ pasted: String) {
        #expect(throws: ChannelFailure.self) { try ShopifySettings(shop: pasted, token: "shpat_1") }
    }

    @Test func `the token is asked for and never shown`() throws {
        #expect(throws: ChannelFailure.self) { try ShopifySettings(shop: "a", token: " ") }
        let settings = try ShopifySettings(shop: "a", token: "shpat_secret\n")
        #expect(!"\(settings)".contains("secret"))
        #expect(ShopifyPlatform.description.fields.map(\.isSecret) == [false, true])
    }
}
