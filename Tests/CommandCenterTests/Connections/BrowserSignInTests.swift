import Commerce
import Connectors
import Shop
import Sync
import Synchronization
import Terminal
import TestSupport
import Testing

@testable import CommandCenter

/// Signing in on a platform's page from the command center: nothing waits for the browser but the card that says so.
struct BrowserSignInTests {
    private static let secret = "shpss_SECRET"
    private let identity = ChannelIdentity(
        shop: "s1", name: "Mtkvari", url: "https://mtkvari.myshopify.com", currency: "EUR",
        grantedScopes: ["read_products"])

    private static var view: SyncView {
        var view = ConnectedShop.view
        view.platforms[1].browser = .init(
            fields: [
                .init("client-id", title: "Client ID", environment: "MERCER_SHOPIFY_CLIENT_ID"),
                .init(
                    "client-secret", title: "Client secret", isSecret: true,
                    environment: "MERCER_SHOPIFY_CLIENT_SECRET"),
            ],
            steps: ["Make an app of your own: Mercer has none."], port: 49_217)
        return view
    }

    /// What the service begins, and whether it was let go.
    private final class Begun: Sendable {
        let isLetGo = Mutex(false)
        let pasted = Mutex<[BrowserSignIn.Answer]>([])

        func started(awaited: Bool = true, state: String = "st") -> StartedSignIn {
            let signIn = BrowserSignIn(
                page: "https://mtkvari.myshopify.com/admin/oauth/authorize?client_id=app&scope="
                    + String(repeating: "read_something%2C", count: 12) + "&state=\(state)", state: state
            ) { [self] answer throws(ChannelFailure) in
                pasted.withLock { $0.append(answer) }
                return [BrowserAccess.token: "shpat_SECRET"]
            }
            let redirect = SellersBrowser.Redirect(
                url: "http://127.0.0.1:49217/callback",
                wait: { _, _ throws(ChannelFailure) in throw .cancelled },
                cancel: { [self] in isLetGo.withLock { $0 = true } })
            return StartedSignIn(
                signIn, values: ["client-id": "app"], redirect: awaited ? redirect : nil, isOpened: awaited,
                why: "")
        }
    }

    private func filled(size: Size = Size(120, 36)) throws -> Driven {
        var driven = try Driven(.connections, size: size, sync: Self.view)
        fill(&driven)
        return driven
    }

    private func fill(_ driven: inout Driven) {
        driven.press("n j j Enter")
        driven.type("app")
        driven.press("Tab")
        driven.type(Self.secret)
        driven.press("Enter")
    }

    private func pageOpen(_ begun: Begun, awaited: Bool = true, size: Size = Size(120, 36)) throws -> Driven {
        var driven = try filled(size: size)
        let isAnswered = driven.answer(begun.started(awaited: awaited))
        #expect(isAnswered)
        return driven
    }

    @Test(arguments: [Size(80, 24), Size(120, 36)])
    func `the ways to choose from, and the page with a field for what comes back`(size: Size) throws {
        var driven = try Driven(.connections, size: size, sync: Self.view)
        driven.press("n")
        try expectSnapshot(driven.text, named: "ways-\(size.columns)x\(size.rows)")
        let begun = Begun()
        for awaited in [true, false] {
            try expectSnapshot(
                pageOpen(begun, awaited: awaited, size: size).text,
                named: "page-\(awaited ? "waiting" : "pasting")-\(size.columns)x\(size.rows)")
        }
    }

    @Test func `the browser comes back, and who answered is asked about before it is kept`() throws {
        var driven = try pageOpen(Begun())
        #expect(driven.app.calling.values.map(\.tag) == ["return st"])
        _ = driven.answer(["client-id": "app", BrowserAccess.token: "shpat_SECRET"])
        #expect(driven.text.contains("Asking Shopify"))
        _ = driven.answer(identity)
        #expect(driven.text.contains("Keep this connection"))
        #expect(driven.text.contains("Mtkvari"))
        #expect(!driven.text.contains("SECRET"))
        driven.press("Esc")
        #expect(driven.app.calling.isEmpty)
    }

    @Test func `a paste is taken as it is, and the wait for the browser ends`() async throws {
        let begun = Begun()
        var driven = try pageOpen(begun)
        driven.paste("http://127.0.0.1:49217/callback?code=c1&state=st")
        #expect(begun.pasted.withLock { $0 }.isEmpty)
        driven.press("Enter")
        #expect(Set(driven.app.calling.values.map(\.tag)) == ["return st", "let go", "pasted"])
        for call in driven.app.calling.values where call.tag != "return st" {
            _ = await call.outcome(nil, driven.temporary.shop)
        }
        #expect(begun.isLetGo.withLock { $0 })
        #expect(begun.pasted.withLock { $0 } == [.redirect(query: "code=c1&state=st")])
        // The ended wait answers late, and is not heard.
        driven.refuse("It was stopped.", of: "return st")
        #expect(driven.text.contains("Taking what came back"))
        _ = driven.answer([BrowserAccess.token: "shpat_SECRET"])
        #expect(driven.text.contains("Asking Shopify"))
    }

    @Test func `Esc gives up: the port is given back and a late browser changes nothing`() async throws {
        let begun = Begun()
        var driven = try pageOpen(begun)
        driven.press("Esc")
        for call in driven.app.calling.values where call.tag == "let go" {
            _ = await call.outcome(nil, driven.temporary.shop)
        }
        #expect(begun.isLetGo.withLock { $0 })
        driven.refuse("late", of: "return st")
        #expect(!driven.text.contains("Sign in to Shopify"))
        #expect(!driven.footer.contains("late"))
    }

    @Test func `what comes late of a page that was given up is not taken for the next one's`() throws {
        var driven = try pageOpen(Begun())
        driven.press("Esc")
        fill(&driven)
        _ = driven.answer(Begun().started(state: "second"))
        driven.refuse("late", of: "return st")
        #expect(driven.text.contains("Sign in to Shopify"))
        #expect(driven.app.calling.values.contains { $0.tag == "return second" })
        #expect(!driven.footer.contains("late"))
    }

    @Test func `Esc while the page is being opened lets go what was opened after all`() throws {
        let begun = Begun()
        var driven = try filled()
        #expect(driven.text.contains("Opening Shopify's page"))
        driven.press("Esc")
        _ = driven.answer(begun.started())
        #expect(driven.app.calling.values.map(\.tag) == ["let go"])
        #expect(!driven.text.contains("Sign in to Shopify"))
    }

    @Test func `a no on the page brings the form back with the reason`() throws {
        var driven = try pageOpen(Begun())
        _ = driven.refuse("Shopify: It was not allowed there: no.")
        #expect(driven.footer.contains("not allowed there"))
        #expect(driven.text.contains("Client ID"))
        #expect(!driven.text.contains("SECRET"))
    }

    @Test func `a connection that was made so is signed in to again by its page`() throws {
        var driven = try Driven(.connections, isConnected: true, sync: Self.view)
        let shop = driven.temporary.shop
        let connection = try shop.connection(named: "shopify")
        try shop.keep(
            ConnectionAccess(
                ["client-secret": Self.secret],
                scopes: ConnectionScopes(granted: ["read_products"], missing: ["write_orders"]),
                sealer: Sealer(key: .init(repeating: 1, count: 32))),
            settings: ["client-id": "app", BrowserAccess.mark: BrowserAccess.marked], of: connection.id)
        driven.open(.connections, .connection(connection.id, keys: false))
        #expect(driven.text.contains("may not write_orders"))
        driven.press(">")
        #expect(driven.text.contains("empty for the one that is kept"))
        driven.press("Enter")
        #expect(driven.app.calling.values.map(\.tag) == ["page"])
    }
}
