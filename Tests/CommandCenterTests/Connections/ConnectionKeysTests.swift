import Commerce
import Connectors
import Shop
import Sync
import Terminal
import TestSupport
import Testing

@testable import CommandCenter

/// What the keys of Connections and Going out do.
struct ConnectionKeysTests {
    private let identity = ChannelIdentity(
        shop: "woo-9", name: "Second shop", url: "https://second.example", currency: "EUR",
        missingScopes: ["write products"], remarks: ["Its certificate ends in 9 days."])

    private func typed() throws -> Driven {
        var driven = try Driven(.connections, sync: ConnectedShop.view)
        driven.press("n Enter")
        driven.type("https://second.example")
        driven.press("Tab")
        driven.type("ck_SECRET1")
        driven.press("Tab")
        driven.type("cs_SECRET2")
        return driven
    }

    @Test func `a secret is drawn as dots and is kept in no draft`() throws {
        let driven = try typed()
        #expect(driven.text.contains("••••••••••"))
        #expect(driven.text.contains("https://second.example"))
        #expect(!driven.text.contains("SECRET"))
        #expect(try driven.temporary.shop.drafts().values.allSatisfy { !$0.contains("SECRET") })
        #expect(driven.app.drafts.values.allSatisfy { !$0.contains("SECRET") })
    }

    @Test func `what answered is shown with what the keys may not do, before it is kept`() throws {
        var driven = try typed()
        driven.press("Enter")
        #expect(driven.text.contains("Asking WooCommerce"))
        let asked = driven.answer(identity)
        #expect(asked)
        #expect(driven.text.contains("Second shop"))
        #expect(driven.text.contains("these keys may not: write products"))
        #expect(driven.text.contains("certificate ends in 9 days"))
        driven.press("Enter")
        #expect(driven.app.calling.isEmpty)
        #expect(try driven.temporary.shop.connections().isEmpty)
    }

    @Test func `y keeps the connection by a call, and a refusal is said`() throws {
        var driven = try typed()
        driven.press("Enter")
        _ = driven.answer(identity)
        driven.press("y")
        #expect(driven.text.contains("Keeping the connection"))
        let refused = driven.refuse("Second shop is connected already, as woo.")
        #expect(refused)
        #expect(driven.footer.contains("connected already"))
    }

    @Test func `keys that do not work bring the form back with what was typed`() throws {
        var driven = try typed()
        driven.press("Enter")
        let refused = driven.refuse("WooCommerce does not take the keys: 401.")
        #expect(refused)
        #expect(driven.text.contains("Connect WooCommerce"))
        #expect(driven.text.contains("https://second.example"))
        #expect(driven.footer.contains("does not take the keys"))
        #expect(!driven.text.contains("SECRET"))
    }

    @Test func `an answer that is not waited for any more changes nothing`() throws {
        var driven = try typed()
        driven.press("Enter Esc")
        #expect(!driven.text.contains("Asking"))
        _ = driven.answer(identity)
        #expect(!driven.text.contains("Keep this connection"))
    }

    @Test func `z pauses, again lets go on, and u takes it back`() throws {
        var driven = try Driven(.connections, isConnected: true)
        let shop = driven.temporary.shop
        driven.press("z")
        #expect(try shop.connections()[0].condition.isPaused)
        #expect(driven.lines[0].contains("WooCommerce ○"))
        driven.press("u")
        #expect(try !shop.connections()[0].condition.isPaused)
    }

    @Test func `rules are one Action, and a wrong text is not saved`() throws {
        var driven = try Driven(.connections, isConnected: true)
        let shop = driven.temporary.shop
        driven.press("e Tab")
        driven.type("ten")
        driven.press("Enter")
        #expect(driven.text.contains("such as +5 %"))
        driven.press("Ctrl-u")
        driven.type("+5 %")
        driven.press("Tab")
        driven.type(".99")
        driven.press("Enter")
        let rules = try shop.connections()[0].rules
        #expect(rules.price == PriceRule(markupBasisPoints: 500, ending: 99))
        #expect(rules.pushes)
    }

    @Test func `disconnecting asks, and Enter does nothing`() throws {
        var driven = try Driven(.connections, isConnected: true)
        driven.press("G x Enter")
        #expect(try driven.temporary.shop.connections().count == 3)
        driven.press("x y")
        #expect(try driven.temporary.shop.connections().count == 2)
    }

    @Test func `the header names only what is not well`() throws {
        let driven = try Driven(.connections, isConnected: true)
        #expect(driven.lines[0].contains("Etsy ✗"))
        #expect(driven.lines[0].contains("Shopify ◐"))
        #expect(driven.footer.contains("in 10 s"))
    }

    @Test func `progress of the engine stands in the header and goes again`() throws {
        var driven = try Driven(.connections, isConnected: true)
        let shop = driven.temporary.shop
        let id = try shop.connections()[0].id
        driven.app.settle(
            .message(.sync(.working(id, SyncProgress(step: .products, done: 40, total: 100, perSecond: 12)))),
            on: shop)
        #expect(driven.lines[0].contains("WooCommerce ↻ 40 %"))
        driven.press("Enter")
        #expect(driven.text.contains("40 of 100, 12 a second, 5 s left"))
        driven.app.settle(.message(.sync(.rested(id, SyncReport(connection: id, handle: "woo")))), on: shop)
        #expect(!driven.lines[0].contains("↻"))
    }

    @Test func `nothing ticks while nothing is held`() throws {
        let quiet = try Driven(.today, isFurnished: true)
        #expect(quiet.app.deadline == nil)
        let held = try Driven(.today, isConnected: true)
        #expect(held.app.deadline != nil)
    }

    // MARK: Going out

    @Test func `a held effect is taken back, kept back and let go`() throws {
        var driven = try Driven(.today, isConnected: true)
        let shop = driven.temporary.shop
        func held() throws -> Int { try shop.goingOut().count { $0.state == .held && !$0.isKeptBack } }
        let before = try held()
        driven.press("]")
        #expect(before > 0)
        driven.press("z")
        #expect(try held() == before - 1)
        driven.press("z")
        #expect(try held() == before)
        driven.press("u")
        #expect(try held() == before - 1)
    }

    @Test func `sending now and dropping ask first`() throws {
        var driven = try Driven(.today, isConnected: true)
        let shop = driven.temporary.shop
        driven.press("]")
        let first = try #require(try shop.goingOut().first { $0.state == .held })
        driven.press("> Enter")
        #expect(try shop.effect(first.id)?.state == .held)
        driven.press("> y")
        #expect(try shop.effect(first.id)?.state == .queued)
        driven.press("x Enter")
        #expect(try shop.effect(first.id)?.state == .queued)
        driven.press("x y")
        #expect(try shop.effect(first.id)?.state == .withdrawn)
    }

    @Test func `what was refused is tried again, and what is in doubt is not`() throws {
        var driven = try Driven(.today, isConnected: true)
        let shop = driven.temporary.shop
        let refused = try #require(try shop.goingOut().first { $0.state == .rejected })
        let doubtful = try #require(try shop.goingOut().first { $0.state == .inDoubt })
        driven.press("] G k r")
        driven.press("G r")
        #expect(try shop.effect(refused.id)?.state == .queued)
        #expect(try shop.effect(doubtful.id)?.state == .inDoubt)
    }
}

/// The card of conflicts.
struct ConflictCardTests {
    private func compared(size: Size = Size(120, 36)) throws -> Driven {
        var driven = try Driven(.sell, isConnected: true, size: size)
        let product = try #require(try driven.temporary.shop.conflicts().first).product
        driven.app.settle(.message(.changed(.ofSync)), on: driven.temporary.shop)
        driven.open(.sell, .product(product))
        driven.press("Tab Tab j j j j >")
        return driven
    }

    @Test(arguments: [Size(80, 24), Size(120, 36), Size(200, 60)])
    func `both sides of each field, and what was agreed before`(size: Size) throws {
        var driven = try compared(size: size)
        driven.press("Space")
        try expectSnapshot(driven.text, named: "conflict-\(size.columns)x\(size.rows)")
    }

    @Test func `y settles only what has a side`() throws {
        var driven = try compared()
        let shop = driven.temporary.shop
        let before = try shop.conflicts().count
        driven.press("y")
        #expect(try shop.conflicts().count == before)
        driven.press("l l Space y")
        #expect(try shop.conflicts().count == before - 1)
    }

    @Test func `an own value is checked and settles its field`() throws {
        var driven = try compared()
        let shop = driven.temporary.shop
        let before = try shop.conflicts().count
        driven.press("e Ctrl-u")
        driven.type("Mug of mine")
        driven.press("Enter y")
        #expect(try shop.conflicts().count == before - 1)
    }

    @Test func `no key but y settles anything`() throws {
        let fresh = try compared()
        let count = try fresh.temporary.shop.conflicts().count
        for key in ["Enter", "Esc", "z", "x", "q", "Y", "Ctrl-y", "Tab", "Backspace"] {
            var driven = fresh
            driven.press("Space \(key)")
            #expect(try driven.temporary.shop.conflicts().count == count, "\(key)")
        }
    }

    @Test func `a conflict among the problems opens its card, and z lets it rest`() throws {
        var driven = try Driven(.today, isConnected: true)
        let shop = driven.temporary.shop
        for _ in 0..<40 where driven.lines.first(where: { $0.hasPrefix("▌") })?.contains("conflict") != true {
            driven.press("j")
        }
        driven.press(">")
        #expect(driven.text.contains("y settle"))
        let before = try shop.problems(at: TemporaryShop.now).count
        driven.press("z")
        #expect(try shop.problems(at: TemporaryShop.now).count == before - 1)
        #expect(try !shop.conflicts().isEmpty)
    }

    @Test func `a product that could be two is matched by a review`() throws {
        var driven = try Driven(.today, isConnected: true)
        let shop = driven.temporary.shop
        for _ in 0..<40 where driven.lines.first(where: { $0.hasPrefix("▌") })?.contains("match") != true {
            driven.press("j")
        }
        driven.press(">")
        #expect(driven.text.contains("Which product here is meant?"))
        driven.press("y")
        #expect(try shop.unmatched().count == 1)
        driven.press("> l Space y")
        #expect(try shop.unmatched().isEmpty)
    }

    @Test func `resolve settles all of a product by one side`() throws {
        var driven = try Driven(.sell, isConnected: true)
        let shop = driven.temporary.shop
        let product = try #require(try shop.conflicts().first).product
        driven.open(.sell, .product(product))
        driven.press(":")
        driven.type("resolve theirs")
        driven.press("Enter")
        #expect(try shop.conflicts(of: product).isEmpty)
    }

    @Test func `e on a channel says a title and a price otherwise there, and u takes both back`() throws {
        var driven = try Driven(.sell, isConnected: true)
        let shop = driven.temporary.shop
        driven.press("Enter Tab Tab e")
        #expect(driven.text.contains("On WooCommerce"), "\(driven.text)")
        driven.type("Only there")
        driven.press("Tab")
        driven.type("31,5")
        driven.press("Enter")
        let connection = try shop.connections()[0].id
        let product = try #require(try shop.listingsOtherwise(on: connection).first)
        var wording = try #require(try shop.listingWording(of: product, on: connection))
        #expect(wording.title.own == "Only there" && wording.prices[0].words.own == "31.5")
        driven.press("u")
        wording = try #require(try shop.listingWording(of: product, on: connection))
        #expect(wording.title.own == nil && wording.prices[0].words.own == nil)
    }

    @Test func `what is emptied is as here again, and what is no price is said and kept`() throws {
        var driven = try Driven(.sell, isConnected: true)
        let shop = driven.temporary.shop
        driven.press("Enter Tab Tab e Tab")
        driven.type("a lot")
        driven.press("Enter")
        #expect(driven.footer.contains("a lot") || driven.text.contains("a lot"), "\(driven.text)")
        let connection = try shop.connections()[0].id
        #expect(try shop.listingsOtherwise(on: connection).isEmpty)
    }
}

extension Shop {
    /// The products whose listing there has a title or a price of its own.
    fileprivate func listingsOtherwise(on connection: ConnectionID) throws -> [ProductID] {
        try catalogIDs(CatalogQuery()).filter { product in
            guard let wording = try listingWording(of: product, on: connection) else { return false }
            return wording.title.own != nil || wording.prices.contains { $0.words.own != nil }
        }
    }
}
