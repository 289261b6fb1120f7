package import Commerce
import Foundation
import GRDB

/// What an image changed, by the things the seller knows.
struct Touched {
    var products: Set<Int64> = []
    var orders: Set<Int64> = []
    var customers: Set<Int64> = []
    var tables: Set<JournaledTable> = []
    /// The settings that changed, by key.
    var settings: Set<String> = []
    /// Variants that came into being, and those that are gone, by their product.
    var newVariants: [Int64: [Int64]] = [:]
    var goneVariants: [Int64: [Int64]] = [:]

    /// Reads it off an image. Rows that are still there are asked for what they belong to.
    init(_ changeset: Data, _ db: Database) throws {
        var pending: [JournaledTable.Owner: Set<Int64>] = [:]
        var table: JournaledTable?
        var owners: [(column: Int, owner: JournaledTable.Owner)] = []
        try Changeset.forEach(in: changeset) { change in
            if change.table != table {
                table = change.table
                owners = change.table.owners
                tables.insert(change.table)
            }
            if change.table == .settings, let key = String.fromDatabaseValue(change.key) {
                settings.insert(key)
            }
            if change.table == .variants { note(variant: change) }
            for (column, owner) in owners {
                for value in [change.old[column], change.new[column]] {
                    guard let value, let id = Int64.fromDatabaseValue(value) else { continue }
                    if !insert(id, owner) { pending[owner, default: []].insert(id) }
                }
            }
        }
        for (owner, ids) in pending {
            guard let lookUp = owner.lookUp else { continue }
            let statement = try db.cachedStatement(sql: lookUp.sql)
            for id in ids {
                guard let row = try Row.fetchOne(statement, arguments: [id]) else { continue }
                for (index, owner) in lookUp.owners.enumerated() {
                    if let found: Int64 = row[index] { insert(found, owner) }
                }
            }
        }
    }

    private mutating func note(variant change: RowChange) {
        guard let id = Int64.fromDatabaseValue(change.key), let value = change.value(1),
            let product = Int64.fromDatabaseValue(value)
        else { return }
        switch change.operation {
        case .insert: newVariants[product, default: []].append(id)
        case .delete: goneVariants[product, default: []].append(id)
        case .update: break
        }
    }

    /// Whether the owner is one the seller knows by itself.
    @discardableResult
    private mutating func insert(_ id: Int64, _ owner: JournaledTable.Owner) -> Bool {
        switch owner {
        case .product: products.insert(id)
        case .order: orders.insert(id)
        case .customer: customers.insert(id)
        default: return false
        }
        return true
    }

    /// The index behind "who changed this, and when".
    func record(_ entry: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO touched VALUES (?, ?, ?)")
        for (owner, ids) in [
            (JournaledTable.Owner.product, products), (.order, orders), (.customer, customers),
        ] {
            for id in ids.sorted() { try statement.execute(arguments: [owner.rawValue, id, entry]) }
        }
    }
}

/// What an Action changed, told to whoever shows it: reload what of it is on the screen.
package struct ChangeNotice: Sendable {
    package var entries: [EntryID]
    /// Whether another program on the same file did it.
    package var fromElsewhere: Bool
    package var products: Set<ProductID>
    package var orders: Set<OrderID>
    package var customers: Set<CustomerID>
    /// Settings, categories, saved filters and the like, which belong to no product, order or customer.
    package var other: Bool
    /// What sync keeps of its own work is another: states of connections, what waits, conflicts, requests.
    package var sync = false
}

extension ChangeNotice {
    init(entry: Int64, touched: Touched) {
        self.init(
            entries: [EntryID(rawValue: entry)], fromElsewhere: false,
            products: Set(touched.products.map(ProductID.init(rawValue:))),
            orders: Set(touched.orders.map(OrderID.init(rawValue:))),
            customers: Set(touched.customers.map(CustomerID.init(rawValue:))),
            other: !touched.tables.isDisjoint(with: [.settings, .categories, .savedFilters, .savedMappings]))
    }
}
