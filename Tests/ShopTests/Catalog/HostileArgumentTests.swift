import Commerce
import Testing
import TestSupport

@testable import Shop

/// What `mercer do` can be given for the catalog, and what must not come of it.
@Suite struct HostileArgumentTests {
    @Test func `several products are counted, archived and deleted at once`() throws {
        let here = try OrderShop(stock: ["MUG": 5, "JUG": 4, "CUP": 0, "POT": 0])
        let variants = try ["MUG", "JUG"].map { try #require(here.variants[$0]) }
        let counted = try here.shop.perform(CountStock(variants.map { .init(variant: $0, counted: 7) }))
        #expect(counted.outcome.difference == 5)
        #expect(try here.level("JUG").onHand == 7)
        let products = try ["CUP", "POT"].map { try here.shop.productNamed($0) }
        try here.shop.perform(SetProductStatus(products, to: .archived))
        #expect(try here.shop.catalogCounts()[.archived] == 2)
        try here.shop.perform(DeleteProducts(products))
        #expect(try here.shop.catalogCounts()[.archived] == 0)
    }

    @Test(arguments: [Int.min, .max, 1_000_000_001])
    func `a count beyond any shelf is refused`(_ count: Int) throws {
        let here = try OrderShop(stock: ["MUG": 5])
        let mug = try #require(here.variants["MUG"])
        let product = try here.shop.productNamed("MUG")
        #expect(throws: Refusal.self) {
            try here.shop.perform(CountStock([.init(variant: mug, counted: count)]))
        }
        #expect(throws: Refusal.self) {
            try here.shop.perform(AddVariant(VariantSheet(options: ["L"], stock: count), to: product))
        }
        #expect(throws: Refusal.self) {
            try here.shop.perform(
                CreateProduct(ProductSheet(title: "New", variants: [VariantSheet(weightGrams: count)])))
        }
        #expect(try here.level("MUG").onHand == 5)
    }

    @Test func `a featured product is carried no further than the ends of the list`() throws {
        let here = try OrderShop(stock: ["CUP": 1, "JUG": 1, "MUG": 1])
        let products = try ["CUP", "JUG", "MUG"].map { try here.shop.productNamed($0) }
        try here.shop.perform(FeatureProducts(products, featured: true))
        #expect(try here.shop.perform(ReorderFeatured(products[1], by: .max)).outcome.place == 3)
        #expect(try here.shop.perform(ReorderFeatured(products[1], by: .min)).outcome.place == 1)
        #expect(try here.shop.perform(ReorderFeatured(products[1], by: 1)).outcome.place == 2)
    }

    @Test(arguments: ["9223372036854775807/1", "-19 %", "101 %", "-100%"])
    func `a tax rate that no price can hold is refused`(_ rate: String) throws {
        let here = try OrderShop(stock: ["MUG": 5])
        #expect(throws: Refusal.self) { try here.shop.perform(ChangeSetting(key: "taxRate", value: rate)) }
        #expect(CatalogLines.keep(price: 24, cost: 1, tax: Rate(rate)) == nil || rate == "101 %")
        #expect(CatalogLines.keep(price: 1, cost: .min, tax: nil) == nil)
    }

    @Test func `a setting that every line reads leaves the order of what changed as it was`() throws {
        let here = try OrderShop(stock: ["CUP": 1, "JUG": 1, "MUG": 1])
        let query = CatalogQuery(sort: .changed, isDescending: true)
        let mug = try #require(here.variants["MUG"])
        here.folder.wait(milliseconds: 1000)
        try here.shop.perform(CountStock([.init(variant: mug, counted: 9)]))
        let before = try here.shop.catalogRows(here.shop.catalogIDs(query)).map(\.changedAt)
        here.folder.wait(milliseconds: 60_000)
        try here.shop.perform(ChangeSetting(key: "lowStock", value: "3"))
        #expect(try here.shop.catalogRows(here.shop.catalogIDs(query)).map(\.changedAt) == before)
        #expect(try here.shop.catalogRows(here.shop.catalogIDs(query)).map(\.isLow) == [false, true, true])
    }

    @Test func `an image shows only a variant of its own product`() throws {
        let here = try OrderShop(stock: ["CUP": 1, "MUG": 1])
        let mug = try here.shop.productNamed("MUG")
        for variant in [try #require(here.variants["CUP"]), VariantID(rawValue: 7)] {
            let images = [ImageSheet(url: "https://example.com/a.png", variant: variant)]
            #expect(throws: Refusal.self) { try here.shop.perform(SetImages(images, of: mug)) }
        }
    }

    @Test func `a rewrite that is refused among others leaves nothing of itself behind`() throws {
        let here = try OrderShop(stock: ["CUP": 1, "MUG": 1])
        let products = try ["CUP", "MUG"].map { try here.shop.productNamed($0) }
        let sheets = try here.shop.productSheets(products).map(\.sheet)
        var bad = sheets[1]
        bad.title = "Half done"
        bad.images = [ImageSheet(id: ImageID(rawValue: 9), url: "https://example.com/a.png")]
        var good = sheets[0]
        good.title = "Done"
        let outcome = try here.shop.perform(
            RewriteProducts([
                .init(products[0], was: sheets[0], sheet: good),
                .init(products[1], was: sheets[1], sheet: bad),
            ])
        ).outcome
        #expect(outcome.done == [products[0]])
        #expect(try here.shop.productSheets(products).map(\.sheet.title) == ["Done", sheets[1].title])
        // Without what it began from it would be a second product.
        #expect(throws: Refusal.self) {
            try here.shop.perform(RewriteProducts([.init(products[0], was: nil, sheet: good)]))
        }
    }

    @Test func `searching for a zero byte finds nothing and is no fault of the file`() throws {
        let here = try OrderShop(stock: ["MUG": 1])
        #expect(try here.shop.find("a\0b").isEmpty)
        #expect(try here.shop.find("\0").isEmpty)
        #expect(try here.shop.find("\" OR * ^ NEAR(").isEmpty)
        #expect(try !here.shop.find("goods").isEmpty)
    }
}

/// Text that reaches a search, a spreadsheet or a file.
@Suite struct HostileTextTests {
    @Test func `a zero byte in JSON is refused, not the end of the text`() {
        for json in [#"{"product":"1","text":"whole\u0000lost"}"#, "{\"product\":\"1\",\"text\":\"a\0b\"}"] {
            let refusal = #expect(throws: Refusal.self) {
                try ActionCatalog.all.action("NoteProduct", json: json)
            }
            #expect(refusal?.code == "zero-byte")
        }
    }

    @Test func `a quote stays a quote in the search, whatever stands upon it`() throws {
        #expect(FullText.quote("a\"\u{301} OR b") == "\"a\"\"\u{301} OR b\"")
        let here = try OrderShop(stock: ["MUG": 1])
        #expect(try here.shop.find("\"\u{301} : ^x").isEmpty)
    }

    @Test func `a filter has an end`() throws {
        #expect(throws: FilterError.self) {
            try FilterExpression(
                String(repeating: "-mug ", count: 101), vocabulary: CatalogQuery.vocabulary)
        }
    }

    @Test func `a text that a spreadsheet would run is defused wherever it is written`() {
        #expect(DelimitedWriter.defused("=1+1") == "'=1+1")
        #expect(DelimitedWriter.defused("'@SUM(A1)") == "''@SUM(A1)")
        #expect(DelimitedWriter.defused("12 mugs") == "12 mugs")
    }
}
