import Commerce

/// What a file gives, one after the other.
enum StreamItem<Draft> {
    case draft(Draft)
    case bad(BadRow)
}

/// Gathers a file's rows into products, in bounded memory: rows of one product that stand together are one draft.
final class ProductStream {
    let table: FileTable
    private let read: () throws(RowRefusal) -> ProductDraft
    private let handlePlace: Int?
    private var pending: ProductDraft?
    private var waiting: BadRow?
    private var isDone = false
    /// A product whose first row could not be read: its further rows would make a product without a title.
    private var broken: (handle: String, line: Int)?

    init(_ table: FileTable, setup: ImportSetup, currency: FileCurrency, path: String) throws(FileFailure) {
        self.table = table
        let code = currency.code
        switch setup.format {
        case .shopifyProducts:
            let rows = ShopifyProducts(table)
            handlePlace = table.place("Handle", "URL handle")
            read = { () throws(RowRefusal) in try rows.draft(currency: code) }
        case .wooProducts:
            let rows = WooProducts(table)
            handlePlace = nil
            read = { () throws(RowRefusal) in try rows.draft(currency: code) }
        case .table, .shopifyOrders:
            let columns = try MappedColumns(table, setup.mapping, path: path)
            let rows = TableProducts(columns)
            handlePlace = columns.place(.handle)
            read = { () throws(RowRefusal) in try rows.draft(currency: code) }
        }
    }

    func next() throws(FileFailure) -> StreamItem<ProductDraft>? {
        if let bad = waiting {
            waiting = nil
            return .bad(bad)
        }
        while !isDone {
            guard try table.next() else {
                isDone = true
                break
            }
            do throws(RowRefusal) {
                var draft = try read()
                draft.lastLine = table.reader.line
                if draft.title == nil { draft.cells = [(draft.line, table.reader.texts)] }
                draft.tags = draft.tags.map { Tag.text(Tag.set($0)) }
                draft.category = draft.category.map(CatalogWriter.plainPath).flatMap { $0.isEmpty ? nil : $0 }
                try refuseOrphan(draft)
                if var before = pending {
                    if Self.isSame(before, draft) {
                        before.merge(draft)
                        pending = before
                        continue
                    }
                    pending = draft
                    return .draft(Self.whole(before))
                }
                pending = draft
            } catch {
                let bad = table.bad(error)
                let handle = table.text(handlePlace)
                if handlePlace != nil, !handle.isEmpty, pending?.handle != handle, broken?.handle != handle {
                    broken = (handle, bad.line)
                }
                if let before = pending, before.handle != handle {
                    pending = nil
                    waiting = bad
                    return .draft(Self.whole(before))
                }
                return .bad(bad)
            }
        }
        defer { pending = nil }
        return pending.map { .draft(Self.whole($0)) }
    }

    /// Some programs give a product with variants a first row that looks like one and has nothing of one.
    private static func whole(_ draft: ProductDraft) -> ProductDraft {
        guard draft.variants.count > 1 else { return draft }
        var draft = draft
        draft.variants.removeAll {
            $0.sku.isEmpty && $0.price == nil && $0.barcode == nil && $0.options.allSatisfy(\.isEmpty)
        }
        return draft
    }

    private func refuseOrphan(_ draft: ProductDraft) throws(RowRefusal) {
        guard let broken, broken.handle == draft.handle else {
            self.broken = nil
            return
        }
        guard draft.title == nil else {
            self.broken = nil
            return
        }
        throw RowRefusal(
            (handlePlace ?? 0) + 1, "it belongs to the product of line \(broken.line), which cannot be read")
    }

    private static func isSame(_ left: ProductDraft, _ right: ProductDraft) -> Bool {
        if let handle = left.handle { return handle == right.handle }
        if let parent = left.parent { return parent == right.parent }
        return false
    }
}
