import Commerce
import Foundation
import HTTP
import Sandbox
import Testing

@Suite struct `Signed requests to a simulated WooCommerce shop` {
    /// A signature as RFC 5849 makes it, for values that need no escaping but the address's own.
    static func query(
        _ pairs: [(String, String)], base: String, secret: String, nonce: String, seconds: Int64,
        sha1: Bool = false
    ) -> String {
        let all =
            pairs + [
                ("oauth_consumer_key", "ck_full"), ("oauth_nonce", nonce),
                ("oauth_signature_method", sha1 ? "HMAC-SHA1" : "HMAC-SHA256"),
                ("oauth_timestamp", String(seconds)),
            ]
        let text = all.sorted { $0.0 < $1.0 }.map { $0.0 + "=" + $0.1.replacing("/", with: "%2F") }
            .joined(separator: "&")
        func escaped(_ text: String) -> String {
            text.replacing("%", with: "%25").replacing(":", with: "%3A").replacing("/", with: "%2F")
                .replacing("=", with: "%3D").replacing("&", with: "%26")
        }
        let signed = "GET&" + escaped(base) + "&" + escaped(text)
        let code =
            sha1
            ? KeyedHash.sha1(signed, secret: secret + "&") : KeyedHash.sha256(signed, secret: secret + "&")
        let signature = code.base64EncodedString().replacing("+", with: "%2B").replacing("/", with: "%2F")
            .replacing("=", with: "%3D")
        return (all.map { $0.0 + "=" + $0.1 } + ["oauth_signature=" + signature]).joined(separator: "&")
    }

    static func status(_ shop: SimulatedWoo, _ url: String) async -> Int {
        await shop.answer(HTTPRequest(.get, url, headers: ["Accept": "application/json"])).status
    }

    static func shop(_ clock: WooTestClock, isPretty: Bool = true) -> SimulatedWoo {
        SimulatedWoo(
            configuration: WooConfiguration(home: "http://shop.example", hasPrettyPermalinks: isPretty),
            now: { clock.now })
    }

    @Test(arguments: [(0, true), (890, true), (-890, true), (910, false), (-910, false)], [true, false])
    func `the clock may be a quarter of an hour off`(_ skew: (Int, Bool), _ sha1: Bool) async {
        let clock = WooTestClock()
        let shop = Self.shop(clock)
        let base = "http://shop.example/wp-json/wc/v3/orders"
        let query = Self.query(
            [("include[0]", "300")].map {
                ($0.0.replacing("[", with: "%5B").replacing("]", with: "%5D"), $0.1)
            },
            base: base, secret: "cs_full", nonce: "n", seconds: clock.now.milliseconds / 1000 + Int64(skew.0),
            sha1: sha1)
        #expect(await Self.status(shop, base + "?" + query) == (skew.1 ? 200 : 401))
    }

    @Test func `a signature counts once, for its secret and its site alone`() async {
        let clock = WooTestClock()
        let shop = Self.shop(clock)
        let base = "http://shop.example/wp-json/wc/v3/orders"
        func query(_ base: String, secret: String = "cs_full", nonce: String) -> String {
            Self.query([], base: base, secret: secret, nonce: nonce, seconds: clock.now.milliseconds / 1000)
        }
        let good = query(base, nonce: "a")
        #expect(await Self.status(shop, base + "?" + good) == 200)
        #expect(await Self.status(shop, base + "?" + good) == 401)
        #expect(await Self.status(shop, base + "?" + query(base, secret: "cs_no", nonce: "b")) == 401)
        let other = "http://127.0.0.1:8080/wp-json/wc/v3/orders"
        #expect(await Self.status(shop, other + "?" + query(other, nonce: "c")) == 401)
        // Called by another name, but signed for its own.
        #expect(await Self.status(shop, other + "?" + query(base, nonce: "d")) == 200)
    }

    @Test(arguments: [true, false])
    func `rest_route alone is a stranger's way`(_ isPretty: Bool) async {
        let clock = WooTestClock()
        let shop = Self.shop(clock, isPretty: isPretty)
        let seconds = clock.now.milliseconds / 1000
        let stranger = Self.query(
            [("rest_route", "/wc/v3/orders")], base: "http://shop.example/", secret: "cs_full", nonce: "a",
            seconds: seconds)
        #expect(await Self.status(shop, "http://shop.example/?" + stranger) == 401)
        let known = Self.query(
            [("rest_route", "/wc/v3/orders")], base: "http://shop.example/wp-json/wc/", secret: "cs_full",
            nonce: "b",
            seconds: seconds)
        #expect(await Self.status(shop, "http://shop.example/wp-json/wc/?" + known) == 200)
        #expect(await Self.status(shop, "http://shop.example/?rest_route=/") == 200)
        #expect(await Self.status(shop, "http://shop.example/wp-json/") == (isPretty ? 200 : 301))
    }

    @Test func `keys in the open count only over TLS`() async {
        let clock = WooTestClock()
        let shop = Self.shop(clock)
        let address = "://shop.example/wp-json/wc/v3/orders?consumer_key=ck_full&consumer_secret=cs_full"
        #expect(await Self.status(shop, "http" + address) == 401)
        shop.configure { $0.believesTLS = true }
        #expect(await Self.status(shop, "http" + address) == 200)
    }
}
