/// What a seller has decided about one channel: which way things go, what a price becomes there, what is asked.
package struct ConnectionRules: Hashable, Codable, Sendable {
    /// Whether anything is changed there at all. A new connection only reads, until the seller says so.
    package var pushes: Bool
    package var price: PriceRule
    /// Pieces kept back from what is offered there (LESSONS 7).
    package var buffer: Int
    /// Whether a listing is paused where none is left.
    package var pausesAtZero: Bool
    /// What happens to a field that both sides changed; `ask` where it is not named.
    package var conflicts: [ListingField: ConflictDefault]
    /// Fields whose edits on the channel write the product, and so reach the other channels.
    package var shared: Set<ListingField>
    /// A price that moves by more than so many per cent asks first.
    package var guardPercent: Int
    /// No price is settled by itself that keeps less than so many per cent; nil for no floor.
    package var floorPercent: Int?
    /// Our category's path, and what it is called there.
    package var categories: [String: String]
    /// Whether a refund sends the money back through the channel's own payment.
    package var paysBack: Bool
    /// Whether the platform mails the buyer when a parcel leaves.
    package var notifiesBuyers: Bool
    /// Minutes between two looks.
    package var everyMinutes: Int

    package enum ConflictDefault: String, Hashable, Codable, Sendable, CaseIterable {
        case ask, ours, theirs
    }

    package init(
        pushes: Bool = false, price: PriceRule = PriceRule(), buffer: Int = 0, pausesAtZero: Bool = false,
        conflicts: [ListingField: ConflictDefault] = [:], shared: Set<ListingField> = [],
        guardPercent: Int = 50, floorPercent: Int? = nil, categories: [String: String] = [:],
        paysBack: Bool = true, notifiesBuyers: Bool = true, everyMinutes: Int = 5
    ) {
        self.pushes = pushes
        self.price = price
        self.buffer = buffer
        self.pausesAtZero = pausesAtZero
        self.conflicts = conflicts
        self.shared = shared
        self.guardPercent = guardPercent
        self.floorPercent = floorPercent
        self.categories = categories
        self.paysBack = paysBack
        self.notifiesBuyers = notifiesBuyers
        self.everyMinutes = everyMinutes
    }
}

/// What a product's price becomes on a channel.
package struct PriceRule: Hashable, Codable, Sendable {
    /// Hundredths of a per cent on top; below zero takes off. 500 is +5 %.
    package var markupBasisPoints: Int
    /// What a price ends with, in minor units of the currency, such as 99; it is the nearest such price at or above.
    package var ending: Int?

    package init(markupBasisPoints: Int = 0, ending: Int? = nil) {
        self.markupBasisPoints = markupBasisPoints
        self.ending = ending
    }

    package var isPlain: Bool { markupBasisPoints == 0 && ending == nil }

    /// The price there: with the markup, rounded half up to what can be charged, brought up to the ending.
    ///
    /// - Throws: `.overflow`.
    package func price(_ price: UnitPrice) throws(MoneyError) -> UnitPrice {
        guard !isPlain else { return price }
        var raised = price
        if markupBasisPoints != 0 {
            raised = try price.adding(
                price.applying(Rate(basisPoints: markupBasisPoints), rounding: .halfUp))
        }
        var amount = try raised.money(rounding: .halfUp)
        if let ending, ending >= 0, amount.currency.exponent > 0 {
            var whole: Int64 = 1
            for _ in 0..<amount.currency.exponent { whole *= 10 }
            let wanted = Int64(ending) % whole
            var units = amount.minorUnits / whole * whole + wanted
            if units < amount.minorUnits {
                let (next, overflow) = units.addingReportingOverflow(whole)
                guard !overflow else { throw .overflow }
                units = next
            }
            amount = Money(minorUnits: units, currency: amount.currency)
        }
        return try UnitPrice(amount)
    }
}

/// Why a price does not go out by itself (LESSONS 48).
package enum PriceGuard: Hashable, Sendable {
    case zero
    case belowCost(UnitPrice)
    /// It moves by so many per cent.
    case jump(percent: Int, from: UnitPrice)
    case belowFloor(percent: Int)

    /// What is wrong with a price, the worst first; nil when nothing is.
    ///
    /// - Parameters:
    ///   - there: what the channel has now.
    ///   - cost: what the shop pays.
    package init?(
        _ price: UnitPrice, there: UnitPrice?, cost: UnitPrice?, limitPercent: Int, floorPercent: Int? = nil
    ) {
        if price.millionths <= 0 {
            self = .zero
        } else if let cost, price.millionths < cost.millionths {
            self = .belowCost(cost)
        } else if let there, there.millionths > 0,
            Self.moves(from: there.millionths, to: price.millionths, byMoreThan: limitPercent)
        {
            let percent = Self.movement(from: there.millionths, to: price.millionths)
            self = .jump(percent: percent, from: there)
        } else if let floorPercent, let cost,
            case let kept = Self.kept(price.millionths, cost.millionths), kept < floorPercent
        {
            self = .belowFloor(percent: kept)
        } else {
            return nil
        }
    }

    /// Exactly: what falls by a hair more than the limit is over it.
    private static func moves(from old: Int64, to new: Int64, byMoreThan percent: Int) -> Bool {
        let moved = (Int128(new) - Int128(old)).magnitude * 100
        return Int128(moved) > Int128(percent) * Int128(old)
    }

    private static func movement(from old: Int64, to new: Int64) -> Int {
        Int(clamping: (Int128(new) - Int128(old)) * 100 / Int128(old))
    }

    /// What is left of a price after its cost, in whole per cent, rounded down.
    package static func kept(_ price: Int64, _ cost: Int64) -> Int {
        guard price > 0 else { return 0 }
        return Int(clamping: (Int128(price) - Int128(cost)) * 100 / Int128(price))
    }

    package var words: String {
        switch self {
        case .zero: "it would be given away"
        case .belowCost(let cost): "below its cost of \(cost)"
        case .jump(let percent, _) where percent < 0: "falls by \(-percent) %"
        case .jump(let percent, _): "rises by \(percent) %"
        case .belowFloor(let percent): "keeps \(percent) %, under your floor"
        }
    }
}
