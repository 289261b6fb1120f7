import GRDB

/// What lists, boards and searches read, made again for what an Action touched, in the same transaction: by the
/// same path for an edit, an import, an undo and a sync.
enum Projections {
    static func refresh(_ touched: Touched, in transaction: Transaction) throws {
        if !touched.settings.isEmpty {
            transaction.settingsChanged()
            if !touched.settings.isDisjoint(with: CatalogLines.settingsRead) {
                try CatalogLines.refreshAll(in: transaction)
            }
        }
        let lines = try CatalogLines(transaction)
        for product in touched.products { try lines.refresh(product) }
        if !touched.orders.isEmpty { try OrderCards(transaction).refresh(touched.orders) }
        try DueMarks.mark(touched, in: transaction)
    }
}
