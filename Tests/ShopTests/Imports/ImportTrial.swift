import Commerce
import Foundation
import GRDB
import TestSupport

@testable import Shop

/// A shop and a file for one test of importing.
struct ImportTrial {
    let folder: ShopFolder
    let shop: Shop

    init(currency: String = "EUR", zone: String = "UTC") throws {
        folder = try ShopFolder()
        shop = try folder.open()
        try shop.perform(ChangeSetting(key: "currency", value: currency))
        try shop.perform(ChangeSetting(key: "timeZone", value: zone))
    }

    func file(_ text: String, named name: String = "file.csv") throws -> String {
        try file(Data(text.utf8), named: name)
    }

    func file(_ data: Data, named name: String = "file.csv") throws -> String {
        let path = folder.path + "/" + name
        try data.write(to: URL(filePath: path))
        return path
    }

    func plan(_ path: String, _ change: (inout ImportSetup) -> Void = { _ in }) throws -> ImportPlan {
        var sketch = try ImportFile.inspect(path)
        change(&sketch.setup)
        return try shop.plan(sketch)
    }

    @discardableResult
    func take(_ path: String, _ change: (inout ImportSetup) -> Void = { _ in }) throws -> ImportReport {
        try shop.importFile(plan(path, change), badFolder: folder.path)
    }

    func count(_ table: String, where condition: String = "1") throws -> Int {
        try shop.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table) WHERE \(condition)") ?? 0 }
    }

    func rows(_ sql: String) throws -> [String] {
        try shop.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { $0.isNull ? "–" : "\($0.storage.value ?? "–")" }.joined(
                    separator: "|")
            }
        }
    }

    /// Everything the catalog holds, without identifiers, to compare two shops by.
    func catalog() throws -> [String] {
        try rows(
            """
            SELECT handle, title, kind, status, description, vendor, coalesce(path, ''), tags, products.option1,
                products.option2, products.option3, products.extra
            FROM products LEFT JOIN categories ON categories.id = category_id ORDER BY products.title, handle
            """)
            + rows(
                """
                SELECT title, variants.position, sku, barcode, variants.option1, variants.option2,
                    variants.option3, unit_price, unit_compare_at, unit_cost, weight_grams, low_stock, tracked,
                    variants.extra, coalesce(on_hand, 0)
                FROM variants JOIN products ON products.id = product_id
                LEFT JOIN stock_levels ON variant_id = variants.id
                ORDER BY title, handle, variants.position
                """)
            + rows(
                """
                SELECT title, images.position, url, alt, variant_id IS NULL FROM images
                JOIN products ON products.id = product_id ORDER BY title, handle, images.position
                """)
    }
}
