import Commerce
import GRDB
@testable import Shop
import TestSupport
import Testing

@Suite struct CatalogListTests {
    let folder: ShopFolder
    let shop: Shop
    let euro = Currency(code: "EUR")!

    init() throws {
        folder = try ShopFolder()
        shop = try folder.open()
    }

    func add(_ title: String, _ price: Int64?, stock: Int, tags: [String] = [], vendor: String = "") throws
        -> ProductID
    {
        folder.wait(milliseconds: 1_000)
        let variant = VariantSheet(
            sku: "SKU-\(title.uppercased())",
            price: price.map { UnitPrice(millionths: $0 * 1_000_000, currency: euro) },
            cost: UnitPrice(millionths: 5_000_000, currency: euro), stock: stock)
        return try shop.perform(
            CreateProduct(ProductSheet(title: title, vendor: vendor, tags: tags, variants: [variant]))
        ).outcome
    }

    func titles(_ filter: String, sort: CatalogQuery.Sort = .title, descending: Bool = false) throws
        -> [String]
    {
        let expression = try FilterExpression(filter, vocabulary: CatalogQuery.vocabulary)
        let query = CatalogQuery(filter: expression, sort: sort, isDescending: descending)
        return try shop.catalogRows(shop.catalogIDs(query)).map(\.title)
    }

    @Test func `a filter finds by words, fields, amounts and states`() throws {
        _ = try add("Blue mug", 24, stock: 42, tags: ["winter"], vendor: "Kiln")
        _ = try add("Green plate", 16, stock: 3, tags: ["gift"], vendor: "Aurora")
        _ = try add("Tall vase", 44, stock: 0, tags: ["gift"], vendor: "Kiln")
        _ = try add("Cup", nil, stock: 9)
        #expect(try titles("") == ["Blue mug", "Cup", "Green plate", "Tall vase"])
        #expect(try titles("mu") == ["Blue mug"])
        #expect(try titles("tag:gift") == ["Green plate", "Tall vase"])
        #expect(try titles("tag:gift -plate") == ["Tall vase"])
        #expect(try titles(">20") == ["Blue mug", "Tall vase"])
        #expect(try titles("stock<5") == ["Green plate", "Tall vase"])
        #expect(try titles("out") == ["Tall vase"])
        #expect(try titles("low") == ["Green plate", "Tall vase"])
        #expect(try titles("vendor:kil >30") == ["Tall vase"])
        #expect(try titles("unpriced") == ["Cup"])
        #expect(try titles("sku:sku-blue") == ["Blue mug"])
        #expect(try titles("\"green plate\"") == ["Green plate"])
        #expect(try titles("\"\" * ) OR") == [])
    }

    @Test func `each order is turned by descending`() throws {
        _ = try add("B", 3, stock: 2)
        _ = try add("A", 2, stock: 3)
        _ = try add("C", 1, stock: 1)
        #expect(try titles("", sort: .price) == ["C", "A", "B"])
        #expect(try titles("", sort: .stock, descending: true) == ["A", "B", "C"])
        #expect(try titles("", sort: .changed, descending: true) == ["C", "A", "B"])
        #expect(try titles("a", sort: .sku) == ["A"])
    }

    @Test func `views count what they show`() throws {
        let draft = try add("Draft", 3, stock: 20)
        _ = try add("Low", 3, stock: 1)
        try shop.perform(SetProductStatus([draft], to: .draft))
        try shop.perform(FeatureProducts([draft], featured: true))
        let counts = try shop.catalogCounts()
        #expect(CatalogQuery.View.allCases.map { counts[$0] } == [1, 1, 1, 1, 0])
        for view in CatalogQuery.View.allCases {
            #expect(try shop.catalogIDs(CatalogQuery(view: view)).count == counts[view])
        }
    }

    @Test func `no order of a view is sorted by hand`() throws {
        for view in CatalogQuery.View.allCases {
            for sort in CatalogQuery.Sort.allCases where sort != .featured || view == .featured {
                for words in ["", "m"] {
                    let filter = try FilterExpression(words, vocabulary: CatalogQuery.vocabulary)
                    let query = CatalogQuery(view: view, filter: filter, sort: sort)
                    let plan = try plan(query)
                    #expect(!plan.contains("SCAN catalog_lines USING INDEX catalog_by"), "\(plan)")
                    #expect(plan.contains("USING"), "\(plan)")
                    let isByHand = plan.contains("TEMP B-TREE")
                    // A featured list is as long as a seller made it; few matches of a word are sorted themselves.
                    #expect(!isByHand || view == .featured || !words.isEmpty, "\(query): \(plan)")
                }
            }
        }
    }

    private func plan(_ query: CatalogQuery) throws -> String {
        try shop.read { db in
            let search = try CatalogSearch(query, limit: 200, db)
            return try Row.fetchAll(
                db, sql: "EXPLAIN QUERY PLAN " + search.sql, arguments: StatementArguments(search.arguments)
            ).map { $0[3] as String }.joined(separator: "; ")
        }
    }
}
