import Commerce
import Foundation
import GRDB

@testable import Shop

/// A product with one variant, written by hand.
struct AddPlainProduct: Action {
    let title: String
    var stock: Int64?

    func perform(in transaction: Transaction) throws -> Int64 {
        let product: ProductID = transaction.nextID()
        let variant: VariantID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO products(id, title, created_at) VALUES (?, ?, ?)",
            [product.rawValue, title, transaction.now.milliseconds])
        try transaction.execute(
            "INSERT INTO variants(id, product_id, position, sku, unit_price) VALUES (?, ?, 1, ?, 5000000)",
            [variant.rawValue, product.rawValue, "SKU-" + title])
        if let stock {
            let entry: StockChangeID = transaction.nextID()
            try transaction.execute(
                "INSERT INTO stock_entries(id, variant_id, quantity, cause, at) VALUES (?, ?, ?, 'count', ?)",
                [entry.rawValue, variant.rawValue, stock, transaction.now.milliseconds])
        }
        return product.rawValue
    }

    func summary(of outcome: Int64) -> String { "added \(title)" }
}

/// Changes one column of one product.
struct Retitle: Action {
    let product: Int64
    let title: String

    func perform(in transaction: Transaction) throws -> Bool {
        try transaction.execute("UPDATE products SET title = ? WHERE id = ?", [title, product])
        return true
    }

    func summary(of outcome: Bool) -> String { "title is \(title)" }
}

struct Redescribe: Action {
    let product: Int64
    let text: String

    func perform(in transaction: Transaction) throws -> Bool {
        try transaction.execute("UPDATE products SET description = ? WHERE id = ?", [text, product])
        return true
    }

    func summary(of outcome: Bool) -> String { "described" }
}

/// A note on a product, which then cannot go.
struct NoteOnProduct: Action {
    let product: Int64

    func perform(in transaction: Transaction) throws -> Bool {
        let id: NoteID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO notes VALUES (?, NULL, ?, NULL, 'careful', 0)", [id.rawValue, product])
        return true
    }

    func summary(of outcome: Bool) -> String { "noted" }
}

/// A part of an import: so many products from a number on.
struct AddProductsPart: PartAction {
    let from: Int
    let count: Int
    var subjectCount: Int { count }

    func perform(in transaction: Transaction) throws -> Int {
        for number in from..<from + count {
            _ = try AddPlainProduct(title: "P\(number)").perform(in: transaction)
        }
        return count
    }

    func summary(of outcome: Int) -> String { "added \(outcome)" }
}

/// Writes, and then finds that it may not.
struct WriteThenRefuse: Action {
    func perform(in transaction: Transaction) throws -> Bool {
        _ = try AddPlainProduct(title: "gone").perform(in: transaction)
        throw Refusal("no", "No.")
    }

    func summary(of outcome: Bool) -> String { "" }
}

extension Shop {
    /// One number the file answers.
    func number(_ sql: String) throws -> Int { try read { try Int.fetchOne($0, sql: sql) ?? 0 } }

    func text(_ sql: String) throws -> String? { try read { try String.fetchOne($0, sql: sql) } }

    /// All rows of the seller's tables and of what is derived from them, to compare two states of a shop.
    ///
    /// `changed_at` is left out: it says when a list's row was made again.
    func everything() throws -> [String: [String]] {
        try read { db in
            var all: [String: [String]] = [:]
            for table in JournaledTable.allCases.map(\.rawValue) + [
                "stock_levels", "product_texts", "order_texts",
            ] {
                all[table] = try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1").map(\.description)
            }
            all["catalog_lines"] = try Row.fetchAll(db, sql: "SELECT * FROM catalog_lines ORDER BY 1").map {
                row in
                row.filter { $0.0 != "changed_at" }.map { "\($0.0):\($0.1)" }.joined(separator: " ")
            }
            all["stock_levels"] = all["stock_levels"]?.filter { !$0.contains("on_hand:0 reserved:0 short:0") }
            return all
        }
    }

    /// How many products the search finds for a word's beginning.
    func found(_ word: String) throws -> Int {
        try number("SELECT count(*) FROM product_search WHERE product_search MATCH '\(word)*'")
    }
}
