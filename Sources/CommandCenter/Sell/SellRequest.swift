package import Commerce
package import Shop

extension SellPane {
    /// What the pane wants read.
    package enum Request: Hashable, Sendable {
        /// The first identifiers of a query, with the lines that show.
        case page(CatalogQuery, lines: Int)
        /// All identifiers of a query.
        case all(CatalogQuery)
        case rows([ProductID])
        /// Units sold in thirty days.
        case sold([ProductID], now: Instant)
        case counts
        case detail(ProductID)
        case past(ProductID)
        /// Who changed the product: read off whole images, so only where it is looked at.
        case history(ProductID)
        /// Whole products for the editor, with a text that was kept instead of theirs.
        case sheets([ProductID], kept: String?)
        case plan(BulkCommand, [ProductID])
        case importPlan(String, ImportChoices)
        /// How these products stand on the channels, as signs, and one with all there is to say.
        case listed([ProductID])
        case standings(ProductID)
        case publishing([ProductID])
        case conflicts(ProductID)
        /// What one says otherwise on a channel, for the form or for the editor.
        case wording(ProductID, ConnectionID, inEditor: Bool)
    }

    package enum Answer: Sendable {
        case ids([ProductID], [CatalogRow])
        case rows([CatalogRow])
        case sold([ProductID: [Int]])
        case counts(CatalogCounts)
        case detail(ProductDetail?)
        case past(ProductPast)
        case history([FieldChange])
        case sheets([(id: ProductID, sheet: ProductSheet)])
        case plan(CatalogPlan)
        case importPlan(ImportReading)
        case listed([ProductID: [ConnectionID: ListingMark]])
        case standings([ListingStanding])
        case publishing(Publishing)
        case conflicts([Conflict])
        case wording(ListingWording?)
    }

    /// So many identifiers are read before the rest follows.
    static let pageLength = 200
    /// Parts of thirty days that a spark shows.
    static let sparkParts = 7

    package static func answer(_ request: Request, from shop: Shop) throws -> Answer {
        switch request {
        case .page(let query, let lines):
            let ids = try shop.catalogIDs(query, limit: pageLength)
            return .ids(ids, try shop.catalogRows(Array(ids.prefix(lines))))
        case .all(let query): return .ids(try shop.catalogIDs(query), [])
        case .rows(let ids): return .rows(try shop.catalogRows(ids))
        case .sold(let ids, let now):
            let start = now.adding(milliseconds: -30 * 86_400_000)
            return .sold(try shop.unitsSold(of: ids, from: start, to: now, parts: sparkParts))
        case .counts: return .counts(try shop.catalogCounts())
        case .detail(let id): return .detail(try shop.productDetail(id))
        case .past(let id): return .past(try shop.productPast(id))
        case .history(let id): return .history(try shop.fieldChanges(of: .product(id)))
        case .sheets(let ids, _): return .sheets(try shop.productSheets(ids))
        case .plan(let command, let ids): return .plan(try shop.plan(command, for: ids))
        case .importPlan(let path, let choices): return .importPlan(try choices.read(path, shop))
        case .listed(let ids):
            let marks = try shop.listingMarks(of: ids)
            return .listed(
                Dictionary(ids.map { ($0, marks[$0] ?? [:]) }, uniquingKeysWith: { first, _ in first }))
        case .standings(let id): return .standings(try shop.listingStandings(of: id))
        case .publishing(let ids):
            return .publishing(Publishing(products: ids, candidates: try shop.publishingCandidates(of: ids)))
        case .conflicts(let id): return .conflicts(try shop.conflicts(of: id))
        case .wording(let id, let connection, _):
            return .wording(try shop.listingWording(of: id, on: connection))
        }
    }
}
