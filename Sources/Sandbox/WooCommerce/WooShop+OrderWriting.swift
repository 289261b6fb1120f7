import Commerce
import Foundation
import HTTP

extension WooShop {
    /// An amount in whole smallest units of the shop's decimals; what is no number is none.
    func units(_ text: String?) -> Int64 {
        guard let text, let millionths = try? DecimalText.parse(text, scale: 6) else { return 0 }
        var step: Int64 = 1
        for _ in configuration.decimals..<6 { step *= 10 }
        let half = millionths < 0 ? -step / 2 : step / 2
        return (millionths + half) / step
    }

    func amount(_ units: Int64) -> String { DecimalText.format(units, scale: configuration.decimals) }

    mutating func addOrder(_ body: JSON) throws(WooRefusal) -> Int {
        let id = nextID()
        let currency = body["currency"].string ?? configuration.currency.code
        var order = WooOrder(id: id, status: "pending", currency: currency, at: WooMoment.whole(now))
        order.pricesIncludeTax = configuration.pricesIncludeTax
        order.createdVia = "rest-api"
        keep(order)
        try write(body, toOrder: id)
        if body["set_paid"].bool == true { setStatus("processing", of: id) }
        return id
    }

    mutating func write(_ body: JSON, toOrder id: Int) throws(WooRefusal) {
        let before = try order(id, status: 400)
        let sent = body.members.map(\.name).filter { $0 != "id" && $0 != "status" }
        var metaOrder = before
        mergeMeta(body["meta_data"], into: &metaOrder.meta)
        let lines = body["line_items"].items
        var newLines = before.lines
        for line in lines { write(line, into: &newLines) }
        let shippingLines = body["shipping_lines"].items.map { extraLine($0, "method_title") }
        let feeLines = body["fee_lines"].items.map { extraLine($0, "name") }
        change(id, touching: !sent.isEmpty || configuration.profile == .v9_9) { order in
            order.meta = metaOrder.meta
            order.lines = newLines
            order.shippingLines += shippingLines
            order.feeLines += feeLines
            if let text = body["customer_note"].string { order.customerNote = text }
            if let text = body["payment_method"].string { order.paymentMethod = text }
            if let text = body["payment_method_title"].string { order.paymentTitle = text }
            if let text = body["transaction_id"].string { order.transaction = text }
            if let number = body["customer_id"].integer { order.customer = number }
            Self.write(body["billing"], into: &order.billing)
            Self.write(body["shipping"], into: &order.shipping)
        }
        guard let status = body["status"].string, status != before.status else { return }
        // Single requests were checked; a batch makes anything unknown pending (fact 18).
        setStatus(Self.statuses.contains(status) ? status : "pending", of: id)
    }

    private mutating func extraLine(_ json: JSON, _ title: String) -> WooLine {
        lastLineID += 1
        var line = WooLine(id: lastLineID, name: json[title].string ?? "")
        line.total = units(json["total"].text)
        line.subtotal = line.total
        return line
    }

    /// Without an identifier it is added; with one and no quantity left it goes; with another quantity only the
    /// quantity changes, not the money (fact 23).
    private mutating func write(_ json: JSON, into lines: inout [WooLine]) {
        if let id = json["id"].integer {
            guard let place = lines.firstIndex(where: { $0.id == id }) else { return }
            if let quantity = json["quantity"].integer {
                if quantity == 0 { lines.remove(at: place) } else { lines[place].quantity = quantity }
            }
            return
        }
        let wanted = json["variation_id"].integer.flatMap { $0 == 0 ? nil : $0 } ?? json["product_id"].integer
        lines.append(line(of: wanted ?? 0, quantity: json["quantity"].integer ?? 1))
    }

    mutating func line(of id: Int, quantity: Int) -> WooLine {
        lastLineID += 1
        guard let item = items[id] else {
            return WooLine(id: lastLineID, name: "", quantity: quantity)
        }
        let parent = items[item.parent]
        let values = item.attributes.compactMap(\.options.first).joined(separator: ", ")
        var line = WooLine(id: lastLineID, name: parent.map { $0.name + " - " + values } ?? item.name)
        line.product = item.parent == 0 ? item.id : item.parent
        line.variation = item.parent == 0 ? 0 : item.id
        line.quantity = quantity
        let each = (try? DecimalText.parse(item.price, scale: 6)) ?? 0  // Without a price it is free.
        line.subtotal = units(DecimalText.format(each * Int64(quantity), scale: 6))
        line.total = line.subtotal
        line.sku = item.sku
        line.parentName = parent?.name
        return line
    }

    private static func write(_ json: JSON, into address: inout WooAddress) {
        let parts: [(String, WritableKeyPath<WooAddress, String>)] = [
            ("first_name", \.first), ("last_name", \.last), ("company", \.company), ("address_1", \.street),
            ("address_2", \.extra), ("city", \.city), ("state", \.state), ("postcode", \.postcode),
            ("country", \.country), ("email", \.email), ("phone", \.phone),
        ]
        for (name, path) in parts {
            if let text = json[name].text { address[keyPath: path] = text }
        }
    }

    /// Sets a status with all that follows from it: stock, dates, a whole refund (fact 23).
    mutating func setStatus(_ status: String, of id: Int) {
        guard let place = orderPlaces[id], orders[place].status != status else { return }
        let old = orders[place].status
        let moment = WooMoment.whole(now)
        change(id) { order in
            order.status = status
            if status == "processing" || status == "completed", order.paid == nil,
                status == "completed" || order.paymentMethod != "cod"
            {
                order.paid = moment
            }
            if status == "completed" {
                order.completed = moment
                order.completions += 1
            }
        }
        if ["processing", "completed", "on-hold"].contains(status), !orders[place].hasTakenStock {
            moveStock(ofOrder: id, by: -1)
            orders[place].hasTakenStock = true
        }
        if ["cancelled", "pending"].contains(status), orders[place].hasTakenStock {
            moveStock(ofOrder: id, by: 1)
            orders[place].hasTakenStock = false
        }
        note(
            "Order status changed from \(old.capitalized) to \(status.capitalized).", on: id,
            isForBuyer: false,
            author: "system")
        if status == "refunded" {
            let rest = orders[place].total - orders[place].refunded
            if rest > 0 {
                let refund = WooRefund(
                    id: nextID(), amount: rest, reason: "Order fully refunded.", at: moment)
                change(id) { $0.refunds.append(refund) }
            }
        }
    }

    /// Takes an order's goods from the stock, or puts them back; relative, and below zero if need be (fact 15).
    private mutating func moveStock(ofOrder id: Int, by direction: Int) {
        guard let place = orderPlaces[id] else { return }
        for line in orders[place].lines {
            moveStock(of: line.variation == 0 ? line.product : line.variation, by: direction * line.quantity)
        }
    }

    mutating func moveStock(of id: Int, by pieces: Int) {
        guard let item = items[id] else { return }
        let keeper = item.managesStock ? id : items[item.parent]?.managesStock == true ? item.parent : 0
        guard let stock = items[keeper]?.stock else { return }
        items[keeper]?.stock = stock + pieces
        items[keeper]?.stockStatus = stock + pieces > 0 ? "instock" : "outofstock"
        touch(keeper)
    }

    @discardableResult
    mutating func note(_ text: String, on id: Int, isForBuyer: Bool, author: String) -> WooNote {
        let note = WooNote(
            id: nextID(), text: text, isForBuyer: isForBuyer, author: author, at: WooMoment.whole(now))
        // A note does not move the order's date (fact 5).
        change(id, touching: false) { $0.notes.append(note) }
        return note
    }
}
