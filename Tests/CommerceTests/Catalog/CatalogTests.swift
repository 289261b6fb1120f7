import Commerce
import TestSupport
import Testing

@Suite struct CatalogTests {
    private let euro = Currency(code: "EUR")!

    @Test(arguments: ["4006381333931", "036000291452", "96385074", "10614141000415", " 400-6381-333931 "])
    func `a barcode with a right check digit is taken`(text: String) throws {
        #expect(try GTIN(text).key.count == 14)
    }

    @Test(arguments: [
        ("4006381333930", GTINError.wrongCheckDigit(expected: "1")),
        ("400638133393", .wrongCheckDigit(expected: "0")),
        ("123", .wrongLength(3)), ("", .notDigits), ("40063813339A1", .notDigits),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", .notDigits),
    ])
    func `another is refused with what is wrong`(text: String, error: GTINError) {
        #expect(throws: error) { try GTIN(text) }
    }

    @Test func `completing gives a number that is taken, and a changed digit is always seen`() throws {
        // Seed 12.
        var random = SeededRandom(seed: 12)
        for _ in 0..<2000 {
            let length = random.pick([7, 11, 12, 13])
            let text = String((0..<length).map { _ in random.pick("0123456789") })
            let whole = try GTIN(completing: text).digits
            #expect(try GTIN(whole).digits == whole)
            var broken = Array(whole)
            let place = random.integer(in: 0...length)
            let old = try #require(broken[place].wholeNumberValue)
            broken[place] = Character(String((old + random.integer(in: 1...9)) % 10))
            #expect(throws: GTINError.self) { try GTIN(String(broken)) }
        }
    }

    @Test func `SKUs are one in any case, keep their zeros and order as people count, LESSONS 56`() {
        #expect(SKU(" mug-1 ")?.key == SKU("MUG-1")?.key)
        #expect(SKU("007")?.text == "007")
        #expect(SKU("  ") == nil)
        let sorted = ["MUG-10", "mug-2", "MUG-02", "A", "MUG"].compactMap(SKU.init).sorted().map(\.text)
        #expect(sorted == ["A", "MUG", "mug-2", "MUG-02", "MUG-10"])
    }

    @Test func `sorting SKUs is an order`() {
        // Seed 13: whatever three texts, no two come before each other, and the order carries over.
        var random = SeededRandom(seed: 13)
        for _ in 0..<5000 {
            let texts = (0..<3).map { _ in
                String((0..<random.integer(in: 0...5)).map { _ in random.pick("01A-9") })
            }
            let (a, b, c) = (texts[0], texts[1], texts[2])
            #expect(!(NaturalOrder.isAscending(a, b) && NaturalOrder.isAscending(b, a)))
            #expect(a == b || NaturalOrder.isAscending(a, b) || NaturalOrder.isAscending(b, a))
            if NaturalOrder.isAscending(a, b), NaturalOrder.isAscending(b, c) {
                #expect(NaturalOrder.isAscending(a, c))
            }
        }
    }

    @Test func `tags are kept once, in their first spelling and order`() {
        #expect(
            Tag.set(" gift, Winter ,gift,  GIFT , café,Cafe,, two  words") == [
                "gift", "Winter", "café", "two words",
            ])
        #expect(Tag.removing("WINTER", from: ["gift", "Winter"]) == ["gift"])
        #expect(Tag.set(Tag.text(["a b", "c"])) == ["a b", "c"])
    }

    @Test func `a category is a path`() throws {
        let mugs = try #require(CategoryPath(" Kitchen >Cups >  Mugs > "))
        #expect(mugs.description == "Kitchen > Cups > Mugs")
        #expect(mugs.leaf == "Mugs")
        #expect(mugs.parent?.parent?.parent == nil)
        #expect(mugs.isWithin(try #require(CategoryPath("KITCHEN"))))
        #expect(CategoryPath(" > ") == nil)
    }

    @Test func `a variant is called by its options, and the only one by its product`() {
        let options = [
            VariantOption(name: "Size", value: "Large"), VariantOption(name: "Colour", value: "Blue"),
        ]
        #expect(VariantTitle.full(product: "Mug", options: options) == "Mug, Large, Blue")
        #expect(
            VariantTitle.full(product: "Mug", options: [VariantOption(name: "Title", value: "Default Title")])
                == "Mug")
    }

    @Test func `keep is what is left after tax, fees and cost, of the price without tax`() throws {
        let price = Money(minorUnits: 2400, currency: euro)
        let cost = Money(minorUnits: 710, currency: euro)
        let keep = try #require(
            try Keep(price: price, cost: cost, taxMode: .included, taxRate: .percent(19)))
        #expect(keep.kept.minorUnits == 1307)
        #expect(keep.percentText == "65 %")
        // The opened order of the screens: €76.00, €12.13 tax, €25.41 cost, label and fees.
        func eur(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: euro) }
        let order = try Keep(price: eur(7600), tax: eur(1213), fees: eur(0), cost: eur(2541), other: eur(0))
        #expect(order.kept == eur(3846))
        #expect(order.percentText == "60 %")
        #expect(try Keep(price: price, cost: nil, taxMode: .none, taxRate: .zero) == nil)
    }
}
