import Connectors
import Foundation
import HTTP
import Platforms
import Testing

@Suite struct ShopifySignInTests {
    private let signIn = ShopifySignIn(
        base: "https://some-shop.myshopify.com", clientID: "id 1", clientSecret: "hush")
    private let query = [
        (name: "code", value: "0907a61c0c8d55e99db179b68161bc00"),
        (name: "hmac", value: "9fe3d5ea81959305fd96bd3d2d44e878654e753bc8e455b5369c15a009412163"),
        (name: "timestamp", value: "1337178173"), (name: "shop", value: "some-shop.myshopify.com"),
        (name: "state", value: "0.6784241404160823"),
        (name: "host", value: "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvc29tZS1zaG9w"),
    ]

    // The code was computed with Python's hmac module.
    @Test func `a redirect is Shopify's only with the right code over all of it`() {
        #expect(signIn.isGenuine(query))
        #expect(signIn.isGenuine(query.shuffled()))
        for place in query.indices {
            var bent = query
            bent[place].value = String(bent[place].value.reversed())
            #expect(!signIn.isGenuine(bent), "\(query[place].name)")
        }
        #expect(!signIn.isGenuine(query.filter { $0.name != "hmac" }))
        #expect(!signIn.isGenuine(query + [(name: "more", value: "1")]))
        let other = ShopifySignIn(base: signIn.base, clientID: "id 1", clientSecret: "hash")
        #expect(!other.isGenuine(query))
    }

    @Test func `the page to agree on names the app, the scopes and the way back`() {
        let url = signIn.authorizeURL(
            scopes: ["read_orders", "write_orders"], redirect: "http://127.0.0.1:8017/back?x=1", state: "a+b")
        #expect(
            url
                == "https://some-shop.myshopify.com/admin/oauth/authorize?client_id=id%201"
                + "&scope=read_orders%2Cwrite_orders&redirect_uri=http%3A%2F%2F127.0.0.1%3A8017%2Fback%3Fx%3D1"
                + "&state=a%2Bb")
    }

    @Test func `a code is exchanged and a token renewed with the secret in the body alone`() {
        let exchange = signIn.exchange(code: "c&d")
        #expect(exchange.url == "https://some-shop.myshopify.com/admin/oauth/access_token")
        #expect(exchange.isRepeatable == false)
        #expect(
            String(decoding: exchange.body.bytes, as: UTF8.self)
                == "client_id=id%201&client_secret=hush&code=c%26d&expiring=1")
        let renewal = String(decoding: signIn.renewal(refreshToken: "shprt_1").body.bytes, as: UTF8.self)
        #expect(renewal.contains("grant_type=refresh_token&refresh_token=shprt_1"))
        #expect(!exchange.url.contains("hush"))
    }

    @Test func `tokens come with their scopes and their end, and are never shown`() throws {
        let tokens = try ShopifyTokens(
            HTTPResponse(
                status: 200,
                body: Data(
                    #"{"access_token":"shpat_x","scope":"read_orders,write_orders","expires_in":3600,"refresh_token":"shprt_y","refresh_token_expires_in":7776000}"#
                        .utf8)))
        #expect(tokens.access == "shpat_x")
        #expect(tokens.scopes == ["read_orders", "write_orders"])
        #expect(tokens.expiresInSeconds == 3600)
        #expect(tokens.refresh == "shprt_y")
        #expect(!"\(tokens)".contains("shp"))
        let failure = #expect(throws: ChannelFailure.self) {
            try ShopifyTokens(
                HTTPResponse(
                    status: 400, body: Data(#"{"error":"invalid_request","error_description":"used"}"#.utf8)))
        }
        #expect(failure == .signIn(reason: "Shopify gives no token: used."))
    }
}
