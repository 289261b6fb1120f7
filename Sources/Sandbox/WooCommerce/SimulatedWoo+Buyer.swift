import Commerce
import Foundation

/// What a buyer puts into the cart, and how it is paid.
package struct WooCart: Sendable {
    package struct Piece: Sendable {
        /// A product's or a variation's number.
        package var item: Int
        package var quantity: Int

        package init(_ item: Int, _ quantity: Int = 1) {
            self.item = item
            self.quantity = quantity
        }
    }

    package var pieces: [Piece]
    package var address: WooAddress
    /// Zero for a guest.
    package var customer: Int
    package var shipping: String
    /// The name and the amount of a surcharge; nil for none.
    package var fee: (name: String, amount: String)?
    /// Whole percent of tax on everything, such as `19`; empty for none.
    package var taxPercent: String
    /// Whole percent taken off the goods by a coupon.
    package var couponPercent: Int
    package var note: String
    package var paymentMethod: String
    package var status: String

    package init(
        _ pieces: [Piece], address: WooAddress = WooAddress(first: "Nino", last: "Beridze", country: "GE"),
        customer: Int = 0, shipping: String = "", fee: (name: String, amount: String)? = nil,
        taxPercent: String = "", couponPercent: Int = 0, note: String = "", paymentMethod: String = "card",
        status: String = "processing"
    ) {
        self.pieces = pieces
        self.address = address
        self.customer = customer
        self.shipping = shipping
        self.fee = fee
        self.taxPercent = taxPercent
        self.couponPercent = couponPercent
        self.note = note
        self.paymentMethod = paymentMethod
        self.status = status
    }
}

/// What buyers do, and what the seller does to their orders by hand.
extension SimulatedWoo {
    /// Places an order, which takes its goods from the stock as its status asks for.
    @discardableResult
    package func place(_ cart: WooCart) -> Int { inside { $0.place(cart) } }

    /// Sets an order's status by hand, with all that follows from it.
    package func setStatus(_ status: String, ofOrder id: Int) { inside { $0.setStatus(status, of: id) } }

    /// Sets a status that a plugin made up.
    package func setCustomStatus(_ status: String, ofOrder id: Int) {
        inside { shop in shop.change(id) { $0.status = status } }
    }

    package func cancel(order id: Int) { setStatus("cancelled", ofOrder: id) }

    /// Gives money back by hand, without lines.
    package func refund(order id: Int, amount: String, reason: String = "") {
        inside { shop in
            let refund = WooRefund(
                id: shop.nextID(), amount: shop.units(amount), reason: reason, at: WooMoment.whole(shop.now))
            shop.change(id) { order in
                order.refunds.append(refund)
                if order.refunded == order.total { order.status = "refunded" }
            }
        }
    }

    package func edit(order id: Int, _ act: (inout WooOrder) -> Void) {
        inside { shop in shop.change(id, act) }
    }

    package func remove(order id: Int) {
        inside { shop in
            shop.change(id) { order in
                order.statusBeforeTrash = order.status
                order.status = "trash"
            }
        }
    }

    /// Fills the shop with orders of its own products, a minute apart, the last one now. Ten thousand take a moment.
    ///
    /// - Parameter lines: How many lines each has at most.
    package func seedOrders(count: Int, lines: Int = 3) {
        inside { shop in
            let goods = shop.items.values.filter { $0.type != "variable" }.map(\.id).sorted()
            guard !goods.isEmpty else { return }
            let end = shop.now
            for number in 0..<count {
                shop.now = end.adding(minutes: number - count + 1)
                let pieces = (0..<(number % max(lines, 1) + 1)).map { place in
                    WooCart.Piece(goods[(number + place * 7) % goods.count], number % 4 + 1)
                }
                let buyer = WooAddress(
                    first: "Buyer", last: "No. \(number)", street: "Rustaveli Ave \(number % 200)",
                    city: "Tbilisi", postcode: "0108", country: "GE", email: "buyer\(number)@example.com",
                    phone: "+995 555 \(100_000 + number % 900_000)")
                var order = WooOrder(
                    id: shop.nextID(), status: number % 5 == 0 ? "completed" : "processing",
                    currency: shop.configuration.currency.code, at: WooMoment.whole(shop.now))
                order.paid = order.created
                order.completed = number % 5 == 0 ? order.created : nil
                order.billing = buyer
                order.shipping = buyer
                order.paymentMethod = "card"
                order.lines = pieces.map { shop.line(of: $0.item, quantity: $0.quantity) }
                order.hasTakenStock = true
                shop.keep(order)
            }
            shop.now = end
        }
    }

    /// Fills the shop with products whose stock is counted.
    package func seedProducts(count: Int) {
        for number in 0..<count {
            add(
                WooProductDraft(
                    "Mug No. \(number)", sku: "SEED-\(number)", regularPrice: "\(number % 90 + 5).50",
                    stock: number % 40))
        }
    }
}

extension WooShop {
    mutating func place(_ cart: WooCart) -> Int {
        let id = nextID()
        var order = WooOrder(
            id: id, status: "pending", currency: configuration.currency.code, at: WooMoment.whole(now))
        order.pricesIncludeTax = configuration.pricesIncludeTax
        order.customer = cart.customer
        order.billing = cart.address
        order.shipping = cart.address
        order.shipping.email = ""
        order.customerNote = cart.note
        order.paymentMethod = cart.paymentMethod
        order.paymentTitle = cart.paymentMethod.capitalized
        order.taxPercent = cart.taxPercent
        order.lines = cart.pieces.map { piece in
            taxed(line(of: piece.item, quantity: piece.quantity), cart)
        }
        if !cart.shipping.isEmpty { order.shippingLines = [taxed(named("Flat rate", cart.shipping), cart)] }
        if let fee = cart.fee { order.feeLines = [taxed(named(fee.name, fee.amount), cart)] }
        if cart.couponPercent > 0 { order.couponCode = "SUMMER \(cart.couponPercent)%" }
        keep(order)
        if cart.status != "pending" { setStatus(cart.status, of: id) }
        return id
    }

    private mutating func named(_ name: String, _ amount: String) -> WooLine {
        lastLineID += 1
        var line = WooLine(id: lastLineID, name: name)
        line.subtotal = units(amount)
        line.total = line.subtotal
        return line
    }

    /// Takes the coupon off goods and puts the tax beside, or takes it out where prices include it.
    private func taxed(_ line: WooLine, _ cart: WooCart) -> WooLine {
        var line = line
        if line.product != 0 { line.total -= line.subtotal * Int64(cart.couponPercent) / 100 }
        guard let percent = Int64(cart.taxPercent), percent > 0 else { return line }
        if configuration.pricesIncludeTax {
            line.subtotalTax = Self.half(line.subtotal * percent, by: 100 + percent)
            line.tax = Self.half(line.total * percent, by: 100 + percent)
            line.subtotal -= line.subtotalTax
            line.total -= line.tax
        } else {
            line.subtotalTax = Self.half(line.subtotal * percent, by: 100)
            line.tax = Self.half(line.total * percent, by: 100)
        }
        return line
    }

    private static func half(_ value: Int64, by divisor: Int64) -> Int64 {
        (value * 2 + divisor) / (divisor * 2)
    }
}
