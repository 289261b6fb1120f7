import Commerce
import Shop
import TestSupport
import Testing

@Suite struct ProductTextTests {
    let euro = Currency(code: "EUR")!

    func price(_ text: String) throws -> UnitPrice {
        try MoneyFormat.parseUnitPrice(text, currency: euro, convention: .neutral)
    }

    func mug() throws -> (id: ProductID, sheet: ProductSheet) {
        let large = VariantSheet(
            id: VariantID(rawValue: 91), sku: "MUG-L", options: ["L", "Blue"], price: try price("24"),
            cost: try price("7.10"), weightGrams: 400, stock: 42)
        let small = VariantSheet(
            id: VariantID(rawValue: 92), sku: "MUG-S", options: ["S", "Blue"], price: try price("18"),
            stock: 3)
        return (
            ProductID(rawValue: 8417),
            ProductSheet(
                title: "Blue mug", handle: "blue-mug", category: "Kitchen > Mugs", tags: ["winter", "gift"],
                options: ["Size", "Colour"], description: "Slow mornings, sorted.\n\n# Care\nWash it.",
                images: [
                    ImageSheet(id: ImageID(rawValue: 12), url: "https://shop.example/mug.jpg", alt: "a mug")
                ],
                variants: [large, small])
        )
    }

    @Test func `a product reads like a page`() throws {
        try expectSnapshot(ProductText.text(of: [mug()]), named: "mug")
    }

    @Test func `left as it was, nothing changes`() throws {
        let mug = try mug()
        let reading = ProductText.read(ProductText.text(of: [mug]), given: [mug], currency: euro)
        #expect(reading.faults.isEmpty)
        #expect(reading.rewrites.isEmpty)
    }

    @Test func `what is written differently is what changes`() throws {
        let mug = try mug()
        let text = ProductText.text(of: [mug])
            .replacing("title: Blue mug", with: "title: Blue mug, thrown by hand")
            .replacing("24.00", with: "26,50").replacing("winter, gift", with: "winter, gift, blue")
            .replacing("Wash it.", with: "Wash it by hand.")
        let reading = ProductText.read(text, given: [mug], currency: euro)
        #expect(reading.faults.isEmpty)
        let new = try #require(reading.rewrites.first).sheet
        let words = SheetDifference.between(mug.sheet, new).map { "\($0.words): \($0.here) → \($0.willBe)" }
        #expect(
            words == [
                "title: Blue mug → Blue mug, thrown by hand", "tags: winter, gift → winter, gift, blue",
                "description: \(mug.sheet.description) → \(mug.sheet.description.dropLast())by hand."
                    .replacing("Wash itby", with: "Wash it by"),
                "price of L / Blue: 24.00 → 26.50",
            ])
    }

    @Test func `variants and images come and go by their lines`() throws {
        let mug = try mug()
        var lines = ProductText.text(of: [mug]).split(separator: "\n", omittingEmptySubsequences: false)
        lines.removeAll { $0.contains("MUG-S") || $0.hasPrefix("image") }
        let row = try #require(lines.firstIndex { $0.contains("MUG-L") })
        lines.insert(" | MUG-XL | XL | Blue | 30", at: row + 1)
        let reading = ProductText.read(lines.joined(separator: "\n"), given: [mug], currency: euro)
        #expect(reading.faults.isEmpty)
        let new = try #require(reading.rewrites.first).sheet
        #expect(new.variants.map(\.sku) == ["MUG-L", "MUG-XL"])
        #expect(new.variants[1].price?.amountText == "30.00")
        #expect(new.variants[1].id == nil)
        #expect(new.images.isEmpty)
    }

    @Test(arguments: [
        ("title: Blue mug", "title:", 7, "needs a title"),
        ("24.00", "2a4", 15, "price “2a4”"),
        ("kind: physical", "kind: soup", 9, "none of: physical, digital, service"),
        ("vendor:", "vendro:", 11, "no field “vendro”"),
        ("--- variants", "--- variant", 16, "neither"),
        ("image 12", "image 99", 15, "not one of this product's"),
        ("=== product 8417", "=== product 5", 6, "not one that was opened"),
    ])
    func `a mistake is named by its line`(old: String, new: String, line: Int, words: String) throws {
        let mug = try mug()
        let text = ProductText.text(of: [mug]).replacing(old, with: new)
        let faults = ProductText.read(text, given: [mug], currency: euro).faults
        #expect(faults.contains { $0.words.contains(words) }, "\(faults)")
        #expect(faults.contains { abs($0.line - line) <= 3 }, "\(faults)")
    }

    @Test func `any product comes back as it was, and any change of one as it was written`() throws {
        // Seed 20261121: failures print the round.
        var random = SeededRandom(seed: 20_261_121)
        for round in 0..<300 {
            let sheet = randomSheet(&random)
            let given = [(id: ProductID(rawValue: Int64(round + 1)), sheet: sheet)]
            let text = ProductText.text(of: given)
            let same = ProductText.read(text, given: given, currency: euro)
            #expect(same.faults.isEmpty, "round \(round): \(same.faults)\n\(text)")
            #expect(
                same.rewrites.isEmpty,
                "round \(round): \(same.rewrites.map { SheetDifference.between(sheet, $0.sheet) })\n\(text)")
            // The same text read as another product's says all of it, but for what cannot be shown.
            var other = sheet
            other.title = "something else"
            other.description = "other"
            for index in other.variants.indices { other.variants[index].price = nil }
            let back = ProductText.read(
                ProductText.text(of: given), given: [(given[0].id, other)], currency: euro)
            #expect(back.faults.isEmpty, "round \(round): \(back.faults)")
            let rewritten = ProductText.text(of: [(given[0].id, try #require(back.rewrites.first).sheet)])
            #expect(rewritten == text, "round \(round)\n\(rewritten)\n\(text)")
        }
    }

    private func randomSheet(_ random: inout SeededRandom) -> ProductSheet {
        func word(_ random: inout SeededRandom) -> String { random.nastyText(upTo: 8) }
        let optionCount = random.integer(in: 0...3)
        let variants = (0..<random.integer(in: 1...4)).map { index in
            VariantSheet(
                id: VariantID(rawValue: Int64(100 + index)), sku: word(&random), barcode: "abc",
                options: (0..<optionCount).map { _ in word(&random) },
                price: UnitPrice(millionths: abs(random.anySize() % 1_000_000_000_000), currency: euro),
                cost: random.chance(1, in: 2) ? UnitPrice(millionths: 1, currency: euro) : nil,
                weightGrams: random.chance(1, in: 2) ? random.integer(in: 0...5000) : nil,
                isTracked: random.chance(1, in: 2), stock: random.integer(in: -5...50))
        }
        return ProductSheet(
            title: "x" + word(&random), handle: word(&random), vendor: word(&random),
            tags: Tag.set(["a" + word(&random), word(&random)]),
            options: (0..<optionCount).map { _ in word(&random) },
            description: (0..<random.integer(in: 0...5)).map { _ in
                random.pick(["=== ", "--- ", "\\", "#", ""]) + word(&random)
            }.joined(separator: random.pick(["\n", "\r\n"])),
            images: (0..<random.integer(in: 0...2)).map {
                ImageSheet(
                    id: ImageID(rawValue: Int64($0 + 1)), url: "https://" + word(&random), alt: word(&random))
            }, variants: variants)
    }
}
