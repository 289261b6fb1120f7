import Commerce
import Shop
import Terminal
import TestSupport
import Testing

@testable import CommandCenter

@Suite struct SellScreenTests {
    /// A small catalog of its own, sorted by title, so that a test names rows it can see.
    private func kiln(_ size: Size = Size(120, 36)) throws -> Driven {
        var driven = try Driven(.sell, size: size)
        let shop = driven.temporary.shop
        let euro = try #require(Currency(code: "EUR"))
        func price(_ cents: Int64) -> UnitPrice { UnitPrice(millionths: cents * 10_000, currency: euro) }
        let products = [
            ProductSheet(
                title: "Blue mug", category: "Mugs", tags: ["winter", "gift"],
                variants: [VariantSheet(sku: "MUG", price: price(2400), cost: price(710), stock: 42)]),
            ProductSheet(
                title: "Green plate", options: ["Size"], description: "Copper green over white slip.",
                images: [
                    ImageSheet(url: "https://kiln.example/1.jpg", alt: "from above"),
                    ImageSheet(url: "https://kiln.example/2.jpg"),
                ],
                variants: [
                    VariantSheet(sku: "PLT-S", options: ["18 cm"], price: price(1600), stock: 3),
                    VariantSheet(sku: "PLT-L", options: ["22 cm"], price: price(2200), stock: 9),
                ]),
            ProductSheet(
                title: "Tall vase",
                variants: [VariantSheet(sku: "VAS", price: price(4400), cost: price(2100))]),
        ]
        for product in products { try shop.perform(CreateProduct(product)) }
        driven.press("h s")
        driven.press("l")
        return driven
    }

    private func sheets(_ driven: Driven) throws -> [ProductSheet] {
        let ids = try driven.temporary.shop.catalogIDs(CatalogQuery(sort: .title))
        return try driven.temporary.shop.productSheets(ids).map(\.sheet)
    }

    @Test(arguments: [Size(80, 24), Size(120, 36), Size(200, 60)])
    func `the demo's catalog stands on one screen`(size: Size) throws {
        var driven = try Driven(.sell, isFurnished: true, size: size)
        driven.press("h s j Space Space")
        try expectSnapshot(driven.text, named: "catalog-\(size.columns)x\(size.rows)")
    }

    @Test func `a product opened shows its variants`() throws {
        var driven = try kiln()
        driven.press("j Enter Tab")
        try expectSnapshot(driven.text, named: "variants")
    }

    @Test func `a price written in its cell is saved by Enter, and u takes it back`() throws {
        var driven = try kiln()
        driven.press("e Ctrl-u")
        driven.type("26,50")
        #expect(driven.text.contains("keeps 73 %"))
        driven.press("Enter")
        #expect(try sheets(driven)[0].variants[0].price?.amountText == "26.50")
        #expect(driven.footer.contains("Blue mug: price"))
        driven.press("u")
        #expect(try sheets(driven)[0].variants[0].price?.amountText == "24.00")
    }

    @Test func `a price below cost is doubted, and only y saves it`() throws {
        var driven = try kiln()
        driven.press("e Ctrl-u")
        driven.type("5")
        #expect(driven.text.contains("below the cost of €7.10"))
        driven.press("Enter Enter")
        #expect(try sheets(driven)[0].variants[0].price?.amountText == "24.00")
        driven.press("Enter y")
        #expect(try sheets(driven)[0].variants[0].price?.amountText == "5.00")
    }

    @Test func `what is no price stays in its field with the reason`() throws {
        var driven = try kiln()
        driven.press("e Ctrl-u")
        driven.type("2x")
        driven.press("Enter")
        #expect(driven.footer.contains("price:"))
        driven.press("Esc Esc")
        #expect(try sheets(driven)[0].variants[0].price?.amountText == "24.00")
    }

    @Test func `Tab saves and opens the cell of the next row`() throws {
        var driven = try kiln()
        driven.press("h e End")
        driven.type("s")
        driven.press("Tab End")
        driven.type("s")
        driven.press("Enter")
        #expect(try sheets(driven).map(\.title) == ["Blue mugs", "Green plates", "Tall vase"])
    }

    @Test func `a SKU that is taken is refused by name and the field opens again`() throws {
        var driven = try kiln()
        driven.press("h h e Ctrl-u")
        driven.type("VAS")
        driven.press("Enter")
        #expect(driven.footer.contains("Tall vase"))
        #expect(driven.text.contains("[VAS"))
    }

    @Test func `stock written in its cell is a count`() throws {
        var driven = try kiln()
        driven.press("l l l e Ctrl-u")
        driven.type("40")
        #expect(driven.text.contains("-2 in the ledger"))
        driven.press("Enter")
        let shop = driven.temporary.shop
        let past = try shop.productPast(shop.catalogIDs(CatalogQuery(sort: .title))[0])
        #expect(past.ledger.map(\.quantity).sorted() == [-2, 42])
    }

    @Test func `prices of the marked go by a review that leaves the odd ones out`() throws {
        var driven = try kiln()
        driven.press("* :")
        driven.type("price -70%")
        driven.press("Enter")
        try expectSnapshot(driven.text, named: "bulk")
        driven.press("y")
        let prices = try sheets(driven).flatMap(\.variants).map { $0.price?.amountText }
        #expect(prices == ["7.20", "4.80", "6.60", "44.00"])
        driven.press("u")
        #expect(try sheets(driven)[1].variants[0].price?.amountText == "16.00")
    }

    @Test func `marks that a filter hides are counted and left out`() throws {
        var driven = try kiln()
        driven.press("Space Space /")
        driven.type("plate")
        driven.press("Enter")
        #expect(driven.footer.contains("2 marked, 1 hidden"))
        driven.press("x")
        #expect(try sheets(driven).map(\.title) == ["Blue mug", "Tall vase"])
    }

    @Test func `the cursor stays on its product when others come and go`() throws {
        var driven = try kiln()
        driven.press("j j")
        try driven.temporary.shop.perform(CreateProduct(ProductSheet(title: "Ash tray")))
        driven.press("0 2")
        #expect(driven.lines.contains { $0.hasPrefix("▌") && $0.contains("Tall vase") })
    }

    @Test func `n makes a product and the cursor goes to it`() throws {
        var driven = try kiln()
        driven.press("n")
        driven.type("Milk jug")
        driven.press("Tab")
        driven.type("21")
        driven.press("Enter")
        #expect(driven.footer.contains("Milk jug: new"))
        #expect(driven.lines.contains { $0.hasPrefix("▌") && $0.contains("Milk jug") })
    }

    @Test func `N makes a draft like this one`() throws {
        var driven = try kiln()
        driven.press("N")
        #expect(driven.text.contains("Blue mug, copy"))
        #expect(try driven.temporary.shop.catalogCounts()[.draft] == 1)
    }

    @Test func `what is in stock is not deleted, and says why`() throws {
        var driven = try kiln()
        driven.press(":")
        driven.type("delete")
        driven.press("Enter y")
        #expect(driven.footer.contains("42 of “Blue mug” are here"))
        #expect(try sheets(driven).count == 3)
    }

    @Test func `images are carried and a variant's price is edited in its own table`() throws {
        var driven = try kiln()
        driven.press("j Enter Tab e Ctrl-u")
        driven.type("17")
        driven.press("Enter")
        #expect(try sheets(driven)[1].variants[0].price?.amountText == "17.00")
        driven.press("Tab Tab Tab J")
        #expect(try sheets(driven)[1].images.map(\.alt) == ["", "from above"])
    }

    @Test func `what the editor leaves is reviewed row by row`() throws {
        let driven = try kiln()
        let shop = driven.temporary.shop
        let ids = try shop.catalogIDs(CatalogQuery(sort: .title))
        var pane = SellPane()
        let context = driven.app.context()
        let given = try shop.productSheets(Array(ids.prefix(1)))
        _ = pane.receive(.sheets(given), to: .sheets(Array(ids.prefix(1)), kept: nil), context)
        let text = ProductText.text(of: given).replacing("winter", with: "summer").replacing(
            "24.00", with: "25")
        _ = pane.update(.edited(tag: "editor", text), context)
        guard case .rewrite(let review)? = pane.bulk?.work else {
            Issue.record("there is no review")
            return
        }
        #expect(review.lines.compactMap { $0?.difference?.willBe } == ["summer, gift", "25.00"])
        let effects = pane.update(.reviewed(tag: "editor", ReviewAnswer(taken: [0], choices: [:])), context)
        for case .shell(.perform(let action as RewriteProducts, _, _)) in effects { try shop.perform(action) }
        let after = try sheets(driven)[0]
        #expect(after.tags == ["summer", "gift"])
        #expect(after.variants[0].price?.amountText == "24.00")
    }

    @Test func `a mistake in the editor's text changes nothing and keeps the text`() throws {
        let driven = try kiln()
        let shop = driven.temporary.shop
        let given = try shop.productSheets(Array(shop.catalogIDs(CatalogQuery(sort: .title)).prefix(1)))
        var pane = SellPane()
        let context = driven.app.context()
        _ = pane.receive(.sheets(given), to: .sheets(given.map(\.id), kept: nil), context)
        let effects = pane.update(
            .edited(tag: "editor", ProductText.text(of: given).replacing("24.00", with: "many")), context)
        var kept = ""
        for case .shell(.draft(_, let text?)) in effects { kept = text }
        #expect(kept.contains("# ! price “many”"))
        #expect(pane.bulk == nil)
    }

    @Test func `any keys in any order leave a screen that stands`() throws {
        // Seed 31: failures print the keys so far.
        var random = SeededRandom(seed: 31)
        var driven = try kiln()
        let keys = [
            "j", "k", "h", "l", "g", "G", "Tab", "Shift-Tab", "Enter", "Esc", "Space", "v", "*", "s", "e",
            "N", "x",
            "J", "K", "c", "n", "i", "y", "u", "]", "[", "}", "{", "/", "a", "5", "Ctrl-d", "Backspace", ">",
            "+", "E",
        ]
        var pressed: [String] = []
        for _ in 0..<600 {
            let key = random.pick(keys)
            pressed.append(key)
            driven.press(key)
            let lines = driven.lines.dropLast()
            #expect(lines.count == 36, "\(pressed.suffix(12))")
        }
        #expect(try driven.temporary.shop.check().isSound)
    }

    @Test func `the screen holds at every size`() throws {
        var driven = try kiln()
        for keys in ["", "Tab", "Enter", "Enter Tab e", "e"] {
            for (columns, rows) in [
                (1, 1), (2, 9), (40, 10), (59, 12), (60, 14), (99, 15), (100, 7), (300, 90),
            ] {
                driven.press("Esc Esc Esc")
                driven.resize(to: Size(columns, rows))
                driven.press(keys)
                let lines = driven.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                #expect(lines.count == rows)
                #expect(lines.allSatisfy { DisplayText.width(of: String($0)) <= columns })
            }
        }
    }
}
