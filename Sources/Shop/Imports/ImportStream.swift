import Commerce

/// The rows of a file as its plan and its import read them: the same code for both, so that what was shown is what is
/// done.
final class ImportStream {
    enum Item {
        case product(ProductDraft)
        case order(OrderDraft)
        case customer(CustomerDraft)
        case bad(BadRow)

        var line: Int {
            switch self {
            case .product(let draft): draft.line
            case .order(let draft): draft.line
            case .customer(let draft): draft.line
            case .bad(let row): row.line
            }
        }

        var lastLine: Int {
            switch self {
            case .product(let draft): draft.lastLine
            case .order(let draft): draft.lastLine
            default: line
            }
        }
    }

    private enum Source {
        case products(ProductStream)
        case orders(OrderStream)
        case customers(CustomerStream)
    }

    let table: FileTable
    private let source: Source

    /// Opens the file of a plan. Throws where it has changed since the look at it.
    init(
        path: String, stamp: FileStamp, setup: ImportSetup, currency: FileCurrency, zone: ShopZone,
        broken: [String: Int]?
    ) throws(FileFailure) {
        let file = try FileBytes(path: path)
        guard file.stamp == stamp else { throw .changedSincePlan(path: path) }
        table = try FileTable(setup.dialect.reader(file), path: path)
        switch setup.kind {
        case .products:
            source = .products(try ProductStream(table, setup: setup, currency: currency, path: path))
        case .orders:
            source = .orders(
                try OrderStream(
                    table, setup: setup, currency: currency, zone: zone, broken: broken, path: path))
        case .customers:
            source = .customers(try CustomerStream(table, setup: setup, path: path))
        }
    }

    func next() throws(FileFailure) -> Item? {
        switch source {
        case .products(let stream):
            switch try stream.next() {
            case .draft(let draft): return .product(draft)
            case .bad(let row): return .bad(row)
            case nil: return nil
            }
        case .orders(let stream):
            switch try stream.next() {
            case .draft(let draft): return .order(draft)
            case .bad(let row): return .bad(row)
            case nil: return nil
            }
        case .customers(let stream):
            switch try stream.next() {
            case .draft(let draft): return .customer(draft)
            case .bad(let row): return .bad(row)
            case nil: return nil
            }
        }
    }

    /// Orders of which a row was bad so far.
    var brokenOrders: [String: Int] {
        if case .orders(let stream) = source { stream.broken } else { [:] }
    }
}
