package import Commerce
import GRDB

/// Pieces of one line of an order.
package struct LineQuantity: Codable, Hashable, Sendable {
    package let line: OrderLineID
    package let quantity: Int

    package init(line: OrderLineID, quantity: Int) {
        self.line = line
        self.quantity = quantity
    }
}

/// Reads tracking numbers as they are typed or scanned.
enum TrackingText {
    /// The number as it is kept, and its carrier as far as the number or the seller says.
    ///
    /// - Throws: a ``Refusal`` for a number whose check digit is wrong: a parcel nobody could follow.
    static func read(_ text: String, carrier: String) throws -> (number: String, carrier: String) {
        let typed = text.trimmed
        guard !typed.isEmpty else {
            throw Refusal("no-number", "A tracking number has letters and digits; nothing was entered.")
        }
        guard typed.utf8.count <= 60, typed.allSatisfy({ !$0.isNewline }) else {
            throw Refusal("no-number", "That is too long for a tracking number; scan or type it again.")
        }
        switch TrackingReading(typed) {
        case .numbers(let numbers):
            let named = numbers.first { $0.carrierName.lowercased() == carrier.lowercased() }
            let best = named ?? numbers[0]
            return (best.text, carrier.isEmpty ? best.carrierName : carrier)
        case .wrongCheckDigit(let looksLike):
            guard !carrier.isEmpty, carrier.lowercased() != looksLike.name.lowercased() else {
                throw Refusal(
                    "check-digit",
                    "\(typed) looks like \(looksLike.name), but its check digit is wrong; type or scan it again."
                )
            }
            return (typed, carrier)
        case .unknown: return (typed, carrier)
        }
    }
}

/// Adds a parcel to an order: several are several rows, none is dropped (LESSONS 43).
package struct AddParcel: Action {
    package let order: OrderID
    package let carrier: String
    /// Empty for a parcel without one.
    package let number: String
    /// What is in it; empty for all that is in no other.
    package let lines: [LineQuantity]

    package init(order: OrderID, carrier: String = "", number: String = "", lines: [LineQuantity] = []) {
        self.order = order
        self.carrier = carrier
        self.number = number
        self.lines = lines
    }

    package struct Outcome: Codable, Sendable {
        package let parcel: ParcelID
        package let order: String
        package let carrier: String
        package let number: String
    }

    package func perform(in transaction: Transaction) throws -> Outcome {
        let order = try OrderState.fetch(order, transaction.db)
        let (number, carrier) =
            try number.isEmpty ? ("", carrier) : TrackingText.read(number, carrier: carrier)
        try TrackingUse.check(number, in: transaction)
        let states = try OrderLineState.all(of: order.id.rawValue, transaction.db)
        guard Set(lines.map(\.line)).count == lines.count else {
            throw Refusal(
                "twice", "\(order.number): a line is named twice; name it once with all its pieces.")
        }
        for line in lines {
            guard let state = states.first(where: { $0.id == line.line.rawValue }) else {
                throw Refusal("no-such-line", "\(order.number) has no such line.")
            }
            let left = state.toShip - state.inParcels
            guard line.quantity > 0, line.quantity <= left else {
                throw Refusal(
                    "too-many",
                    "\(order.number): of \(state.name), \(max(0, left)) can still go into a parcel.")
            }
        }
        let shipping = Shipping(transaction)
        let parcel = try shipping.add(to: order.id, carrier: carrier, number: number)
        for line in lines {
            try shipping.put(Int64(line.quantity), of: line.line.rawValue, into: parcel.rawValue)
        }
        return Outcome(parcel: parcel, order: order.number, carrier: carrier, number: number)
    }

    package func summary(of outcome: Outcome) -> String {
        outcome.number.isEmpty
            ? "\(outcome.order): a parcel without a number"
            : "\(outcome.order): parcel \(outcome.number)"
                + (outcome.carrier.isEmpty ? "" : ", \(outcome.carrier)")
    }
}

/// One number belongs to one parcel: a second use is nearly always a slip of the scanner.
enum TrackingUse {
    static func check(_ number: String, besides parcel: Int64 = 0, in transaction: Transaction) throws {
        guard !number.isEmpty else { return }
        let other = try String.fetchOne(
            transaction.db.cachedStatement(
                sql: """
                    SELECT orders.number FROM parcels JOIN orders ON orders.id = order_id
                    WHERE tracking_number = ? AND tracking_number <> '' AND parcels.id <> ?
                    """), arguments: [number, parcel])
        if let other {
            throw Refusal(
                "number-used", "\(number) is on a parcel of \(other) already; enter this one's own.")
        }
    }
}

/// Gives an order's parcel its tracking number: the one that lacks a number, or else a new one.
package struct SetTracking: Action {
    package let order: OrderID
    /// Nil for the order's first parcel without a number.
    package let parcel: ParcelID?
    package let carrier: String
    package let number: String

    package init(order: OrderID, parcel: ParcelID? = nil, carrier: String = "", number: String) {
        self.order = order
        self.parcel = parcel
        self.carrier = carrier
        self.number = number
    }

    package func perform(in transaction: Transaction) throws -> AddParcel.Outcome {
        let order = try OrderState.fetch(order, transaction.db)
        let (number, carrier) = try TrackingText.read(number, carrier: carrier)
        let found = try Int64.fetchOne(
            transaction.db,
            sql: """
                SELECT id FROM parcels WHERE order_id = ?1 AND (id = ?2 OR (?2 IS NULL AND tracking_number = ''))
                ORDER BY id LIMIT 1
                """, arguments: [order.id.rawValue, parcel?.rawValue])
        guard let found else {
            if parcel != nil { throw Refusal("no-such-parcel", "\(order.number) has no such parcel.") }
            return try AddParcel(order: order.id, carrier: carrier, number: number).perform(in: transaction)
        }
        try TrackingUse.check(number, besides: found, in: transaction)
        try transaction.execute(
            "UPDATE parcels SET carrier = ?, tracking_number = ? WHERE id = ?", [carrier, number, found])
        return AddParcel.Outcome(
            parcel: ParcelID(rawValue: found), order: order.number, carrier: carrier, number: number)
    }

    package func summary(of outcome: AddParcel.Outcome) -> String {
        "\(outcome.order): parcel \(outcome.number)" + (outcome.carrier.isEmpty ? "" : ", \(outcome.carrier)")
    }
}

/// Takes a parcel that has not left away again.
package struct RemoveParcel: Action {
    package let parcel: ParcelID

    package init(parcel: ParcelID) { self.parcel = parcel }

    package func perform(in transaction: Transaction) throws -> String {
        guard
            let row = try Row.fetchOne(
                transaction.db,
                sql: """
                    SELECT number, shipped_at FROM parcels JOIN orders ON orders.id = order_id
                    WHERE parcels.id = ?
                    """, arguments: [parcel.rawValue])
        else { throw Refusal("no-such-parcel", "There is no such parcel.") }
        guard row[1] == nil else {
            throw Refusal(
                "has-left", "\(row[0] as String): that parcel has left; take the shipment back first.")
        }
        try transaction.execute("DELETE FROM parcel_lines WHERE parcel_id = ?", [parcel.rawValue])
        try transaction.execute("DELETE FROM parcels WHERE id = ?", [parcel.rawValue])
        return row[0]
    }

    package func summary(of number: String) -> String { "\(number): a parcel dropped" }
}

/// The carrier's word that a parcel has arrived; with the last one, the order has.
package struct MarkDelivered: Action {
    package let parcel: ParcelID
    package let at: Instant?

    package init(parcel: ParcelID, at: Instant? = nil) {
        self.parcel = parcel
        self.at = at
    }

    package func perform(in transaction: Transaction) throws -> String {
        guard
            let row = try Row.fetchOne(
                transaction.db, sql: "SELECT order_id, shipped_at, delivered_at FROM parcels WHERE id = ?",
                arguments: [parcel.rawValue])
        else { throw Refusal("no-such-parcel", "There is no such parcel.") }
        var order = try OrderState.fetch(OrderID(rawValue: row[0]), transaction.db)
        guard row[1] != nil else {
            throw Refusal("not-shipped", "\(order.number): that parcel has not left; ship it first.")
        }
        guard row[2] == nil else { return order.number }
        try transaction.execute(
            "UPDATE parcels SET delivered_at = ? WHERE id = ?",
            [(at ?? transaction.now).milliseconds, parcel.rawValue])
        let open = try Int.fetchOne(
            transaction.db,
            sql: """
                SELECT count(*) FROM parcels
                WHERE order_id = ? AND shipped_at IS NOT NULL AND delivered_at IS NULL
                """, arguments: [order.id.rawValue])
        let move: OrderMove = open == 0 ? .deliver : .deliverPart
        // What has shipped only in part stays in Processing until the rest has left.
        if order.axes.fulfillment != .partShipped {
            try order.make(move, facts: OrderFacts(), in: transaction)
        }
        return order.number
    }

    package func summary(of number: String) -> String { "\(number): a parcel delivered" }
}
