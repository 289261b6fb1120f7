import Commerce
import Foundation
import TestSupport
import Testing

@testable import Shop

/// `mercer sql` really cannot write.
@Suite struct ReadOnlyQueryTests {
    private func rows(_ sql: String, _ path: String) throws -> [[ReadOnlyQuery.Value]] {
        var rows: [[ReadOnlyQuery.Value]] = []
        try ReadOnlyQuery(path: path).run(sql, columns: { _ in }) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    @Test func `a question is answered, the search included`() throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        try shop.perform(AddPlainProduct(title: "Mug"))
        #expect(
            try rows("SELECT title, 1.5, NULL, x'01' FROM products", folder.file) == [
                [.text("Mug"), .real(1.5), .null, .blob([1])]
            ])
        #expect(
            try rows("SELECT count(*) FROM product_search WHERE product_search MATCH 'mug'", folder.file)
                == [[.integer(1)]])
        #expect(try !rows("PRAGMA table_info(products)", folder.file).isEmpty)
    }

    @Test(
        arguments: [
            "DELETE FROM products", "UPDATE products SET title = 'x'", "DROP TABLE products",
            "INSERT INTO settings VALUES ('a', 'b')", "CREATE TABLE x(y)", "CREATE TEMP TABLE x(y)",
            "VACUUM", "VACUUM INTO 'FOLDER/copy'", "ATTACH 'FOLDER/other' AS o",
            "PRAGMA journal_mode = DELETE",
            "PRAGMA user_version = 7", "PRAGMA writable_schema = 1", "UPDATE sqlite_master SET sql = ''",
            "BEGIN IMMEDIATE", "REINDEX", "ANALYZE", "SELECT load_extension('x')",
            "INSERT INTO product_search(product_search) VALUES ('rebuild')",
            "WITH gone AS (SELECT 1) DELETE FROM products", "SELECT 1; DELETE FROM products", "",
        ])
    func `a statement that would write is refused`(statement: String) throws {
        let folder = try ShopFolder()
        let shop = try folder.open()
        try shop.perform(AddPlainProduct(title: "Mug"))
        let before = try shop.everything()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(throws: Refusal.self) {
            try rows(statement.replacing("FOLDER", with: folder.path), folder.file)
        }
        #expect(try shop.everything() == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == files)
    }
}
