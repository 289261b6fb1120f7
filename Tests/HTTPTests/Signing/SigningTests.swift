import Foundation
import HTTP
import TestSupport
import Testing

@Suite struct SigningTests {
    @Test func `everything but letters, digits and four marks is encoded, and comes back`() {
        #expect(PercentEncoding.encode("aZ09-._~ +&=é/🛒") == "aZ09-._~%20%2B%26%3D%C3%A9%2F%F0%9F%9B%92")
        #expect(PercentEncoding.decode("100%+%zz%4") == "100%+%zz%4")
        #expect(PercentEncoding.decode("a+b%2b", plusIsBlank: true) == "a b+")
        #expect(PercentEncoding.decode("%ff") == "\u{FFFD}")
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a query reads back as what was written`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var query = Query()
        for _ in 0..<random.integer(in: 0...8) { query.add("n" + random.nastyText(), random.nastyText()) }
        #expect(Query(parsing: query.description) == query, "seed \(seed)")
        let url = query.appended(to: "https://a/b?x=1")
        #expect(url.hasPrefix("https://a/b?x=1"), "seed \(seed)")
    }

    @Test func `parameters join a URL where they belong`() {
        let query: Query = ["a": "1 2", "b": ""]
        #expect(query.appended(to: "http://h/p") == "http://h/p?a=1%202&b=")
        #expect(query.appended(to: "http://h/p?") == "http://h/p?a=1%202&b=")
        #expect(query.appended(to: "http://h/p?c#f?") == "http://h/p?c&a=1%202&b=#f?")
        #expect(Query().appended(to: "http://h/p") == "http://h/p")
        #expect(Query(parsing: "a=1&a=2&b&=x&c=d=e")["c"] == "d=e")
        #expect(Query(parsing: "a=1&a=2")["a"] == "1")
    }

    /// RFC 5849, 3.4.1.1.
    @Test func `the base text is the one of the RFC`() {
        let request = HTTPRequest(
            .post, "http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: .bytes(Data("c2&a3=2+q".utf8)))
        let text = OAuth1Signer.baseText(
            request,
            with: [
                "oauth_consumer_key": "9djdj82h48djs9d2", "oauth_token": "kkk9d7dh3k39sjv7",
                "oauth_signature_method": "HMAC-SHA1", "oauth_timestamp": "137131201",
                "oauth_nonce": "7d8f3e4a",
            ])
        #expect(
            text
                == "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D"
                + "%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a"
                + "%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201"
                + "%26oauth_token%3Dkkk9d7dh3k39sjv7")
    }

    /// The photo example of OAuth Core 1.0a, appendix A.5.
    @Test func `a signature is the one of the specification`() {
        let signer = OAuth1Signer(
            consumerKey: "dpf43f3p2l4k3l03", consumerSecret: "kd94hf93k423kf44", token: "nnch734d00sl2jdk",
            tokenSecret: "pfkkdhi9sl3r4s00", method: .hmacSHA1)
        let signed = signer.sign(
            HTTPRequest(.get, "http://photos.example.net/photos?file=vacation.jpg&size=original"),
            nonce: "kllo9940pd9333jh", timestamp: 1_191_242_096)
        let query = Query(parsing: signed.url.split(separator: "?")[1])
        #expect(query["oauth_signature"] == "tR3+Ty81lMeYAr/Fid0kMTYa/WM=")
        #expect(query["file"] == "vacation.jpg")
        let header = signer.sign(
            HTTPRequest(.get, "http://photos.example.net/photos?file=vacation.jpg&size=original"),
            nonce: "kllo9940pd9333jh", timestamp: 1_191_242_096, place: .header)
        #expect(
            header.headers["Authorization"]?.contains(
                #"oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D""#)
                == true)
    }

    @Test func `without a token the key is the secret and an ampersand, as WooCommerce asks`() {
        let signed = OAuth1Signer(consumerKey: "ck_1", consumerSecret: "cs_1").sign(
            HTTPRequest(.get, "http://shop.test/wp-json/wc/v3/orders?page=2"), nonce: "n", timestamp: 1)
        let base =
            "GET&http%3A%2F%2Fshop.test%2Fwp-json%2Fwc%2Fv3%2Forders&oauth_consumer_key%3Dck_1%26oauth_nonce%3Dn"
            + "%26oauth_signature_method%3DHMAC-SHA256%26oauth_timestamp%3D1%26oauth_version%3D1.0%26page%3D2"
        let expected = MessageSignature.sha256(Data(base.utf8), secret: "cs_1&").base64EncodedString()
        #expect(Query(parsing: signed.url.split(separator: "?")[1])["oauth_signature"] == expected)
    }

    /// RFC 4231, test case 2.
    @Test func `a webhook is genuine only with the right body, secret and signature`() {
        let body = Data("what do ya want for nothing?".utf8)
        let hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        let code = MessageSignature.sha256(body, secret: "Jefe")
        #expect(MessageSignature.hex(code) == hex)
        let base64 = code.base64EncodedString()
        #expect(MessageSignature.isGenuine(base64, of: body, secret: "Jefe"))
        #expect(MessageSignature.isGenuine(hex.uppercased(), of: body, secret: "Jefe", form: .hex))
        #expect(!MessageSignature.isGenuine(base64, of: body + [10], secret: "Jefe"))
        #expect(!MessageSignature.isGenuine(base64, of: body, secret: "jefe"))
        #expect(!MessageSignature.isGenuine(String(base64.dropFirst(4)), of: body, secret: "Jefe"))
        #expect(!MessageSignature.isGenuine("", of: body, secret: "Jefe"))
        #expect(!MessageSignature.isGenuine("5bd", of: body, secret: "Jefe", form: .hex))
        let empty = MessageSignature.sha256(body, secret: "").base64EncodedString()
        #expect(!MessageSignature.isGenuine(empty, of: body, secret: ""))
        #expect(MessageSignature.areSame("abc", "abc"))
        #expect(!MessageSignature.areSame("abc", "abd"))
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `AliExpress's own example comes out`() throws {
        let json = try JSON(Data(contentsOf: SharedFolder.file("specs/aliexpress/signing-vector.json")))
        try #require(!json["vectors"].items.isEmpty)
        for vector in json["vectors"].items {
            let sign = ParameterSignature.aliExpress(
                path: try #require(vector["api_path"].string), parameters: Self.query(vector["params"]),
                secret: try #require(vector["app_secret"].string))
            #expect(sign == vector["expected_sign"].string)
        }
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `TikTok Shop's examples come out`() throws {
        let json = try JSON(Data(contentsOf: SharedFolder.file("specs/tiktok-shop/signing-vectors.json")))
        try #require(!json["vectors"].items.isEmpty)
        for vector in json["vectors"].items {
            var query = Self.query(vector["query"])
            query.add("access_token", "does not count")
            query.add("empty", "")
            let sign = ParameterSignature.tikTok(
                path: try #require(vector["path"].string), parameters: query,
                body: Data((vector["body"].string ?? "").utf8),
                secret: try #require(vector["app_secret"].string))
            #expect(sign == vector["expected_sign"].string)
        }
    }

    private static func query(_ json: JSON) -> Query {
        var query = Query()
        // In the opposite order, so that sorting is what brings them right.
        for member in json.members.reversed() { query.add(member.name, member.value.text ?? "") }
        return query
    }
}
