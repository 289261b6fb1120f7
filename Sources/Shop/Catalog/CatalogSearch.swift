import Commerce
import GRDB

/// A query's statement: conditions on `catalog_lines`, in the order of one of its indices.
struct CatalogSearch {
    private(set) var sql: String
    private(set) var arguments: [DatabaseValue] = []

    /// At most so many matches of the words are sorted by themselves; of more, the order's index is walked instead.
    static let fewMatches = 1_500

    init(_ query: CatalogQuery, after: Int = 0, limit: Int?, _ db: Database) throws {
        var conditions = Self.conditions(of: query.view)
        let words = Self.match(query.filter)
        var isFew = false
        if let words {
            isFew = try Self.isFew(words, db)
            conditions.append(
                "product_id IN (SELECT rowid FROM product_search WHERE product_search MATCH ?)")
            arguments.append(words.databaseValue)
        }
        for term in query.filter.terms {
            guard let condition = Self.condition(for: term) else { continue }
            conditions.append(term.isNegated ? "NOT coalesce(\(condition.sql), 0)" : condition.sql)
            arguments += condition.arguments
        }
        let direction = query.isDescending ? " DESC" : ""
        // Nothing known about a column never stands in front of what is known.
        let order = "\(query.sort.column)\(direction), product_id\(direction)"
        sql = """
            SELECT product_id FROM catalog_lines \(isFew ? "" : Self.index(of: query))
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(isFew ? "+" : "")\(order)
            """
        if let limit { sql += " LIMIT \(limit) OFFSET \(after)" }
    }

    private static func conditions(of view: CatalogQuery.View) -> [String] {
        switch view {
        case .active, .draft, .archived: ["status = '\(view.rawValue)'"]
        case .low: ["low = 1", "status = 'active'"]
        case .featured: ["featured IS NOT NULL"]
        }
    }

    /// The index that has the rows in the order asked for: without a word to it, a planner without statistics may
    /// take the search's rows first and sort a hundred thousand of them.
    private static func index(of query: CatalogQuery) -> String {
        switch (query.view, query.sort) {
        case (.featured, _): "INDEXED BY catalog_featured"
        case (.low, .stock): "INDEXED BY catalog_low"
        case (_, .featured): ""
        case (_, let sort): "INDEXED BY catalog_by_\(sort.rawValue)"
        }
    }

    private static func isFew(_ match: String, _ db: Database) throws -> Bool {
        let count =
            try Int.fetchOne(
                db.cachedStatement(
                    sql: """
                        SELECT count(*) FROM
                            (SELECT 1 FROM product_search WHERE product_search MATCH ? LIMIT \(fewMatches + 1))
                        """), arguments: [match]) ?? 0
        return count <= fewMatches
    }

    /// All that has to be found in the texts, in the search's own language.
    private static func match(_ filter: FilterExpression) -> String? {
        let parts = filter.terms.compactMap { term in term.isNegated ? nil : text(of: term) }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }

    private static func text(of term: FilterTerm) -> String? {
        switch term.condition {
        case .word(let word): quoted(word) + "*"
        case .phrase(let phrase): quoted(phrase)
        case .field(let name, _, .text(let text)):
            switch name {
            case "sku": "{sku} : " + quoted(text) + "*"
            case "title": "{title} : " + quoted(text) + "*"
            case "tag": "{tags} : " + quoted(text) + "*"
            case "text": "{description} : " + quoted(text) + "*"
            default: nil
            }
        default: nil
        }
    }

    private static func quoted(_ text: String) -> String {
        FullText.quote(text)
    }

    private struct Condition {
        let sql: String
        var arguments: [DatabaseValue] = []
    }

    /// What is not a search of texts, or is one that must not match.
    private static func condition(for term: FilterTerm) -> Condition? {
        if let text = text(of: term) {
            guard term.isNegated else { return nil }
            return Condition(
                sql: "product_id IN (SELECT rowid FROM product_search WHERE product_search MATCH ?)",
                arguments: [text.databaseValue])
        }
        switch term.condition {
        case .word, .phrase: return nil
        case .flag(let flag): return Condition(sql: flags[flag] ?? "0")
        case .amount(let comparison, let number): return price(comparison, number)
        case .field("price", let comparison, .number(let number)): return price(comparison, number)
        case .field(let name, let comparison, .number(let number)):
            guard let column = numbers[name] else { return nil }
            return Condition(
                sql: "\(column) \(sign(comparison)) ?", arguments: [number.millionths.databaseValue])
        case .field(let name, let comparison, let value): return productText(name, comparison, value.text)
        }
    }

    private static let flags = [
        "low": "low = 1", "out": "on_hand <= 0", "featured": "featured IS NOT NULL",
        "unpriced": "unit_price_low IS NULL", "loss": "keep < 0",
    ]

    /// Each in millionths of what the seller writes: euros, percent, pieces.
    private static let numbers = [
        "cost": "unit_cost", "keep": "keep * 10000", "stock": "on_hand * 1000000",
        "variants": "variant_count * 1000000",
    ]

    /// Any of a product's prices may be meant.
    private static func price(_ comparison: FilterTerm.Comparison, _ number: FilterNumber) -> Condition {
        let value = number.millionths.databaseValue
        switch comparison {
        case .greater, .greaterOrEqual:
            return Condition(sql: "unit_price_high \(sign(comparison)) ?", arguments: [value])
        case .less, .lessOrEqual:
            return Condition(sql: "unit_price_low \(sign(comparison)) ?", arguments: [value])
        case .matches, .equal:
            return Condition(sql: "? BETWEEN unit_price_low AND unit_price_high", arguments: [value])
        }
    }

    private static func productText(
        _ name: String, _ comparison: FilterTerm.Comparison, _ text: String
    ) -> Condition? {
        let escaped = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing(
            "_", with: "\\_")
        let pattern = (comparison == .equal ? escaped : "%\(escaped)%").databaseValue
        switch name {
        case "vendor", "kind":
            return Condition(
                sql: """
                    EXISTS (SELECT 1 FROM products WHERE id = catalog_lines.product_id
                        AND \(name) LIKE ? ESCAPE '\\')
                    """, arguments: [pattern])
        case "category":
            return Condition(
                sql: """
                    EXISTS (SELECT 1 FROM products JOIN categories ON categories.id = category_id
                        WHERE products.id = catalog_lines.product_id AND path LIKE ? ESCAPE '\\')
                    """, arguments: [pattern])
        default: return nil
        }
    }

    private static func sign(_ comparison: FilterTerm.Comparison) -> String {
        comparison == .matches ? "=" : comparison.rawValue
    }
}
