/// What of an order is looked at to find twins: orders sent twice by an impatient finger or a retrying shop.
package struct TwinCandidate: Hashable, Sendable {
    package struct Line: Hashable, Comparable, Sendable {
        /// The variant's identifier or the folded SKU: whatever says that two lines are the same goods.
        package let goods: String
        package let quantity: Int

        package init(goods: String, quantity: Int) {
            self.goods = goods
            self.quantity = quantity
        }

        package static func < (left: Line, right: Line) -> Bool {
            left.goods != right.goods ? left.goods < right.goods : left.quantity < right.quantity
        }
    }

    package let order: OrderID
    /// The customer's identifier or the folded e-mail; nil for a buyer nobody knows, who has no twins.
    package let buyer: String?
    package let placed: Instant
    /// In order of goods, so that the order in the basket does not matter.
    package let lines: [Line]

    package init(order: OrderID, buyer: String?, placed: Instant, lines: [Line]) {
        self.order = order
        self.buyer = buyer
        self.placed = placed
        self.lines = lines.sorted()
    }
}

/// Same buyer, same lines, shortly after each other.
package struct TwinRule: Hashable, Codable, Sendable {
    /// How long after the first the second still is a twin, in minutes.
    package var windowMinutes: Int

    package init(windowMinutes: Int = 60) {
        self.windowMinutes = max(0, windowMinutes)
    }

    package func areTwins(_ one: TwinCandidate, _ other: TwinCandidate) -> Bool {
        guard one.order != other.order, let buyer = one.buyer, buyer == other.buyer else { return false }
        let apart = other.placed.milliseconds(since: one.placed).magnitude
        return apart <= UInt64(windowMinutes) * 60_000 && !one.lines.isEmpty && one.lines == other.lines
    }

    /// For each later twin the order before it that it repeats. The earlier of two is never marked.
    package func twins(among candidates: [TwinCandidate]) -> [OrderID: OrderID] {
        struct Basket: Hashable {
            let buyer: String
            let lines: [TwinCandidate.Line]
        }
        var newest: [Basket: TwinCandidate] = [:]
        var twins: [OrderID: OrderID] = [:]
        let inTime = candidates.sorted {
            $0.placed != $1.placed ? $0.placed < $1.placed : $0.order < $1.order
        }
        for candidate in inTime {
            guard let buyer = candidate.buyer, !candidate.lines.isEmpty else { continue }
            let basket = Basket(buyer: buyer, lines: candidate.lines)
            if let before = newest[basket], areTwins(before, candidate) {
                twins[candidate.order] = before.order
            }
            newest[basket] = candidate
        }
        return twins
    }
}
