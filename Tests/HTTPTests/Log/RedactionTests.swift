import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@Suite struct RedactionTests {
    @Test(arguments: [
        (
            "https://shop.test/wp-json/wc/v3/orders?page=2&per_page=100&consumer_key=ck_1&consumer_secret=cs_1",
            "https://shop.test/wp-json/wc/v3/orders?page=2&per_page=100&consumer_key=…&consumer_secret=…"
        ),
        ("http://user:pass@shop.test:8080/a?token=x#access_token=y", "http://shop.test:8080/a?token=…"),
        ("https://a/cb?code=4%2F0&state=s&hmac=1", "https://a/cb?code=…&state=…&hmac=…"),
        (
            "https://hooks.test/services/T0000/B000/abcdefghijklmnop1234567890",
            "https://hooks.test/services/T0000/B000/…"
        ),
        ("https://a.test/bot/token/12345/send", "https://a.test/bot/token/…/send"),
        ("https://a.test/?ab cd=1", "https://a.test/?…=…"), ("https://a.test/?bare", "https://a.test/?…"),
    ])
    func `a URL shows where and what, and no value that could be a secret`(_ url: String, _ seen: String) {
        #expect(Redaction.url(url) == seen)
    }

    @Test func `of headers, only the known harmless ones show their values`() {
        let seen = Redaction.headers([
            "Authorization": "Bearer s", "X-Shopify-Access-Token": "s", "Cookie": "s", "Set-Cookie": "s",
            "X-Auth-Token": "s", "x-api-key": "s", "Proxy-Authorization": "s", "Accept": "application/json",
            "X-Unheard-Of": "s",
        ])
        for field in seen.fields where field.name != "Accept" { #expect(field.value == "…", "\(field.name)") }
        #expect(seen["Accept"] == "application/json")
    }

    @Test func `a line from the network stays one line`() {
        #expect(Redaction.line("a\r\n\u{1B}[31mb\u{202E}\u{2028}c") == "a   [31mb  c")
        #expect(Redaction.line(String(repeating: "x", count: 1000)).count == 300)
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `a secret is never in the record, wherever it stood`(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let alphabet = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        let secret = String((0..<random.integer(in: 24...60)).map { _ in random.pick(alphabet) }) + "7q"
        let names = [
            "consumer_key", "consumer_secret", "oauth_token", "access_token", "client_secret", "code",
            "signature",
            "hmac", "password", "token", "key", "api_key", "sig", "page", "status", "anything", secret,
        ]
        let headers = [
            "Authorization", "X-Shopify-Access-Token", "Cookie", "Set-Cookie", "X-Auth-Token", "x-api-key",
            "Accept",
            "User-Agent", "X-Request-Id", secret,
        ]
        var request = HTTPRequest(random.pick([.get, .post]), "https://shop.test/orders/17", label: "orders")
        switch random.integer(in: 0...5) {
        case 0: request.url += "?page=1&\(random.pick(names))=\(secret)&limit=3"
        case 1: request.url = "https://\(secret):\(secret)@shop.test/?page=1"
        case 2: request.url += "#\(secret)"
        case 3: request.url += "/\(secret)/x"
        case 4: request.headers.add(random.pick(headers), "Bearer \(secret)")
        default: request.body = .bytes(Data(secret.utf8))
        }
        let records = Mutex([RequestRecord]())
        let base = ScriptedClient([
            random.chance(1, in: 2)
                ? .status(200, ["Set-Cookie": secret], secret) : .failure(.malformed(reason: "no \(secret)"))
        ])
        let client = RecordingClient(base, now: { 5 }) { record in records.withLock { $0.append(record) } }
        _ = try? await client.send(request)  // Either way there is a record, which is what is looked at.
        let record = try #require(records.withLock { $0.first }, "seed \(seed)")
        var text = ""
        dump(record, to: &text)
        #expect(!text.contains(secret), "seed \(seed)")
        #expect(record.url.hasPrefix("https://shop.test/"), "seed \(seed): \(record.url)")
    }

    @Test func `a record says how it went, and a stream's when it has ended`() async throws {
        let records = Mutex([RequestRecord]())
        let time = Mutex(100.0)
        let base = ScriptedClient([
            .status(201, [:], "12345"), .status(200, [:], "123"), .failure(.cancelled),
        ])
        let client = RecordingClient(
            base,
            now: {
                time.withLock { time in
                    time += 1
                    return time
                }
            }
        ) { record in records.withLock { $0.append(record) } }
        _ = try await client.send(
            HTTPRequest(.put, "https://a/", body: .bytes(Data("ab".utf8)), label: "an order"))
        do {
            let stream = try await client.stream(HTTPRequest(.get, "https://a/"))
            #expect(records.withLock { $0.count } == 1)
            for try await _ in stream.body {}
        }
        await #expect(throws: HTTPFailure.cancelled) {
            try await client.send(HTTPRequest(.get, "https://a/"))
        }
        let all = records.withLock { $0 }
        #expect(all.map(\.status) == [201, 200, nil])
        #expect(all.map(\.bytesReceived) == [5, 3, 0])
        #expect(all[0].bytesSent == 2)
        #expect(all[0].at == 101)
        #expect(all[0].duration == 1)
        #expect(all[0].label == "an order")
        #expect(all.map(\.failure) == [nil, nil, .cancelled])
    }
}
