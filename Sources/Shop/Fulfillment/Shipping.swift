import Commerce
import GRDB

/// Goods leaving and coming back: parcels, the ledger and what was put by, kept together.
struct Shipping {
    private let transaction: Transaction
    private var db: Database { transaction.db }

    init(_ transaction: Transaction) { self.transaction = transaction }

    /// What would leave with a shipment.
    struct Load {
        /// By order line, how many pieces. Never by variant: the same goods can be on two lines (LESSONS 42).
        var lines: [(line: OrderLineState, quantity: Int64)]
        /// Whether nothing is left to ship afterwards.
        let isRest: Bool
    }

    /// The marked lines, or all that still has to leave.
    func load(_ lines: [OrderLineState], marked: Set<Int64>) -> Load {
        let leaving = lines.filter { $0.toShip > 0 && (marked.isEmpty || marked.contains($0.id)) }
        let staying = lines.contains { $0.toShip > 0 && !marked.isEmpty && !marked.contains($0.id) }
        return Load(lines: leaving.map { ($0, $0.toShip) }, isRest: !staying)
    }

    /// The parcels that wait to leave, oldest first.
    func waitingParcels(of order: OrderID) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT id FROM parcels WHERE order_id = ? AND shipped_at IS NULL ORDER BY id"),
            arguments: [order.rawValue])
    }

    /// Lets the load leave: what no waiting parcel names goes into the last of them, or into a new one.
    ///
    /// - Parameter telling: whether the channel is told; not where it is the channel that says so.
    func ship(_ load: Load, of order: OrderState, telling: Bool = true) throws {
        var parcels = try waitingParcels(of: order.id)
        if parcels.isEmpty { parcels = [try add(to: order.id, carrier: "", number: "").rawValue] }
        for (line, quantity) in load.lines {
            let rest = quantity - min(quantity, line.inParcels)
            if rest > 0, let last = parcels.last { try put(rest, of: line.id, into: last) }
        }
        let leaving = Set(load.lines.map(\.line.id))
        var left: [Int64] = []
        for parcel in parcels {
            let inside = try parts(of: parcel)
            guard inside.isEmpty || inside.contains(where: { leaving.contains($0.line) }) else { continue }
            try transaction.execute(
                "UPDATE parcels SET shipped_at = ? WHERE id = ?", [transaction.now.milliseconds, parcel])
            left.append(parcel)
            guard order.movesStock else { continue }
            for part in inside { try takeOff(part) }
        }
        if telling { try OrderEffects(transaction).ship(left, of: order) }
    }

    /// Brings back what has shipped: the ledger says so with its own cause, and it is put by again.
    func takeBack(_ order: OrderState) throws {
        let parcels = try Int64.fetchAll(
            db.cachedStatement(
                sql: "SELECT id FROM parcels WHERE order_id = ? AND shipped_at IS NOT NULL ORDER BY id"),
            arguments: [order.id.rawValue])
        for parcel in parcels {
            for part in try parts(of: parcel) {
                if order.movesStock { try putBack(part) }
                // A part gets a new name, so that shipping it again is a new cause in the ledger.
                try transaction.execute("DELETE FROM parcel_lines WHERE id = ?", [part.id])
                try put(part.quantity, of: part.line, into: parcel)
            }
            try transaction.execute(
                "UPDATE parcels SET shipped_at = NULL, delivered_at = NULL WHERE id = ?", [parcel])
        }
        if order.movesStock { try Reservations(transaction).reserve(order.id.rawValue) }
    }

    func add(to order: OrderID, carrier: String, number: String) throws -> ParcelID {
        let id: ParcelID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO parcels VALUES (?, ?, ?, ?, NULL, NULL)",
            [id.rawValue, order.rawValue, carrier, number])
        return id
    }

    func put(_ quantity: Int64, of line: Int64, into parcel: Int64) throws {
        let id: ParcelLineID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO parcel_lines VALUES (?, ?, ?, ?)", [id.rawValue, parcel, line, quantity])
    }

    private struct Part {
        let id: Int64
        let line: Int64
        let quantity: Int64
        /// Nil where its stock is not counted.
        let variant: Int64?
    }

    private func parts(of parcel: Int64) throws -> [Part] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT part.id, line.id, part.quantity, CASE tracked WHEN 1 THEN variants.id END
                    FROM parcel_lines AS part JOIN order_lines AS line ON line.id = order_line_id
                    LEFT JOIN variants ON variants.id = line.variant_id
                    WHERE parcel_id = ? ORDER BY part.id
                    """), arguments: [parcel]
        ).map { Part(id: $0[0], line: $0[1], quantity: $0[2], variant: $0[3]) }
    }

    /// Takes all that is in a parcel off the shelf.
    func takeOffAll(of parcel: Int64) throws {
        for part in try parts(of: parcel) { try takeOff(part) }
    }

    private func takeOff(_ part: Part) throws {
        guard let variant = part.variant else { return }
        try Reservations(transaction).use(part.line, part.quantity)
        try enter(-part.quantity, of: variant, cause: "shipment", part.id)
    }

    private func putBack(_ part: Part) throws {
        guard let variant = part.variant else { return }
        let wasShipped = try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM stock_entries
                    WHERE cause = 'shipment' AND cause_id = ? AND variant_id = ?)
                    """), arguments: [part.id, variant])
        if wasShipped == true { try enter(part.quantity, of: variant, cause: "shipmentBack", part.id) }
    }

    /// One entry of the ledger. Its cause is unique, so nothing is taken or put back twice (LESSONS 40).
    func enter(_ quantity: Int64, of variant: Int64, cause: String, _ causeID: Int64) throws {
        let id: StockChangeID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO stock_entries VALUES (?, ?, ?, ?, ?, ?, '')",
            [id.rawValue, variant, quantity, cause, causeID, transaction.now.milliseconds])
    }
}
