import Commerce
import HTTP

/// What buyers do, and what the shop's staff does with their orders.
extension SimulatedShopify {
    /// Places an order, which takes its pieces from the counts at once, below zero if need be.
    @discardableResult
    package func place(_ sale: ShopifySale) -> ShopifyOrderRecord {
        inside { shop in
            let order = shop.newOrder(sale)
            shop.orders[order.id] = order
            return order
        }
    }

    /// Cancels it in the shop's admin.
    package func cancel(order gid: String, reason: String = "CUSTOMER", restock: Bool = true) {
        inside { shop in
            guard let id = ShopifyState.number(gid, "Order") else { return }
            let job = shop.newID()
            shop.jobs[job] = .init(
                order: id, refund: true, restock: restock, reason: reason, staffNote: nil, dueAt: shop.now)
            shop.workOffJobs()
        }
    }

    /// Refunds pieces and an amount in the shop's admin.
    ///
    /// - Parameters:
    ///   - pieces: by the place of the line in the order.
    ///   - amount: a decimal such as `5.00`.
    @discardableResult
    package func refund(
        order gid: String, pieces: [(line: Int, quantity: Int)] = [], amount: String, note: String = "",
        restock: Bool = false
    ) -> ShopifyOrderRecord.Refund? {
        inside { shop in
            guard let id = ShopifyState.number(gid, "Order"), var order = shop.orders[id],
                let money = shop.amount(amount)
            else { return nil }
            let items = pieces.compactMap { piece in
                order.lines.indices.contains(piece.line)
                    ? shop.piece(
                        [
                            "lineItemId": .string(order.lines[piece.line].gid),
                            "quantity": JSON(piece.quantity),
                            "restockType": restock ? "RETURN" : "NO_RESTOCK",
                        ], of: order) : nil
            }
            shop.take(items, into: &order)
            let refund = ShopifyOrderRecord.Refund(
                id: shop.newID(), createdAt: shop.now, note: note, amount: money, pieces: items)
            order.refunds.append(refund)
            order.updatedAt = shop.now
            shop.orders[id] = order
            return refund
        }
    }

    /// Ships all that is left in the shop's admin, in one parcel with that many numbers.
    package func fulfill(order gid: String, tracking: [ShopifyOrderRecord.Fulfillment.Tracking]) {
        inside { shop in
            guard let id = ShopifyState.number(gid, "Order"), var order = shop.orders[id] else { return }
            order.apply(
                .init(
                    id: shop.newID(), createdAt: shop.now, deliveredAt: nil, status: "SUCCESS",
                    displayStatus: "FULFILLED", tracking: tracking,
                    pieces: order.lines.filter { $0.remaining > 0 }.map {
                        .init(line: $0.id, quantity: $0.remaining)
                    }, notified: false))
            order.updatedAt = shop.now
            shop.orders[id] = order
        }
    }

    /// Many orders at once, a minute apart and the newest last, of the products that are there.
    package func seedOrders(count: Int) {
        inside { shop in
            let variants = shop.products.values.sorted { $0.id < $1.id }.flatMap(\.variants)
            guard !variants.isEmpty else { return }
            let end = shop.now
            for place in 0..<count {
                shop.now = end.adding(minutes: place - count)
                let order = shop.newOrder(
                    ShopifySale(
                        items: [
                            (variants[place % variants.count].gid, 1 + place % 3),
                            (variants[(place * 7 + 1) % variants.count].gid, 1),
                        ], buyer: "Buyer \(place)", email: "buyer\(place)@example.com"))
                shop.orders[order.id] = order
            }
            shop.now = end
        }
    }
}

extension ShopifyState {
    mutating func newOrder(_ sale: ShopifySale) -> ShopifyOrderRecord {
        let customer = customer(of: sale)
        var lines: [ShopifyOrderRecord.Line] = []
        for (place, item) in sale.items.enumerated() {
            guard let id = Self.number(item.variant, "ProductVariant"), let (product, index) = variant(id)
            else {
                continue
            }
            let discount =
                sale.lineDiscounts.indices.contains(place) ? amount(sale.lineDiscounts[place]) : nil
            lines.append(
                line(product, product.variants[index], item.quantity, discount ?? .zero(currency), sale))
            moveStock(of: id, by: -item.quantity)
        }
        return ShopifyOrderRecord(
            id: newID(), name: newOrderName(), createdAt: now, updatedAt: now, cancelledAt: nil,
            cancelReason: nil, staffNote: nil, note: sale.note.isEmpty ? nil : sale.note, email: sale.email,
            phone: sale.phone, customerID: customer, address: sale.address, lines: lines,
            shipping: amount(sale.shipping) ?? .zero(currency), taxesIncluded: sale.taxesIncluded,
            presentment: sale.presentment?.currency ?? currency,
            presentmentRate: sale.presentment?.rate ?? .one,
            isPaid: sale.isPaid, isOnHold: false, fulfillments: [], refunds: [], financialStatus: nil,
            fulfillmentStatus: nil)
    }

    private mutating func line(
        _ product: ShopifyProductRecord, _ variant: ShopifyVariantRecord, _ quantity: Int, _ discount: Money,
        _ sale: ShopifySale
    ) -> ShopifyOrderRecord.Line {
        let options = product.options == ["Title"] ? "" : " - " + variant.options.joined(separator: " / ")
        let charged = variant.price.minorUnits * Int64(quantity) - discount.minorUnits
        var tax = Money.zero(currency)
        if let rate = Rate(sale.taxRate) {
            let split = try? TaxSplit(
                of: Money(minorUnits: charged, currency: currency),
                mode: sale.taxesIncluded ? .included : .added, rate: rate)
            // An amount too large to be taxed is a test's own doing: it then has no tax.
            tax = split?.tax ?? tax
        }
        return .init(
            id: newID(), productID: product.id, variantID: variant.id, title: product.title + options,
            sku: variant.sku, quantity: quantity, unitPrice: variant.price, discount: discount, tax: tax,
            taxRate: sale.taxRate, fulfilled: 0, refunded: 0, removed: 0)
    }

    /// The customer with that address, made where there is none.
    private mutating func customer(of sale: ShopifySale) -> Int? {
        guard !sale.email.isEmpty else { return nil }
        if let known = customerOfEmail[sale.email] { return known }
        let customer = ShopifyCustomerRecord(
            id: newID(), name: sale.buyer, email: sale.email, phone: sale.phone, tags: [],
            address: sale.address,
            createdAt: now, updatedAt: now)
        customers[customer.id] = customer
        customerOfEmail[sale.email] = customer.id
        return customer.id
    }
}
