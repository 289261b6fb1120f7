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
        // Rows that came or went say themselves whose they are.
        var whole: [JournaledTable.Owner: Set<Int64>] = [:]
        var table: JournaledTable?
        var owners: [(column: Int, owner: JournaledTable.Owner)] = []
        try Changeset.forEachKey(in: changeset) { change in
            if change.table != table {
                table = change.table
                owners = change.table.owners
                tables.insert(change.table)
            }
            if change.table == .settings, let key = change.text(0) { settings.insert(key) }
            if change.table == .variants { note(variant: change) }
            for (column, owner) in owners {
                for id in [change.old(column), change.new(column)] {
                    guard let id else { continue }
                    if insert(id, owner) { continue }
                    if column == 0, change.isWhole, change.table.isNamedByKey {
                        whole[owner, default: []].insert(id)
                    } else {
                        pending[owner, default: []].insert(id)
                    }
                }
            }
        }
        for (owner, ids) in pending {
            guard let lookUp = owner.lookUp else { continue }
            var statement = try DirectStatement(db, lookUp.sql)
            for id in whole[owner].map({ ids.subtracting($0) }) ?? ids {
                statement.add(id)
                try statement.each { row in
                    for (index, owner) in lookUp.owners.enumerated() {
                        if let found = row.optional(Int32(index)) { insert(found, owner) }
                    }
                    return false
                }
            }
        }
    }

    private mutating func note(variant change: ChangedKeys) {
        guard change.isWhole else { return }
        if let id = change.new(0), let product = change.new(1) {
            newVariants[product, default: []].append(id)
        } else if let id = change.old(0), let product = change.old(1) {
            goneVariants[product, default: []].append(id)
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
        var statement = try DirectStatement(db, "INSERT INTO touched VALUES (?, ?, ?)")
        for (owner, ids) in [
            (JournaledTable.Owner.product, products), (.order, orders), (.customer, customers),
        ] {
            for id in ids.sorted() {
                statement.add(owner.rawValue)
                statement.add(id)
                statement.add(entry)
                try statement.run()
            }
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
