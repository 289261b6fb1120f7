import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

@Suite struct ProductImportTests {
    static let shopify = """
        Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,Image Alt Text,SEO Title
        mug,Blue mug,<p>Blue</p>,Kiln,Mugs,"blue, mug",true,Size,Large,MUG-L,420,shopify,3,24.00,,,https://x/1.jpg,Front,Mug!
        mug,,,,,,,,Small,MUG-S,300,shopify,7,18.50,20.00,,https://x/2.jpg,,
        mug,,,,,,,,,,,,,,,,https://x/3.jpg,Side,
        jug,Jug,,Kiln,Jugs,,false,Title,Default Title,JUG,0,,1,30,,,,,

        """

    @Test func `a Shopify file becomes products with variants, stock and pictures`() throws {
        let trial = try ImportTrial()
        let report = try trial.take(trial.file(Self.shopify))
        #expect(report.counts.created == 2)
        #expect(report.badFile == nil)
        #expect(
            try trial.rows("SELECT handle, title, status, option1, vendor, tags FROM products ORDER BY id")
                == [
                    "mug|Blue mug|active|Size|Kiln|blue, mug", "jug|Jug|draft||Kiln|",
                ])
        #expect(
            try trial.rows(
                """
                SELECT sku, option1, unit_price, unit_compare_at, weight_grams, tracked, coalesce(on_hand, 0)
                FROM variants LEFT JOIN stock_levels ON variant_id = id ORDER BY id
                """) == [
                    "MUG-L|Large|24000000|–|420|1|3", "MUG-S|Small|18500000|20000000|300|1|7",
                    "JUG||30000000|–|0|0|0",
                ])
        #expect(try trial.count("images") == 3)
        #expect(try trial.shop.check().findings == [])
    }

    @Test func `the same file again changes nothing, and a changed price only the price`() throws {
        let trial = try ImportTrial()
        try trial.take(trial.file(Self.shopify))
        let before = try trial.catalog()
        let again = try trial.plan(trial.file(Self.shopify))
        #expect(again.counts.same == 2 && again.counts.total == 2)
        #expect(try trial.take(trial.file(Self.shopify)).counts.same == 2)
        #expect(try trial.catalog() == before)

        let dearer = Self.shopify.replacing("24.00", with: "26.50").replacing("shopify,7", with: "shopify,40")
        let plan = try trial.plan(trial.file(dearer))
        let row = try #require(plan.rows.first { $0.state == .changed })
        #expect(row.line == 2)
        #expect(row.changes.map(\.field) == ["Large, MUG-L: price", "Small, MUG-S: stock"])
        #expect(row.changes.map(\.here) == ["€24.00", "7"])
        #expect(row.changes.map(\.inFile) == ["€26.50", "40"])
        try trial.take(trial.file(dearer))
        #expect(
            try trial.rows("SELECT quantity, cause FROM stock_entries ORDER BY id") == [
                "3|count", "7|count", "33|count",
            ])
    }

    @Test func `a plan writes nothing and a row left out is not imported`() throws {
        let trial = try ImportTrial()
        var plan = try trial.plan(trial.file(Self.shopify))
        #expect(plan.counts.created == 2)
        #expect(plan.rows.map(\.subject) == ["Blue mug", "Jug"])
        #expect(plan.rows.first?.changes.first?.inFile == "from €18.50, 2 variants")
        #expect(try trial.count("products") == 0)
        plan.leftOut = [5]
        let report = try trial.shop.importFile(plan, badFolder: trial.folder.path)
        #expect(report.counts.created == 1 && report.counts.skipped == 1)
        #expect(try trial.rows("SELECT title FROM products") == ["Blue mug"])
    }

    @Test func `bad rows are told by line and column, kept to mend, and the rest is imported`() throws {
        let trial = try ImportTrial()
        let text = """
            Title;SKU;Price;Stock
            Mug;M1;12,50;3
            Jug;J1;12,5o;4
            Cup;"C1;7,00;2
            Pot;P1;8,00;two
            Pan;P2;9,00

            """
        let report = try trial.take(trial.file(text, named: "wares.csv"))
        #expect(report.counts.created == 2 && report.counts.bad == 3)
        let plan = try trial.plan(trial.file(text))
        #expect(plan.badRows.map(\.line) == [3, 4, 5])
        #expect(plan.badRows.map(\.column) == [3, 2, 4])
        #expect(plan.badRows[0].reason == "Price “12,5o” is no number")
        #expect(
            try trial.rows("SELECT sku, unit_price FROM variants ORDER BY id") == [
                "M1|12500000", "P2|9000000",
            ])

        let badFile = try #require(report.badFile)
        #expect(badFile.hasSuffix("wares - to mend.csv"))
        let kept = try String(contentsOfFile: badFile, encoding: .utf8)
        let mended = kept.replacing("12,5o", with: "12,50").replacing("two", with: "2")
            .replacing("\"\"\"C1;7,00;2\";;", with: "C1;7,00;2;").replacing("\"\"\"C1\"", with: "C1")
        let second = try trial.take(trial.file(mended, named: "mended.csv"))
        #expect(second.counts.created == 3, "\(kept)")
        #expect(second.badFile == nil)
        #expect(try trial.count("products") == 5)
    }

    @Test func `one SKU twice is a question, and the first is taken`() throws {
        let trial = try ImportTrial()
        let text = "Title,SKU,Price\nTile,TIL-SAG,3\nTile two,TIL-SAG,4\nTile three,til-sag,5\n"
        let plan = try trial.plan(trial.file(text))
        #expect(plan.counts.questions == 1)
        #expect(plan.rows.first { $0.state == .question }?.line == 3)
        try trial.take(trial.file(text))
        // Codes that differ only in case are different codes.
        #expect(
            try trial.rows("SELECT sku, unit_price FROM variants WHERE sku <> '' ORDER BY id") == [
                "TIL-SAG|3000000", "til-sag|5000000",
            ])
    }

    @Test func `leading zeros stay, formulas are undone, and a byte-order mark is no letter`() throws {
        let trial = try ImportTrial()
        try trial.take(trial.file("\u{FEFF}SKU,Title,Price\n007,'=SUM mug,1\n0,'+plus,2\n"))
        #expect(
            try trial.rows(
                "SELECT sku, title FROM variants JOIN products ON products.id = product_id ORDER BY sku")
                == ["0|+plus", "007|=SUM mug"])
    }

    @Test func `variations find their product in a WooCommerce file`() throws {
        let trial = try ImportTrial(currency: "USD")
        let text = """
            ID,Type,SKU,Name,Published,Weight (lbs),Sale price,Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s),Stock
            44,variable,tee,Tee,1,.5,,,"Clothing > Tshirts, Sale",,https://x/a.jpg,,Color,"Blue, Red",
            45,"simple, downloadable, virtual",album,Album,1,,12,15,Music,"new, pop",,,,,3
            46,variation,tee-red,Tee - Red,1,.5,,20.5,,,https://x/r.jpg,tee,Color,Red,
            47,variation,tee-blue,Tee - Blue,1,,,21,,,,id:44,Color,Blue,

            """
        let report = try trial.take(trial.file(text))
        #expect(report.counts.created == 2 && report.counts.bad == 0)
        #expect(
            try trial.rows(
                "SELECT handle, title, kind, path FROM products JOIN categories ON categories.id = category_id ORDER BY products.id"
            )
                == ["tee|Tee|physical|Clothing > Tshirts", "album|Album|digital|Music"])
        #expect(
            try trial.rows(
                "SELECT sku, option1, unit_price, unit_compare_at, weight_grams FROM variants ORDER BY sku")
                == ["album||12000000|15000000|–", "tee-blue|Blue|21000000|–|–", "tee-red|Red|20500000|–|227"])
        #expect(try trial.take(trial.file(text)).counts.changed == 0)
    }

    @Test(
        .enabled(if: SharedFolder.isPresent, SharedFolder.absent),
        arguments: [
            ("shopify/csv/apparel.csv", "Shopify products"),
            ("shopify/csv/home-and-garden.csv", "Shopify products"),
            ("shopify/csv/jewelery.csv", "Shopify products"),
            ("shopify/csv/products.csv", "Shopify products"),
            ("shopify/csv/short_products.csv", "Shopify products"),
            ("woocommerce/sample_products.csv", "WooCommerce products"),
            ("adventureworks/products.csv", "table"), ("magento/gear_bags.csv", "table"),
            ("prestashop-format/products_import.csv", "table"), ("northwind/products.csv", "table"),
        ])
    func `real catalogs import whole, and again without a change`(name: String, format: String) throws {
        let trial = try ImportTrial(currency: "USD")
        let path = try SharedFolder.file("data/" + name).path
        let sketch = try ImportFile.inspect(path)
        #expect(sketch.setup.format.rawValue == format)
        #expect(sketch.setup.kind == .products)
        let report = try trial.take(path)
        let bad = try trial.plan(path).badRows.prefix(3)
        #expect(report.counts.bad == 0, "\(bad)")
        #expect(report.counts.created > 0)
        let before = try trial.catalog()
        let again = try trial.take(path)
        #expect(again.counts.created == 0 && again.counts.changed == 0, "\(again.counts)")
        #expect(try trial.catalog() == before)
        #expect(try trial.shop.check().findings == [])
    }
}
