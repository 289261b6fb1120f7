import Commerce
import GRDB
import Synchronization

extension Shop {
    /// Calls the handler after each Action, ours or another program's, on whatever thread it was done.
    ///
    /// - Returns: a number to give to ``stopObserving(_:)``.
    @discardableResult
    package func observe(_ handler: @escaping @Sendable (ChangeNotice) -> Void) -> Int {
        let number = nextObserver.withLock { next in
            next += 1
            return next
        }
        observers.withLock { $0[number] = handler }
        return number
    }

    package func stopObserving(_ number: Int) { observers.withLock { $0[number] = nil } }

    func tell(_ notice: ChangeNotice) {
        told.withLock { told in
            for entry in notice.entries where entry.rawValue > told.upTo { told.own.insert(entry.rawValue) }
        }
        for handler in observers.withLock({ Array($0.values) }) { handler(notice) }
    }

    /// Tells that sync's own bookkeeping has moved.
    func tellOfSync() {
        let notice = ChangeNotice(
            entries: [], fromElsewhere: false, products: [], orders: [], customers: [], other: false,
            sync: true)
        for handler in observers.withLock({ Array($0.values) }) { handler(notice) }
    }

    func newestEntry() throws -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM entries") ?? 0 }
    }

    /// Called when somebody wrote to the write-ahead log: tells of the entries that are not ours.
    ///
    /// - Returns: whether there were new entries, ours or others'.
    func tellOfOthers() -> Bool {
        let since = told.withLock { $0.upTo }
        // A read that fails now is made again at the next write; nothing is lost, the mark stays.
        guard let found = try? entriesElsewhere(since: since) else { return false }
        let others = told.withLock { told -> [Int64] in
            let others = found.ids.filter { $0 > told.upTo && !told.own.contains($0) }
            told.upTo = max(told.upTo, found.ids.last ?? told.upTo)
            told.own = told.own.filter { $0 > told.upTo }
            return others
        }
        guard !others.isEmpty else { return !found.ids.isEmpty }
        var notice = ChangeNotice(
            entries: others.map(EntryID.init(rawValue:)), fromElsewhere: true, products: [], orders: [],
            customers: [], other: true)
        for (subject, row) in found.touched {
            switch subject {
            case JournaledTable.Owner.product.rawValue: notice.products.insert(ProductID(rawValue: row))
            case JournaledTable.Owner.order.rawValue: notice.orders.insert(OrderID(rawValue: row))
            default: notice.customers.insert(CustomerID(rawValue: row))
            }
        }
        for handler in observers.withLock({ Array($0.values) }) { handler(notice) }
        return true
    }

    private func entriesElsewhere(since: Int64) throws -> (ids: [Int64], touched: [(Int, Int64)]) {
        try read { db in
            let ids = try Int64.fetchAll(
                db, sql: "SELECT id FROM entries WHERE id > ? ORDER BY id", arguments: [since])
            var touched: [(Int, Int64)] = []
            for id in ids.suffix(200) {
                let rows = try Row.fetchAll(
                    db, sql: "SELECT subject, row_id FROM touched WHERE entry_id = ? LIMIT 1000",
                    arguments: [id])
                touched += rows.map { ($0[0], $0[1]) }
            }
            return (ids, touched)
        }
    }
}
