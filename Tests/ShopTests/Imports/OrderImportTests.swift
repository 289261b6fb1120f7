import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

@Suite struct OrderImportTests {
    static let invoices = """
        InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
        536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
        536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
        536365,POST,POSTAGE,1,2010-12-01 08:27:00,15.0,17850.0,United Kingdom
        536366,PADS,PADS TO MATCH ALL CUSHIONS,1,2010-12-01 08:28:00,0.001,,EIRE
        C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom
        536414,22139,,-56,2010-12-01 11:52:00,0.0,,United Kingdom
        536365,22139,RETROSPOT TEA SET,1,2010-12-01 08:26:00,4.25,17850.0,United Kingdom
        A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom

        """

    @Test func `invoices become sales, returns, write-offs and adjustments`() throws {
        let trial = try ImportTrial(currency: "GBP")
        let report = try trial.take(trial.file(Self.invoices))
        #expect(report.counts.created == 5 && report.counts.bad == 0)
        #expect(
            try trial.rows(
                "SELECT number, kind, total, country, past, payment, fulfillment FROM orders ORDER BY id")
                == [
                    "536365|sale|4985|GB|1|paid|delivered", "536366|sale|0|IE|1|paid|delivered",
                    "C536379|return|-2750|GB|1|refunded|delivered", "536414|writeOff|0|GB|1|paid|delivered",
                    "A563185|adjustment|1106206|GB|1|paid|delivered",
                ])
        #expect(
            try trial.rows(
                """
                SELECT number, position, order_lines.kind, sku, quantity, unit_price, at IS NULL FROM order_lines
                JOIN orders ON orders.id = order_id WHERE number = '536365' ORDER BY position
                """) == [
                    "536365|0|product|85123A|6|2550000|1", "536365|1|product|85123A|6|2550000|1",
                    "536365|2|shipping|POST|1|15000000|0", "536365|3|product|22139|1|4250000|1",
                ])
        #expect(
            try trial.rows("SELECT handle, name, country FROM customers ORDER BY handle") == [
                "14527|14527|GB", "17850|17850|GB",
            ])
        #expect(
            try trial.rows("SELECT title FROM products ORDER BY title") == [
                "PADS TO MATCH ALL CUSHIONS", "RETROSPOT TEA SET", "WHITE HEART",
            ])
        #expect(try trial.count("stock_entries") == 0)
        #expect(try trial.shop.check().findings == [])
    }

    @Test func `orders that were joined are the same when their file comes again`() throws {
        let trial = try ImportTrial(currency: "GBP")
        let file = try trial.file(
            """
            Number,Channel,Placed At,SKU,Quantity,Unit Price,Email,Payment,Fulfillment
            7,own,2026-11-20,MUG,1,5.00,anna@example.com,paid,unfulfilled
            8,own,2026-11-20,JUG,1,7.00,anna@example.com,paid,unfulfilled

            """)
        try trial.take(file)
        let ids = try trial.shop.read { try Int64.fetchAll($0, sql: "SELECT id FROM orders ORDER BY number") }
        try trial.shop.perform(JoinOrders(orders: ids.map(OrderID.init(rawValue:))))
        let before = try trial.rows("SELECT order_id, sku FROM order_lines ORDER BY id")
        #expect(before.count == 2)
        try trial.take(file)
        #expect(try trial.rows("SELECT order_id, sku FROM order_lines ORDER BY id") == before)
        #expect(try trial.rows("SELECT sum(amount) FROM payments") == ["1200"])
        #expect(try trial.shop.check().findings == [])
    }

    @Test func `a total that a file states was paid all along, however many lines come later`() throws {
        let trial = try ImportTrial(currency: "GBP")
        let head = "Number,Channel,Placed At,SKU,Quantity,Unit Price,Email,Payment,Total\n"
        let line = "7,own,2026-11-20,MUG,1,5.00,anna@example.com,paid,12.00\n"
        try trial.take(trial.file(head + line))
        try trial.take(trial.file(head + line + line.replacing("MUG,1,5.00", with: "JUG,1,7.00")))
        #expect(try trial.rows("SELECT amount FROM payments") == ["1200"])
        #expect(try trial.rows("SELECT total, platform_total FROM orders") == ["1200|1200"])
    }

    @Test func `the same invoices again change nothing, and a new line is added`() throws {
        let trial = try ImportTrial(currency: "GBP")
        try trial.take(trial.file(Self.invoices))
        let before = try trial.rows("SELECT * FROM order_lines ORDER BY id")
        let plan = try trial.plan(trial.file(Self.invoices))
        #expect(plan.counts.same == 5 && plan.counts.created == 0)
        #expect(try trial.take(trial.file(Self.invoices)).counts.same == 5)
        #expect(try trial.rows("SELECT * FROM order_lines ORDER BY id") == before)

        let more = Self.invoices + "536366,22139,RETROSPOT TEA SET,2,2010-12-01 08:28:00,4.25,,EIRE\n"
        try trial.take(trial.file(more))
        #expect(try trial.rows("SELECT total FROM orders WHERE number = '536366'") == ["850"])
        #expect(try trial.count("order_lines") == 9)
        #expect(try trial.shop.check().findings == [])
    }

    @Test func `a bad line keeps its whole invoice back, to be mended and imported`() throws {
        let trial = try ImportTrial(currency: "GBP")
        let broken = Self.invoices.replacing("POSTAGE,1,", with: "POSTAGE,one,")
        let plan = try trial.plan(trial.file(broken))
        #expect(plan.badRows.map(\.line) == [4, 8])
        #expect(plan.badRows.first?.reason == "Quantity “one” is no number")
        let report = try trial.take(trial.file(broken))
        #expect(report.counts.created == 4 && report.counts.bad == 4)
        #expect(try trial.count("orders", where: "number = '536365'") == 0)
        let kept = try String(contentsOfFile: try #require(report.badFile), encoding: .utf8)
        try trial.take(trial.file(kept.replacing("POSTAGE,one,", with: "POSTAGE,1,"), named: "mended.csv"))
        #expect(try trial.rows("SELECT total FROM orders WHERE number = '536365'") == ["4985"])
        #expect(try trial.count("order_lines") == 8)
    }

    @Test func `a Shopify order file becomes orders with addresses, payments and lines`() throws {
        let trial = try ImportTrial(currency: "USD")
        let text = """
            Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Name,Shipping Address1,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Payment Method
            #1001,ann@x.com,paid,2026-11-02 10:00:00 +0100,unfulfilled,USD,40.00,5.00,0.00,45.00,0.00,UPS,2026-11-02 09:59:00 +0100,2,Mug,15.00,MUG,Ann Lee,1 High St,Ottawa,'K1A,ON,CA,card
            #1001,ann@x.com,,,,,,,,,,,,1,Jug,10.00,JUG,,,,,,,
            #1002,,refunded,,fulfilled,USD,10.00,0.00,0.00,10.00,0.00,,2026-10-01 10:00:00 +0000,1,Jug,10.00,JUG,,,,,,,

            """
        let report = try trial.take(trial.file(text))
        #expect(report.counts.created == 2 && report.counts.bad == 0)
        #expect(
            try trial.rows(
                """
                SELECT number, channel, payment, fulfillment, past, total, platform_total, shipping, placed_at
                FROM orders ORDER BY id
                """) == [
                    "#1001|shopify|paid|unallocated|0|4500|4500|500|1793609940000",
                    "#1002|shopify|refunded|delivered|1|1000|1000|0|1790848800000",
                ])
        #expect(try trial.rows("SELECT amount, method FROM payments") == ["4500|card"])
        #expect(try trial.rows("SELECT email, name, country FROM customers") == ["ann@x.com|Ann Lee|CA"])
        #expect(try trial.take(trial.file(text)).counts.same == 2)
    }

    @Test func `dates with two readings are asked about, and read as answered`() throws {
        let trial = try ImportTrial()
        let path = try trial.file("Order number,Order date,SKU,Quantity,Price\n1,03/04/2018,A,1,5\n")
        var sketch = try ImportFile.inspect(path)
        #expect(sketch.questions == [.dates(example: "03/04/2018")])
        #expect(throws: Refusal.self) { try trial.shop.plan(sketch) }
        sketch.setup.mapping.dates = .dayFirst
        let plan = try trial.shop.plan(sketch)
        try trial.shop.importFile(plan, badFolder: trial.folder.path)
        #expect(try trial.rows("SELECT placed_at FROM orders") == ["1522713600000"])
    }

    @Test func `an import is undone as one`() throws {
        let trial = try ImportTrial(currency: "GBP")
        try trial.take(trial.file(Self.invoices))
        _ = try trial.shop.undo()
        #expect(try trial.count("orders") == 0)
        #expect(try trial.count("customers") == 0)
        #expect(try trial.count("products") == 0)
        #expect(try trial.shop.check().findings == [])
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `a day of real invoices is imported to the penny`() throws {
        let trial = try ImportTrial(currency: "GBP", zone: "Europe/London")
        let path = try SharedFolder.file("data/online-retail/online_retail_2010-12-01.csv").path
        let report = try trial.take(path)
        #expect(report.counts.bad == 0)
        #expect(try trial.count("order_lines") == 3108)
        #expect(report.counts.lines == 3108)
        #expect(try trial.take(path).counts.created == 0)
        #expect(try trial.shop.check().findings == [])
    }

    @Test(
        .enabled(if: SharedFolder.isPresent, SharedFolder.absent),
        arguments: ["orders.csv", "short_orders.csv"])
    func `Shopify's sample orders are imported`(name: String) throws {
        let trial = try ImportTrial(currency: "USD")
        let path = try SharedFolder.file("data/shopify/csv/" + name).path
        let plan = try trial.plan(path)
        #expect(plan.setup.format == .shopifyOrders)
        #expect(plan.counts.bad == 0, "\(plan.badRows)")
        let report = try trial.take(path)
        #expect(report.counts.created > 0)
        #expect(try trial.take(path).counts.same == report.counts.created)
    }

    @Test(
        .enabled(if: SharedFolder.isPresent, SharedFolder.absent),
        arguments: [
            ("adventureworks/customers.csv", 18_148), ("northwind/customers.csv", 91),
            ("prestashop-format/customers_import.csv", 9), ("shopify/csv/customers.csv", 4),
        ])
    func `lists of customers are imported`(name: String, rows: Int) throws {
        let trial = try ImportTrial(currency: "USD")
        let path = try SharedFolder.file("data/" + name).path
        let plan = try trial.plan(path)
        #expect(plan.setup.kind == .customers)
        #expect(plan.counts.total == rows && plan.counts.bad == 0, "\(plan.counts) \(plan.badRows.prefix(2))")
        let report = try trial.take(path)
        #expect(report.counts.created > 0)
        #expect(try trial.take(path).counts.created == 0)
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `what other marketplaces' columns are is proposed`() throws {
        func kind(_ name: String) throws -> ImportKind? {
            let line = try SharedFolder.text("data/marketplace-headers/" + name)
            let separator: Character = name.hasSuffix("tsv") ? "\t" : ","
            let headers = line.split(separator: separator).map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"\n\r "))
            }
            return ColumnMapping.proposed(for: headers)?.kind
        }
        #expect(try kind("amazon_all_orders.tsv") == .orders)
        #expect(try kind("ebay_orders.csv") == .orders)
        #expect(try kind("etsy_sold_order_items.csv") == .orders)
        #expect(try kind("etsy_listings.csv") == .products)
        #expect(try kind("bigcommerce_products.csv") == .products)
        #expect(try kind("shopify_customers_export.csv") == .customers)
    }
}
