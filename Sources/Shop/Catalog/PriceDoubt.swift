package import Commerce

/// What is odd about a price that is being set: said while it is typed, and then wants a yes.
package enum PriceDoubt: Hashable, Sendable {
    case zero
    case negative
    case belowCost(UnitPrice)
    /// More than about ten times the old one.
    case tenfold(UnitPrice)
    /// Less than about a tenth of the old one.
    case tenth(UnitPrice)
    /// The price it is compared with is no higher.
    case notBelowCompareAt(UnitPrice)

    /// In the order of how much they may hurt.
    package static func about(
        _ price: UnitPrice, old: UnitPrice?, cost: UnitPrice?, compareAt: UnitPrice? = nil
    ) -> [PriceDoubt] {
        var doubts: [PriceDoubt] = []
        if price.isNegative { doubts.append(.negative) }
        if price.isZero { doubts.append(.zero) }
        if let cost, price.millionths > 0, price.millionths < cost.millionths {
            doubts.append(.belowCost(cost))
        }
        if let old, old.millionths > 0, price.millionths > 0 {
            if Int128(price.millionths) >= Int128(old.millionths) * 9 { doubts.append(.tenfold(old)) }
            if Int128(price.millionths) * 9 <= Int128(old.millionths) { doubts.append(.tenth(old)) }
        }
        if let compareAt, !price.isZero, compareAt.millionths <= price.millionths {
            doubts.append(.notBelowCompareAt(compareAt))
        }
        return doubts
    }

    package var words: String {
        switch self {
        case .zero: "it is given away"
        case .negative: "below zero"
        case .belowCost(let cost): "below the cost of \(cost)"
        case .tenfold(let old): "about ten times \(old)"
        case .tenth(let old): "about a tenth of \(old)"
        case .notBelowCompareAt(let price): "not below \(price), which it is compared with"
        }
    }
}
