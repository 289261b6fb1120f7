import Commerce
import Foundation
import GRDB
import Shop
import TestSupport
import Testing

struct DemoShopTests {
    /// SampleData of this checkout.
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "SampleData").path

    private let path = FileManager.default.temporaryDirectory
        .appending(path: "demo-\(UUID())").appending(path: "demo.mercer").path

    func furnished(
        today: CalendarDay, from folder: String = DemoShopTests.folder,
        body: (Shop, DatabaseQueue) throws -> Void
    ) throws {
        let parent = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: parent) }
        let now = try #require(ShopZone(identifier: "Europe/Berlin")).instant(of: today, hour: 10, minute: 0)
        let shop = try Shop.open(at: path, creating: true, world: .test(at: now))
        defer { try? shop.close() }
        try DemoShop.furnish(shop, from: folder, today: today)
        try body(shop, DatabaseQueue(path: path))
    }

    let friday = CalendarDay(year: 2026, month: 11, day: 20)!

    @Test func `the demo is a whole and sound shop that ends today`() throws {
        try furnished(today: friday) { shop, file in
            let report = try shop.check()
            #expect(report.findings == [])
            #expect(try shop.settings().name == "Kiln & Clay")
            let counts = try file.read { db in
                try ["products", "variants", "customers", "orders"].map {
                    try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0
                }
            }
            #expect(counts == [84, 137, 90, 900])
            let zone = try #require(ShopZone(identifier: "Europe/Berlin"))
            let newest = try file.read { try Int64.fetchOne($0, sql: "SELECT max(placed_at) FROM orders") }
            #expect(zone.day(of: Instant(milliseconds: try #require(newest))) == friday)
        }
    }

    @Test func `each kind of trouble is on the demo's board, and most orders are delivered`() throws {
        try furnished(today: friday) { _, file in
            let stages = try file.read { db in
                try Row.fetchAll(db, sql: "SELECT stage, count(*) FROM order_cards GROUP BY stage")
                    .reduce(into: [:]) { $0[$1[0] as String] = $1[1] as Int }
            }
            #expect(stages["new"] == 15)
            #expect(stages["processing"] == 6)
            #expect(stages["shipped"] == 30)
            #expect(try #require(stages["delivered"]) > 800)
            let short = try file.read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT sku FROM reservations JOIN order_lines ON id = order_line_id WHERE short > 0
                        """)
            }
            #expect(short == ["PLT-GRN-22"])
            let unpaid = try file.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM orders WHERE payment = 'awaiting'")
            }
            #expect(unpaid == 3)
            let attention = try file.read { db in
                try Set(
                    String.fetchAll(
                        db, sql: "SELECT DISTINCT attention FROM order_cards WHERE attention <> ''"))
            }
            #expect(attention.isSuperset(of: ["short", "twin", "returnWaits"]))
        }
    }

    @Test(arguments: [0, 1, 3, 5])
    func `two orders are late, whatever day of the week the demo is opened on`(days: Int) throws {
        let today = friday.adding(days: days)
        try furnished(today: today) { _, file in
            let morning = try #require(ShopZone(identifier: "Europe/Berlin")).instant(
                of: today, hour: 10, minute: 0)
            let late = try file.read { db in
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT count(*) FROM order_cards WHERE stage IN ('new', 'processing') AND ship_by < ?
                        """, arguments: [morning.milliseconds])
            }
            #expect(late == 2)
        }
    }

    @Test func `the same day gives the same demo, rows and identifiers`() throws {
        var dumps: [[String]] = []
        for _ in 1...2 {
            try furnished(today: friday) { _, file in
                dumps.append(
                    try file.read { db in
                        try ["products", "variants", "customers", "orders", "order_lines", "entries"].map {
                            try Row.fetchAll(db, sql: "SELECT * FROM \($0) ORDER BY id").map(\.description)
                                .joined(separator: "\n")
                        }
                    })
            }
        }
        #expect(dumps[0] == dumps[1])
    }

    @Test func `furnishing is not on the seller's undo`() throws {
        try furnished(today: friday) { _, file in
            let images = try file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry_images") }
            #expect(images == 0)
        }
    }

    @Test func `a shop that is in use is not furnished`() throws {
        try furnished(today: friday) { shop, _ in
            #expect(throws: Refusal.self) {
                try DemoShop.furnish(shop, from: Self.folder, today: friday)
            }
            let report = try shop.check()
            #expect(report.findings == [])
        }
    }

    @Test func `a broken line of the data is named by file, line and column`() throws {
        let broken = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID())").path
        try FileManager.default.copyItem(atPath: Self.folder, toPath: broken)
        defer { try? FileManager.default.removeItem(atPath: broken) }
        let file = URL(filePath: broken + "/products.csv")
        let text = try String(contentsOf: file, encoding: .utf8)
        let line = 1 + (text.split(separator: "\n").firstIndex { $0.contains(",18.00,5.20,") } ?? 0)
        try Data(text.replacing(",18.00,5.20,", with: ",eighteen,5.20,").utf8).write(to: file)
        let fault = #expect(throws: DemoFault.self) {
            try furnished(today: friday, from: broken) { _, _ in }
        }
        #expect(fault?.file == "products.csv")
        #expect(fault?.line == line)
        #expect(fault?.column == "price")
    }
}

extension DemoShopTests {
    @Test func `one address of the demo cannot be shipped to, and its numbers are real ones`() throws {
        try furnished(today: friday) { _, file in
            let addresses = try file.read { try String.fetchAll($0, sql: "SELECT ship_to FROM orders") }
                .map { try JSONDecoder().decode(PostalAddress.self, from: Data($0.utf8)) }
            #expect(addresses.filter { !$0.problems().isEmpty }.map(\.postcode) == ["1477"])
            let barcodes = try file.read {
                try String.fetchAll($0, sql: "SELECT barcode FROM variants WHERE barcode <> ''")
            }
            #expect(barcodes.count > 100)
            for barcode in barcodes { _ = try GTIN(barcode) }
            let tracking = try file.read {
                try String.fetchAll($0, sql: "SELECT tracking_number FROM parcels")
            }
            for number in tracking {
                #expect(TrackingReading(number).best?.isChecked == true, "\(number)")
            }
        }
    }
}
