import Commerce
import Shop
import TestSupport
import Testing

@Suite struct CatalogActionTests {
    let folder: ShopFolder
    let shop: Shop
    let euro = Currency(code: "EUR")!

    init() throws {
        folder = try ShopFolder()
        shop = try folder.open()
    }

    func price(_ text: String) throws -> UnitPrice {
        try MoneyFormat.parseUnitPrice(text, currency: euro, convention: .neutral)
    }

    func sheet(_ id: ProductID) throws -> ProductSheet {
        try #require(try shop.productSheets([id]).first).sheet
    }

    @discardableResult
    func mug(_ sku: String = "MUG", title: String = "Blue mug", cost: String? = nil, stock: Int? = nil) throws
        -> ProductID
    {
        let variant = VariantSheet(
            sku: sku, price: try price("24"), cost: try cost.map { try price($0) }, stock: stock)
        return try shop.perform(CreateProduct(ProductSheet(title: title, variants: [variant]))).outcome
    }

    @Test func `a new product has what was written, and undo takes it away`() throws {
        let product = ProductSheet(
            title: "Mug", category: "Kitchen>Mugs", tags: ["gift", "Gift", "a,b"], options: ["Size"],
            images: [ImageSheet(url: "https://shop.example/1.jpg")],
            variants: [
                VariantSheet(sku: "M-L", options: ["L"], price: try price("24"), stock: 5),
                VariantSheet(sku: "M-S", options: ["S"], price: try price("18")),
            ])
        let id = try shop.perform(CreateProduct(product)).outcome
        let kept = try sheet(id)
        #expect(kept.category == "Kitchen > Mugs")
        #expect(kept.tags == ["gift", "a b"])
        #expect(kept.variants.map(\.stock) == [5, 0])
        _ = try shop.undo()
        #expect(try shop.productSheets([id]).isEmpty)
        #expect(try shop.check().isSound)
    }

    @Test func `a SKU belongs to one variant, and the refusal names whose it is`() throws {
        try mug("MUG")
        let refusal = #expect(throws: Refusal.self) { try mug("MUG", title: "Red mug") }
        #expect(refusal?.code == "duplicate-sku")
        #expect(refusal?.reason.contains("Blue mug") == true)
        let other = try mug("RED", title: "Red mug")
        #expect(throws: Refusal.self) { try shop.perform(EditCatalog([CatalogEdit(other, .sku, "MUG")])) }
    }

    @Test func `a count enters the difference, and undo gives it back though stock moved since`() throws {
        let id = try mug(stock: 10)
        let variant = try #require(try sheet(id).variants[0].id)
        let counted = try shop.perform(CountStock([.init(variant: variant, counted: 7)]))
        #expect(counted.summary == "Blue mug: counted 7, -3")
        try shop.perform(WriteOffStock(variant: variant, quantity: 2, reason: "broken"))
        #expect(try sheet(id).variants[0].stock == 5)
        _ = try shop.undo(counted.entry)
        #expect(try sheet(id).variants[0].stock == 8)
        #expect(throws: Refusal.self) {
            try shop.perform(WriteOffStock(variant: variant, quantity: 9, reason: ""))
        }
    }

    @Test func `what was looked at and has changed since is not overwritten`() throws {
        let id = try mug()
        let edit = CatalogEdit(id, .price, "25", expected: "24.00")
        try shop.perform(EditCatalog([CatalogEdit(id, .price, "30")]))
        let refusal = #expect(throws: Refusal.self) { try shop.perform(EditCatalog([edit])) }
        #expect(refusal?.code == "changed-since")
        #expect(try sheet(id).variants[0].price == (try price("30")))
    }

    @Test func `an edit of many does what it may and says why not`() throws {
        let one = try mug("A", title: "One")
        let two = try mug("B", title: "Two")
        let receipt = try shop.perform(
            EditCatalog([CatalogEdit(one, .price, "20"), CatalogEdit(two, .sku, "A")]))
        #expect(receipt.outcome.products.done == [one])
        #expect(receipt.outcome.products.refused.map(\.id) == [two])
        #expect(receipt.summary == "2 products: price, sku, 1 refused")
    }

    @Test func `a product on an order or on the shelf is not deleted`() throws {
        let id = try mug(stock: 3)
        let refusal = #expect(throws: Refusal.self) { try shop.perform(DeleteProducts([id])) }
        #expect(refusal?.code == "in-stock")
        let variant = try #require(try sheet(id).variants[0].id)
        try shop.perform(CountStock([.init(variant: variant, counted: 0)]))
        try shop.perform(DeleteProducts([id]))
        #expect(try shop.productSheets([id]).isEmpty)
        _ = try shop.undo()
        #expect(try sheet(id).title == "Blue mug")
    }

    @Test func `a plan shows each price, doubts the odd ones, and one undo takes all of it back`() throws {
        let one = try mug("A", title: "One", cost: "7.10")
        let two = try mug("B", title: "Two", cost: "23")
        let command = try BulkCommand("price", "-10%", currency: euro)
        let plan = try shop.plan(command, for: [one, two])
        #expect(plan.rows.map(\.willBe) == ["21.60", "21.60"])
        #expect(plan.rows.map(\.warnings) == [[], ["below the cost of €23.00"]])
        _ = try shop.apply(plan.rows, title: plan.title)
        #expect(try sheet(two).variants[0].price == (try price("21.60")))
        _ = try shop.undo()
        #expect(try sheet(two).variants[0].price == (try price("24")))
    }

    @Test(arguments: [
        ("price", "24:9.99", "price 24.00, cost 9.99"), ("price", "+2", "price +2.00"),
        ("price", "+5%", "price +5 %"), ("tag", "winter -gift", "tags +winter -gift"),
        ("set", "low-stock=5", "low-stock 5"), ("replace", "\"blue mug\" cup", "title “blue mug” → “cup”"),
    ])
    func `a line for many products is understood`(name: String, words: String, title: String) throws {
        #expect(try BulkCommand(name, words, currency: euro).title == title)
    }

    @Test(arguments: [
        ("price", "x"), ("price", ""), ("price", "-100%"), ("set", "colour=red"), ("set", "price=abc"),
        ("replace", "one"), ("price", "1:2:3"),
    ])
    func `a line that is unclear is refused`(name: String, words: String) {
        #expect(throws: Refusal.self) { try BulkCommand(name, words, currency: euro) }
    }

    @Test func `a rewrite changes what the editor changed and keeps what changed meanwhile`() throws {
        let id = try mug()
        let was = try sheet(id)
        var edited = was
        edited.title = "Blue mug, large"
        try shop.perform(EditCatalog([CatalogEdit(id, .price, "30")]))
        try shop.perform(RewriteProducts([.init(id, was: was, sheet: edited)]))
        let now = try sheet(id)
        #expect(now.title == "Blue mug, large")
        #expect(now.variants[0].price == (try price("30")))
        edited.variants[0].price = try price("26")
        #expect(throws: Refusal.self) {
            try shop.perform(RewriteProducts([.init(id, was: was, sheet: edited)]))
        }
    }

    @Test func `a change of a thousand products goes in parts, and one undo takes all of it back`() throws {
        let ids = try (0..<600).map { try mug("S\($0)", title: "Mug \($0)") }
        let plan = try shop.plan(BulkCommand("price", "+5%", currency: euro), for: ids)
        var told = 0
        let report = try shop.apply(plan.rows, title: plan.title) { progress in
            told = progress.done
            return true
        }
        #expect(report?.done == 600)
        #expect(told == 600)
        #expect(try shop.productSheets(ids).allSatisfy { $0.sheet.variants[0].price?.amountText == "25.20" })
        _ = try shop.undo()
        #expect(try shop.productSheets(ids).allSatisfy { $0.sheet.variants[0].price?.amountText == "24.00" })
        #expect(try shop.check().isSound)
    }

    @Test func `a draft without a price does not become active`() throws {
        let id = try shop.perform(CreateProduct(ProductSheet(title: "Mug", status: .draft))).outcome
        let refusal = #expect(throws: Refusal.self) { try shop.perform(SetProductStatus([id], to: .active)) }
        #expect(refusal?.code == "no-price")
    }

    @Test func `any counts and write-offs leave the shelf as they say`() throws {
        // Seed 7: failures print the step.
        var random = SeededRandom(seed: 7)
        let id = try mug(stock: 20)
        let variant = try #require(try sheet(id).variants[0].id)
        var here = 20
        for step in 0..<60 {
            if random.chance(1, in: 2) {
                here = random.integer(in: -3...40)
                try shop.perform(CountStock([.init(variant: variant, counted: here)]))
            } else if here > 0 {
                let gone = random.integer(in: 1...here)
                try shop.perform(WriteOffStock(variant: variant, quantity: gone, reason: "test"))
                here -= gone
            }
            #expect(try sheet(id).variants[0].stock == here, "step \(step)")
        }
        #expect(try shop.check().isSound)
    }

    @Test func `a copy is a draft without what only one product can have`() throws {
        let id = try mug(stock: 4)
        let copy = try shop.perform(DuplicateProduct(id)).outcome.product
        let kept = try sheet(copy)
        #expect(kept.title == "Blue mug, copy")
        #expect(kept.status == .draft)
        #expect(kept.variants[0].sku == "")
        #expect(kept.variants[0].stock == 0)
        #expect(kept.variants[0].price == (try price("24")))
    }

    @Test func `featured products are carried up and down`() throws {
        let ids = try ["A", "B", "C"].map { try mug($0, title: $0) }
        try shop.perform(FeatureProducts(ids, featured: true))
        let moved = try shop.perform(ReorderFeatured(ids[2], by: -2))
        #expect(moved.outcome.place == 1)
        let query = CatalogQuery(view: .featured, sort: .featured)
        #expect(try shop.catalogIDs(query) == [ids[2], ids[0], ids[1]])
    }

    @Test func `a price is doubted by what it would do`() throws {
        let doubts = PriceDoubt.about(
            try price("240"), old: try price("24"), cost: try price("7"), compareAt: try price("30"))
        #expect(
            doubts.map(\.words) == ["about ten times €24.00", "not below €30.00, which it is compared with"])
        #expect(PriceDoubt.about(try price("0"), old: nil, cost: try price("7")) == [.zero])
    }
}
