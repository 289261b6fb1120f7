import Commerce

/// Gathers a file's rows into orders: rows with one number that stand together are one draft, and a number that comes
/// again later gives a further draft whose lines count on.
final class OrderStream {
    let table: FileTable
    private let rows: Rows
    private let numberPlace: Int?
    private var pending: OrderDraft?
    private var isDone = false
    private var isAhead = false
    /// Lines so far of every order that has ended once, by number.
    private var ended: [String: Int32] = [:]
    /// Orders that must not be imported, as one of their rows is bad, by number: the line of that row.
    private(set) var broken: [String: Int]
    private let reportsAllOfBroken: Bool

    private enum Rows {
        case shopify(ShopifyOrders)
        case table(TableOrders)
    }

    /// - Parameter broken: what an earlier pass found; every row of these is then a bad row. Nil in the first pass.
    init(
        _ table: FileTable, setup: ImportSetup, currency: FileCurrency, zone: ShopZone,
        broken: [String: Int]?, path: String
    ) throws(FileFailure) {
        self.table = table
        self.broken = broken ?? [:]
        reportsAllOfBroken = broken != nil
        if setup.format == .shopifyOrders {
            rows = .shopify(ShopifyOrders(table, currency: currency, zone: zone, dates: setup.mapping.dates))
            numberPlace = table.place("Name")
        } else {
            let columns = try MappedColumns(table, setup.mapping, path: path)
            rows = .table(TableOrders(columns, currency: currency, zone: zone))
            numberPlace = columns.place(.number)
        }
    }

    func next() throws(FileFailure) -> StreamItem<OrderDraft>? {
        while !isDone {
            if !isAhead {
                guard try table.next() else {
                    isDone = true
                    break
                }
            }
            isAhead = false
            do throws(RowRefusal) {
                if let whole = try take() { return .draft(whole) }
            } catch {
                return .bad(refused(error))
            }
        }
        guard let whole = pending else { return nil }
        pending = nil
        return .draft(end(whole))
    }

    /// Takes the row at hand; answers the order before it, where that has ended and the row stays for the next call.
    private func take() throws(RowRefusal) -> OrderDraft? {
        let number: String
        switch rows {
        case .shopify(let rows): number = try rows.orderNumber()
        case .table(let rows): number = try rows.orderNumber()
        }
        if let before = pending, before.number != number {
            pending = nil
            isAhead = true
            return end(before)
        }
        if let line = broken[number] {
            throw RowRefusal(
                (numberPlace ?? 0) + 1,
                "another row of the order, line \(line), cannot be read: both are left out")
        }
        switch rows {
        case .shopify(let rows):
            var order: OrderDraft
            if let pending { order = pending } else { order = begun(try rows.order(number: number), number) }
            if let line = try rows.line(of: &order) { order.lines.append(line) }
            pending = order
        case .table(let rows):
            if pending == nil { pending = begun(try rows.order(number: number), number) }
            let line = try rows.line(
                currency: pending?.currency ?? "", placedAt: pending?.placedAt ?? 0)
            pending?.lastLine = line.line
            pending?.lines.append(line)
        }
        return nil
    }

    private func begun(_ order: OrderDraft, _ number: String) -> OrderDraft {
        var order = order
        order.firstPosition = Int(ended[number] ?? 0)
        return order
    }

    private func end(_ order: OrderDraft) -> OrderDraft {
        ended[order.number] = Int32(clamping: order.firstPosition + order.lines.count)
        return order
    }

    /// A bad row takes its whole order with it: a line's place in its invoice is its identity.
    private func refused(_ refusal: RowRefusal) -> BadRow {
        let bad = table.bad(refusal)
        let number = table.text(numberPlace)
        if !number.isEmpty, broken[number] == nil {
            broken[number] = bad.line
            if pending?.number == number { pending = nil }
        }
        return bad
    }
}

/// Reads customers, one row each.
final class CustomerStream {
    let table: FileTable
    private let rows: TableCustomers

    init(_ table: FileTable, setup: ImportSetup, path: String) throws(FileFailure) {
        self.table = table
        rows = TableCustomers(try MappedColumns(table, setup.mapping, path: path))
    }

    func next() throws(FileFailure) -> StreamItem<CustomerDraft>? {
        guard try table.next() else { return nil }
        do throws(RowRefusal) { return .draft(try rows.draft()) } catch { return .bad(table.bad(error)) }
    }
}
