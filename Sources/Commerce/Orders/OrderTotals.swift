/// What an order's line says about money.
package struct LineFigures: Hashable, Codable, Sendable {
    package var unitPrice: UnitPrice
    /// Negative for what comes back.
    package var quantity: Int
    /// What is taken off the line, as a positive amount.
    package var discount: Money
    package var taxRate: Rate

    package init(unitPrice: UnitPrice, quantity: Int, discount: Money? = nil, taxRate: Rate = .zero) {
        self.unitPrice = unitPrice
        self.quantity = quantity
        self.discount = discount ?? .zero(unitPrice.currency)
        self.taxRate = taxRate
    }

    /// Price times quantity, rounded once, before the discount.
    package func full(rounding: Rounding = .halfUp) throws(MoneyError) -> Money {
        try unitPrice.times(quantity, rounding: rounding)
    }

    /// What the line charges: price times quantity, less its discount.
    package func charged(rounding: Rounding = .halfUp) throws(MoneyError) -> Money {
        try full(rounding: rounding).subtracting(discount)
    }
}

/// An order's money as our arithmetic has it, beside what the platform says.
///
/// A platform's total is a fact and ours an opinion: `total + residual` is always the fact (LESSONS 26 and 27).
package struct OrderTotals: Hashable, Codable, Sendable {
    /// All lines, each price times quantity rounded once, before any discount.
    package let lines: Money
    /// Lines' discounts and the order's, as a positive amount.
    package let discounts: Money
    package let shipping: Money
    /// Gift wrap, surcharges, tips.
    package let extras: Money
    /// Included in the total or on top of it, by `taxMode`.
    package let tax: Money
    package let taxMode: TaxMode
    /// Our total: lines − discounts + shipping + extras, and the tax where it comes on top.
    package let total: Money
    /// What the platform says it charged; ours where there is no platform.
    package let charged: Money
    /// What each line charges after its own discount and its share of the order's, in the order of the lines.
    package let lineShares: [Money]

    /// What our arithmetic does not explain: charged − total. It is kept and shown, never spread over the lines.
    package var residual: Money {
        get throws(MoneyError) { try charged.subtracting(total) }
    }

    /// - Parameters:
    ///   - orderDiscount: Taken off the whole order, as a positive amount; shared by what the lines charge.
    ///   - shippingTaxRate: The tax on shipping and extras.
    ///   - platformTotal: What was really charged, when a platform says so.
    /// - Throws: `.mixed` when one of the amounts is in another currency, `.overflow`.
    package init(
        lines figures: [LineFigures], currency: Currency, orderDiscount: Money? = nil, shipping: Money? = nil,
        extras: Money? = nil, taxMode: TaxMode = .none, shippingTaxRate: Rate = .zero,
        rounding: Rounding = .halfUp, platformTotal: Money? = nil
    ) throws(MoneyError) {
        let zero = Money.zero(currency)
        var full = zero
        var lineDiscounts = zero
        var chargedByLine: [Money] = []
        for line in figures {
            full = try full.adding(line.full(rounding: rounding))
            lineDiscounts = try lineDiscounts.adding(line.discount)
            chargedByLine.append(try line.charged(rounding: rounding))
        }
        let shared = try Self.share(orderDiscount ?? zero, over: chargedByLine)
        self.lines = full
        discounts = try lineDiscounts.adding(orderDiscount ?? zero)
        self.shipping = shipping ?? zero
        self.extras = extras ?? zero
        self.taxMode = taxMode
        lineShares = shared
        var tax = zero
        for (share, line) in zip(shared, figures) {
            tax = try tax.adding(
                TaxSplit(of: share, mode: taxMode, rate: line.taxRate, rounding: rounding).tax)
        }
        let rest = try self.shipping.adding(self.extras)
        tax = try tax.adding(TaxSplit(of: rest, mode: taxMode, rate: shippingTaxRate, rounding: rounding).tax)
        self.tax = tax
        let plain = try full.subtracting(discounts).adding(rest)
        total = taxMode == .added ? try plain.adding(tax) : plain
        if let platformTotal, platformTotal.currency != currency {
            throw .mixed(currency, platformTotal.currency)
        }
        charged = platformTotal ?? total
    }

    /// The lines' amounts less their shares of a discount; the shares add up to it exactly (LESSONS 28).
    private static func share(_ discount: Money, over amounts: [Money]) throws(MoneyError) -> [Money] {
        guard !discount.isZero, !amounts.isEmpty else { return amounts }
        // What comes back, and what is free, carries none of it; with nothing to share by, the first line carries all.
        var weights = amounts.map { max(0, $0.minorUnits) }
        if weights.allSatisfy({ $0 == 0 }) { weights[0] = 1 }
        let shares = try discount.allocated(by: weights)
        var result: [Money] = []
        for (amount, share) in zip(amounts, shares) { result.append(try amount.subtracting(share)) }
        return result
    }
}
