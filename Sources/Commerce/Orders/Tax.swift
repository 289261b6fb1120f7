/// Whether prices have the tax in them.
package enum TaxMode: String, CaseIterable, Codable, Sendable {
    /// As in Europe: the tax is a part of the price.
    case included
    /// As in the United States: the tax comes on top.
    case added
    /// No tax is charged.
    case none
}

/// A price taken apart. `net` and `tax` always add up to `gross`.
package struct TaxSplit: Hashable, Codable, Sendable {
    package let net: Money
    package let tax: Money
    package let gross: Money

    /// The tax of an amount at that rate, rounded once; the other part is what remains.
    package init(
        of amount: Money, mode: TaxMode, rate: Rate, rounding: Rounding = .halfUp
    ) throws(MoneyError) {
        switch mode {
        case .none:
            net = amount
            tax = .zero(amount.currency)
            gross = amount
        case .added:
            net = amount
            tax = try amount.applying(rate, rounding: rounding)
            gross = try net.adding(tax)
        case .included:
            gross = amount
            tax = try amount.applying(rate.includedPart ?? .zero, rounding: rounding)
            net = try gross.subtracting(tax)
        }
    }
}
