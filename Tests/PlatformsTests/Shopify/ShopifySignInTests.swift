import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization
import TestSupport
import Testing

@Suite struct ShopifySignInTests {
    private let signIn = ShopifySignIn(
        base: "https://some-shop.myshopify.com", clientID: "id 1", clientSecret: "hush")
    private static let query = [
        ("code", "0907a61c0c8d55e99db179b68161bc00"),
        ("hmac", "9fe3d5ea81959305fd96bd3d2d44e878654e753bc8e455b5369c15a009412163"),
        ("timestamp", "1337178173"), ("shop", "some-shop.myshopify.com"), ("state", "0.6784241404160823"),
        ("host", "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvc29tZS1zaG9w"),
    ]

    private func query(_ items: [(String, String)]) -> Query {
        var query = Query()
        for (name, value) in items { query.add(name, value) }
        return query
    }

    // The code was computed with Python's hmac module.
    @Test func `a redirect is Shopify's only with the right code over all of it`() {
        #expect(signIn.isGenuine(query(Self.query)))
        #expect(signIn.isGenuine(query(Self.query.shuffled())))
        for place in Self.query.indices {
            var bent = Self.query
            bent[place].1 = String(bent[place].1.reversed())
            #expect(!signIn.isGenuine(query(bent)), "\(bent[place].0)")
        }
        #expect(!signIn.isGenuine(query(Self.query.filter { $0.0 != "hmac" })))
        #expect(!signIn.isGenuine(query(Self.query + [("more", "1")])))
        let other = ShopifySignIn(
            base: "https://some-shop.myshopify.com", clientID: "id 1", clientSecret: "hash")
        #expect(!other.isGenuine(query(Self.query)))
    }

    @Test func `the page to agree on names the app, the scopes and the way back`() throws {
        let attempt = OAuth2Attempt(
            redirectURL: "http://127.0.0.1:8017/back?x=1", state: "a+b", verifier: "v")
        let page = signIn.provider.authorizePage(attempt)
        #expect(page.hasPrefix("https://some-shop.myshopify.com/admin/oauth/authorize?"))
        let asked = Query(parsing: try #require(page.split(separator: "?").last))
        #expect(asked["client_id"] == "id 1")
        #expect(asked["scope"]?.hasPrefix("read_products,write_products,") == true)
        #expect(asked["redirect_uri"] == attempt.redirectURL)
        #expect(asked["state"] == "a+b")
        #expect(asked["code_challenge"] == nil, "Shopify knows none")
        #expect(!page.contains("hush"))
    }
}

/// The whole way through a simulated Shopify, page included.
@Suite(.timeLimit(.minutes(5))) struct ShopifyAccessTests {
    private final class Trial: Sendable {
        let clock = SteppedClock()
        let platform: SimulatedShopify
        let course = FaultCourse()
        let vault = Vault()

        init() {
            platform = SimulatedShopify(currency: Currency(code: "EUR")!, now: clock.nowClosure)
        }

        struct Client: HTTPClient {
            let trial: Trial

            func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
                var request = request
                if request.headers["Host"] == nil { request.headers["Host"] = "127.0.0.1:9" }
                let delivery = await trial.course.deliver(request, to: trial.platform)
                guard case .whole(let response) = delivery.end else { throw .unanswered(reason: "cut") }
                return response
            }

            func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
                throw .notSent(reason: "no streams here")
            }
        }

        var maker: PlatformMaker {
            let bits = SeededBits()
            return PlatformMaker(
                http: Client(trial: self), now: clock.nowClosure, sleep: clock.sleepClosure,
                random: { bits.next() })
        }

        let given = [
            "shop": "http://127.0.0.1:9", "client-id": "sandbox-app", "client-secret": "shpss_sandbox",
        ]

        func begin() throws -> BrowserSignIn {
            try maker.signIn(kind: "shopify", values: given, redirect: "http://127.0.0.1:5/callback")
        }

        /// What the page sends the browser to after that decision.
        func decide(_ decision: String, on page: String) async throws -> String {
            let answer = try await Client(trial: self).send(
                HTTPRequest(.get, page + "&decision=\(decision)"))
            #expect(answer.status == 302, "\(String(decoding: answer.body, as: UTF8.self))")
            return try #require(answer.headers["Location"])
        }

        func signedIn() async throws -> [String: String] {
            let signIn = try begin()
            let back = try await decide("install", on: signIn.page)
            return try await signIn.finish(.init(pasted: back))
        }

        func channel(_ secrets: [String: String]) throws -> any Channel {
            vault.values.withLock { $0 = secrets.merging(given) { $1 } }
            return try maker.open(
                ChannelOpening(kind: "shopify", settings: given, secrets: secrets, vault: vault)
            ).channel
        }

        func pass(seconds: Int) { clock.advance(seconds: Double(seconds)) }
    }

    /// Numbers that differ, the same each time.
    private final class SeededBits: Sendable {
        private let bits = Mutex(UInt64(1))

        func next() -> UInt64 {
            bits.withLock { bits in
                bits = bits &* 6_364_136_223_846_793_005 &+ 1
                return bits
            }
        }
    }

    private final class Vault: TokenVault {
        let values = Mutex<[String: String]>([:])
        let saves = Mutex(0)
        let isFull = Mutex(false)

        struct Full: Error {}

        func secrets() async throws -> [String: String] { values.withLock { $0 } }

        func save(_ secrets: [String: String]) async throws {
            guard !isFull.withLock({ $0 }) else { throw Full() }
            values.withLock { $0 = secrets }
            saves.withLock { $0 += 1 }
        }
    }

    @Test func `allowed on the page, the token works and its scopes are known`() async throws {
        let trial = Trial()
        let secrets = try await trial.signedIn()
        let identity = try await trial.channel(secrets).identify()
        #expect(identity.missingScopes.isEmpty)
        #expect(secrets[BrowserAccess.scopes]?.contains("write_publications") == true)
        #expect(trial.platform.renewalCount == 0)
    }

    @Test(arguments: [
        ("state", "belongs to another sign-in"), ("shop", "not signed"), ("hmac", "not signed"),
        ("timestamp", "not signed"), ("code", "not signed"),
    ])
    func `a redirect of which one part was changed brings nothing`(name: String, words: String) async throws {
        let trial = Trial()
        let signIn = try trial.begin()
        var query = Query(
            parsing: try #require(
                try await trial.decide("install", on: signIn.page).split(separator: "?").last))
        query[name] = "other"
        let failure = await #expect(throws: ChannelFailure.self) {
            try await signIn.finish(.redirect(query: query.description))
        }
        guard case .rejected(let reason) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(reason.contains(words), "\(reason)")
    }

    @Test func `another shop that signs with the same secret is refused by its name`() async throws {
        let trial = Trial()
        let signIn = try trial.begin()
        var query: Query = ["code": "x", "shop": "other.myshopify.com", "state": signIn.state]
        let message = "code=x&shop=other.myshopify.com&state=\(signIn.state)"
        query.add(
            "hmac", MessageSignature.hex(MessageSignature.sha256(Data(message.utf8), secret: "shpss_sandbox"))
        )
        await #expect(
            throws: ChannelFailure.rejected(
                reason: "Another shop answered, other.myshopify.com, not 127.0.0.1:9.")
        ) { try await signIn.finish(.redirect(query: query.description)) }
    }

    @Test func `denied, too old, used twice and a wrong secret are told apart`() async throws {
        func reason(_ work: () async throws -> Void) async -> String {
            do { try await work() } catch ChannelFailure.rejected(let reason) { return reason } catch {
                return "\(error)"
            }
            return "nothing"
        }
        let trial = Trial()
        let denied = try trial.begin()
        let no = try await trial.decide("cancel", on: denied.page)
        #expect(await reason { _ = try await denied.finish(.init(pasted: no)) }.contains("did not allow it"))
        let old = try trial.begin()
        let late = try await trial.decide("install", on: old.page)
        trial.pass(seconds: 61)
        #expect(await reason { _ = try await old.finish(.init(pasted: late)) }.contains("too old"))
        let twice = try trial.begin()
        let once = try await trial.decide("install", on: twice.page)
        _ = try await twice.finish(.init(pasted: once))
        #expect(await reason { _ = try await twice.finish(.init(pasted: once)) }.contains("has been used"))
        let code = try #require(
            Query(
                parsing: try await trial.decide("install", on: twice.page).split(separator: "?").last ?? "")[
                    "code"])
        let stranger = try trial.maker.signIn(
            kind: "shopify", values: trial.given.merging(["client-secret": "wrong"]) { $1 },
            redirect: "http://127.0.0.1:5/callback")
        #expect(
            await reason { _ = try await stranger.finish(.code(code)) }.contains("look at its id and secret"))
        #expect(try await twice.finish(.code(code))[BrowserAccess.token] != nil, "the code alone does too")
    }

    @Test func `a token near its end is renewed once, and saved before it is used`() async throws {
        let trial = Trial()
        let secrets = try await trial.signedIn()
        let channel = try trial.channel(secrets)
        trial.pass(seconds: 3_590)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = try await channel.identify() } }
            try await group.waitForAll()
        }
        #expect(trial.platform.renewalCount == 1)
        let kept = trial.vault.values.withLock { $0 }
        #expect(kept[BrowserAccess.token] != secrets[BrowserAccess.token])
        #expect(kept[BrowserAccess.renewal] != secrets[BrowserAccess.renewal])
        #expect(kept["client-secret"] == "shpss_sandbox")
        // What is kept is what works: opened anew it goes on.
        _ = try await trial.channel(kept).identify()
    }

    @Test func `one that cannot be saved is not used, and not asked for twice`() async throws {
        let trial = Trial()
        let channel = try trial.channel(try await trial.signedIn())
        trial.pass(seconds: 3_700)
        trial.vault.isFull.withLock { $0 = true }
        for _ in 0..<3 { await #expect(throws: ChannelFailure.self) { try await channel.identify() } }
        trial.vault.isFull.withLock { $0 = false }
        _ = try await channel.identify()
        #expect(trial.platform.renewalCount == 1)
    }

    @Test func `a token that ends before its time is renewed, and what was asked is asked again`()
        async throws
    {
        let trial = Trial()
        let channel = try trial.channel(try await trial.signedIn())
        trial.course.follow(FaultPlan([FaultRule(.nth(2), oneOf: [.tokenExpired])]))
        for _ in 0..<3 { _ = try await channel.identify() }
        #expect(trial.course.log.map(\.fault) == [.tokenExpired])
        #expect(trial.platform.renewalCount == 1)
    }

    @Test func `a permission that was taken back needs the seller, and nothing else is tried`() async throws {
        let trial = Trial()
        let channel = try trial.channel(try await trial.signedIn())
        trial.course.follow(FaultPlan([FaultRule(.nth(1), oneOf: [.tokenRevoked])]))
        for _ in 0..<2 {
            let failure = await #expect(throws: ChannelFailure.self) { try await channel.identify() }
            guard case .signIn = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
    }

    @Test func `what another Mercer has renewed is taken over`() async throws {
        let trial = Trial()
        let secrets = try await trial.signedIn()
        let (one, other) = (try trial.channel(secrets), try trial.channel(secrets))
        trial.pass(seconds: 3_590)
        _ = try await one.identify()
        _ = try await other.identify()
        #expect(trial.platform.renewalCount == 1)
    }
}
