import Commerce
import Foundation
import HTTP
import Sandbox
import Synchronization
import Testing

/// What is asked of the simulated shop by its key over TLS.
func wooAsk(
    _ shop: SimulatedWoo, _ method: HTTPRequest.Method, _ path: String, body: JSON? = nil,
    key: String = "ck_full:cs_full", accepts: Bool = true
) async -> (status: Int, json: JSON, response: HTTPResponse) {
    var headers: HTTPHeaders = ["Authorization": "Basic " + Data(key.utf8).base64EncodedString()]
    if accepts { headers.add("Accept", "application/json") }
    let request = HTTPRequest(
        method, "https://shop.example/wp-json/wc/v3/" + path, headers: headers,
        body: body.map { .bytes($0.data) } ?? .none)
    let response = await shop.answer(request)
    return (response.status, (try? JSON(response.body)) ?? .null, response)
}

final class WooTestClock: Sendable {
    private let moment = Mutex(Instant(milliseconds: 1_784_172_000_000))

    var now: Instant { moment.withLock { $0 } }
    func set(_ instant: Instant) { moment.withLock { $0 = instant } }
    func wait(seconds: Int) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

@Suite struct `Dates of a simulated WooCommerce shop` {
    struct Row: Sendable, CustomTestStringConvertible {
        var query: String
        /// More or fewer rows than there are: A in New York, B in New York, A in Berlin, B in Berlin.
        var off: [Int]
        var testDescription: String { query }
    }

    /// The table of OBSERVED 2.
    static let rows = [
        Row(query: "2026-07-16T04:26:00", off: [-1, -1, -1, 1]),
        Row(query: "2026-07-16T04:26:00&dates_are_gmt=true", off: [0, 0, 0, 0]),
        Row(query: "2026-07-16T04:26:00Z", off: [0, 0, -1, 0]),
        Row(query: "2026-07-16T04:26:00%2B00:00", off: [0, 0, -1, 0]),
        Row(query: "2026-07-16T04:26:00Z&dates_are_gmt=true", off: [1, 1, -1, -1]),
        Row(query: "2026-07-16T04:26:00.000Z", off: [0, -1, -1, 1]),
        Row(query: "2026-07-16T04:26:00.000Z&dates_are_gmt=true", off: [1, 1, -1, -1]),
    ]

    /// Orders changed every hour for two days around the moment.
    static func shop(_ profile: WooConfiguration.Profile, _ clock: WooTestClock) throws -> SimulatedWoo {
        let shop = SimulatedWoo(
            configuration: WooConfiguration(profile: profile), now: { clock.now })
        let cutoff = try #require(Instant("2026-07-16T04:26:00Z"))
        for hour in -24...24 {
            clock.set(cutoff.adding(hours: hour).adding(seconds: 1))
            shop.place(WooCart([]))
        }
        return shop
    }

    @Test(arguments: rows)
    func `a moment asked for means what it meant on real shops`(_ row: Row) async throws {
        for (place, profile) in [WooConfiguration.Profile.v7_9, .v9_9, .v7_9, .v9_9].enumerated() {
            let clock = WooTestClock()
            let shop = try Self.shop(profile, clock)
            if place >= 2 { shop.configure { $0.zone = ShopZone(identifier: "Europe/Berlin") ?? .utc } }
            let answer = await wooAsk(
                shop, .get, "orders?per_page=1&_fields=id&modified_after=" + row.query)
            let total = try #require(answer.response.headers["X-WP-Total"].flatMap { Int($0) })
            #expect((total - 25).signum() == row.off[place], "\(profile), \(place), \(total)")
        }
    }

    @Test(arguments: ["2026-07-16", "1784176000", "2026-07-16T04:26:00+00:00"])
    func `other ways of writing a moment are refused`(_ text: String) async throws {
        let clock = WooTestClock()
        let shop = try Self.shop(.v9_9, clock)
        let answer = await wooAsk(shop, .get, "orders?modified_after=" + text)
        #expect(answer.status == 400)
        #expect(answer.json["data"]["details"]["modified_after"]["code"].string == "rest_invalid_date")
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `the filter is exclusive`(_ profile: WooConfiguration.Profile) async throws {
        let clock = WooTestClock()
        let shop = SimulatedWoo(configuration: WooConfiguration(profile: profile), now: { clock.now })
        clock.set(try #require(Instant("2026-07-16T04:26:00.700Z")))
        shop.place(WooCart([]))
        let same = await wooAsk(
            shop, .get, "orders?modified_after=2026-07-16T04:26:00&dates_are_gmt=true")
        #expect(same.json.items.isEmpty)
        let earlier = await wooAsk(
            shop, .get, "orders?modified_after=2026-07-16T04:25:59&dates_are_gmt=true")
        #expect(earlier.json[0]["date_modified_gmt"].string == "2026-07-16T04:26:00")
        #expect(earlier.json[0]["date_modified"].string == "2026-07-16T00:26:00")
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `what moves a date and what does not`(_ profile: WooConfiguration.Profile) async throws {
        let clock = WooTestClock()
        let shop = SimulatedWoo(configuration: WooConfiguration(profile: profile), now: { clock.now })
        let shirt = try #require(shop.add(WooProductDraft("Shirt", type: "variable")))
        let red = try #require(
            shop.addVariation(to: shirt, options: [("Colour", "Red")], regularPrice: "5", stock: 3))
        let start = clock.now
        clock.wait(seconds: 60)
        _ = await wooAsk(shop, .put, "products/\(shirt)/variations/\(red)", body: ["regular_price": "6"])
        #expect(shop.item(shirt)?.modified == start.adding(seconds: 60))
        let order = shop.place(WooCart([.init(red, 4)]))
        #expect(shop.item(red)?.stock == -1)
        let placed = clock.now
        clock.wait(seconds: 60)
        _ = await wooAsk(shop, .post, "orders/\(order)/notes", body: ["note": "<script>x</script>"])
        #expect(shop.order(order)?.modified == placed)
        #expect(shop.order(order)?.notes.last?.text == "<script>x</script>")
        _ = await wooAsk(shop, .put, "orders/\(order)", body: ["status": "processing"])
        #expect((shop.order(order)?.modified == placed) == (profile == .v7_9))
        _ = await wooAsk(shop, .put, "orders/\(order)", body: ["status": "cancelled"])
        #expect(shop.item(red)?.stock == 3)
    }
}
