/// What is left of a price after tax, fees, cost, shipping and returns.
///
/// `kept = price − tax − fees − cost − other`, and the rate is kept ÷ (price − tax): tax never was the seller's, so it
/// is not part of what the percentage is taken of. A price of €24.00 with 19 % tax in it and a cost of €7.10 keeps
/// €13.07, which is 65 %.
package struct Keep: Hashable, Codable, Sendable {
    package let price: Money
    package let tax: Money
    package let fees: Money
    package let cost: Money
    /// Label, packaging, the part that comes back.
    package let other: Money
    package let kept: Money
    /// Nil where nothing is charged: a gift keeps no percentage.
    package let rate: Rate?

    /// - Parameter fees: What channel and payment take.
    package init(price: Money, tax: Money, fees: Money, cost: Money, other: Money) throws(MoneyError) {
        self.price = price
        self.tax = tax
        self.fees = fees
        self.cost = cost
        self.other = other
        let revenue = try price.subtracting(tax)
        kept = try revenue.subtracting(fees).subtracting(cost).subtracting(other)
        rate = try Rate.of(kept, in: revenue)
    }

    /// Of one piece at its price: tax by rate, fees as a part of the price and a fixed amount.
    ///
    /// - Parameter cost: Nil when the seller has not said what it costs: then nothing can be said about what is kept.
    package init?(
        price: Money, cost: Money?, taxMode: TaxMode, taxRate: Rate, feeRate: Rate = .zero,
        fixedFee: Money? = nil,
        rounding: Rounding = .halfUp
    ) throws(MoneyError) {
        guard let cost else { return nil }
        let split = try TaxSplit(of: price, mode: taxMode, rate: taxRate, rounding: rounding)
        // Channels take their part of what the buyer pays, tax included.
        let fees = try split.gross.applying(feeRate, rounding: rounding)
            .adding(fixedFee ?? .zero(price.currency))
        try self.init(
            price: split.gross, tax: split.tax, fees: fees, cost: cost, other: .zero(price.currency))
    }

    /// `62 %`, `-3 %`; nil where there is no rate.
    package var percentText: String? { rate.map { $0.percentText(decimals: 0) + " %" } }
}
