import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

@Suite struct ExportTests {
    static let samples: [(String, ExportForm)] = [
        ("shopify/csv/apparel.csv", .shopify), ("shopify/csv/home-and-garden.csv", .shopify),
        ("shopify/csv/jewelery.csv", .shopify), ("shopify/csv/products.csv", .shopify),
        ("shopify/csv/short_products.csv", .shopify), ("woocommerce/sample_products.csv", .woo),
        ("adventureworks/products.csv", .csv), ("magento/gear_bags.csv", .csv),
        ("shopify/csv/jewelery.csv", .csv), ("woocommerce/sample_products.csv", .csv),
    ]

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent), arguments: samples)
    func `a catalog exported again imports to the same catalog`(name: String, form: ExportForm) throws {
        let first = try ImportTrial(currency: "USD")
        try first.take(SharedFolder.file("data/" + name).path)
        let sink = MemorySink()
        try first.shop.export(.products, as: form, to: sink, byteOrderMark: true)

        // Into the same shop: nothing to do.
        let path = try first.file(Data(sink.bytes), named: "again.csv")
        let plan = try first.plan(path)
        let differing = plan.rows.filter { $0.state != .same }.prefix(3)
        #expect(plan.counts.same == plan.counts.total, "\(plan.counts) \(differing)")

        // Into another: the same catalog. Alternative texts of pictures have no column of ours.
        let second = try ImportTrial(currency: "USD")
        try second.take(second.file(Data(sink.bytes)))
        let (before, after) = (try first.catalog(), try second.catalog())
        if form != .csv {
            #expect(before == after, "\(zip(before, after).first { $0 != $1 }.map { "\($0)" } ?? "lengths")")
        } else {
            #expect(before.count == after.count)
        }
    }

    @Test func `orders and customers come back as they were`() throws {
        let first = try ImportTrial(currency: "GBP")
        try first.take(first.file(OrderImportTests.invoices))
        let sink = MemorySink()
        #expect(try first.shop.export(.orders, as: .csv, to: sink) == 8)
        let second = try ImportTrial(currency: "GBP")
        let report = try second.take(second.file(Data(sink.bytes)))
        #expect(report.counts.created == 5 && report.counts.bad == 0, "\(sink.text)")
        let lines = """
            SELECT number, orders.kind, total, customer_name, country, placed_at, line.kind, position, sku, title,
                quantity, unit_price, at
            FROM orders JOIN order_lines AS line ON order_id = orders.id ORDER BY orders.id, position
            """
        #expect(try first.rows(lines) == second.rows(lines))
        #expect(try first.take(first.file(Data(sink.bytes))).counts.same == 5)

        let people = MemorySink()
        #expect(try first.shop.export(.customers, as: .csv, to: people) == 2)
        #expect(try second.take(second.file(Data(people.bytes))).counts.same == 2)
    }

    @Test func `every subject goes out as JSON, a row a line`() throws {
        let trial = try ImportTrial()
        try trial.take(trial.file(ProductImportTests.shopify))
        try trial.take(
            trial.file(
                "Order number,Order date,SKU,Quantity,Price,Email\n1,2018-04-03,MUG-L,1,\"0.001\",a@b.c\n"))
        for (subject, rows) in [
            (ExportSubject.products, 3), (.orders, 1), (.customers, 1), (.stock, 2), (.journal, 4),
        ] {
            let sink = MemorySink()
            let count = try trial.shop.export(subject, as: .jsonLines, to: sink)
            #expect(count == rows, "\(subject)")
            let lines = sink.text.split(separator: "\n")
            #expect(lines.count == rows)
            for line in lines {
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                #expect(object?.isEmpty == false)
            }
        }
        let sink = MemorySink()
        try trial.shop.export(.orders, as: .jsonLines, to: sink)
        #expect(sink.text.contains("\"unit price\":\"0.001\""))
    }

    @Test func `a title that is a formula is defused going out and whole coming back`() throws {
        let trial = try ImportTrial()
        try trial.take(trial.file("SKU,Title,Price\n007,\"=HYPERLINK(\"\"x\"\")\",1\n"))
        let sink = MemorySink()
        try trial.shop.export(.products, as: .csv, to: sink)
        #expect(sink.text.contains("\"'=HYPERLINK(\"\"x\"\")\""))
        #expect(sink.text.contains(",007,"))
        #expect(try trial.take(trial.file(Data(sink.bytes))).counts.same == 1)
    }

    @Test func `only products have the forms of other programs`() throws {
        let trial = try ImportTrial()
        #expect(throws: Refusal.self) { try trial.shop.export(.orders, as: .woo, to: MemorySink()) }
    }
}
