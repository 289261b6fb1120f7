import Commerce

/// Reads Shopify's order CSV, and the layout its migration tools write: several rows an order, the order's own
/// columns filled in the first of them only.
final class ShopifyOrders {
    private let table: FileTable
    private let shopCurrency: FileCurrency
    private let zone: ShopZone
    private let dates: DateForm?
    private let name, email, financial, fulfillment, currency, createdAt, paidAt, cancelledAt: Int?
    private let cancelReason, shipping, shippingMethod, taxes, taxesIncluded, total, discount: Int?
    private let refunded, paymentMethod, paymentReference, notes, tags, phone, customerID: Int?
    private let lineName, lineQuantity, linePrice, lineSKU, lineDiscount, shippingLinePrice: Int?
    private let shippingLineTitle, discountAmount, taxPrices: [Int]
    private let others: [Int]

    init(_ table: FileTable, currency shopCurrency: FileCurrency, zone: ShopZone, dates: DateForm?) {
        self.table = table
        self.shopCurrency = shopCurrency
        self.zone = zone
        self.dates = dates
        name = table.place("Name")
        email = table.place("Email")
        financial = table.place("Financial Status")
        fulfillment = table.place("Fulfillment Status")
        currency = table.place("Currency")
        createdAt = table.place("Created at", "Processed At")
        paidAt = table.place("Paid at")
        cancelledAt = table.place("Cancelled at")
        cancelReason = table.place("Cancel Reason")
        shipping = table.place("Shipping")
        shippingMethod = table.place("Shipping Method")
        taxes = table.place("Taxes", "Total Tax")
        taxesIncluded = table.place("Taxes Included")
        total = table.place("Total")
        discount = table.place("Discount Amount")
        refunded = table.place("Refunded Amount")
        paymentMethod = table.place("Payment Method")
        paymentReference = table.place("Payment Reference", "Payment ID")
        notes = table.place("Notes", "Note")
        tags = table.place("Tags")
        phone = table.place("Phone")
        customerID = table.place("Customer ID")
        lineName = table.place("Lineitem name")
        lineQuantity = table.place("Lineitem quantity")
        linePrice = table.place("Lineitem price")
        lineSKU = table.place("Lineitem sku")
        lineDiscount = table.place("Lineitem discount")
        shippingLinePrice = table.place("Shipping line price")
        shippingLineTitle = [table.place("Shipping line title")].compactMap { $0 }
        discountAmount = [table.place("Discount amount")].compactMap { $0 }
        taxPrices = (1...5).compactMap { table.place("Tax \($0) Price", "Tax \($0) Value") }
        others = ["Discount Code", "Tags", "Source", "Source name", "Risk Level", "Id", "Note Attributes"]
            .compactMap { table.place($0) }
    }

    func orderNumber() throws(RowRefusal) -> String {
        try table.check()
        let text = table.text(name)
        guard !text.isEmpty else { throw RowRefusal((name ?? 0) + 1, "the order's number (Name) is missing") }
        return text
    }

    /// What the first row of an order says about it.
    func order(number: String) throws(RowRefusal) -> OrderDraft {
        let line = table.reader.line
        var draft = OrderDraft(line: line, lastLine: line, number: number, channel: "shopify")
        guard let placed = try moment(createdAt) else {
            throw RowRefusal((createdAt ?? 0) + 1, "the moment the order was placed (Created at) is missing")
        }
        draft.placedAt = placed
        draft.paidAt = try moment(paidAt)
        draft.currency = try currencyCode()
        try readMoney(&draft)
        try readStates(&draft)
        draft.customer.email = table.text(email)
        draft.customer.handle = table.text(customerID)
        draft.customer.phone = table.said(phone) ?? table.text(table.place("Shipping Phone"))
        draft.customer.name = fullName("Shipping") ?? fullName("Billing") ?? ""
        draft.customer.company =
            table.said(table.place("Shipping Company")) ?? table.text(table.place("Billing Company"))
        let shipTo = address("Shipping")
        let billTo = address("Billing")
        draft.shipTo = PostalText.json(shipTo)
        draft.billTo = PostalText.json(billTo)
        draft.customer.address = PostalText.lines(draft.shipTo.isEmpty ? billTo : shipTo)
        draft.customer.country = CountryNames.code(
            of: country("Shipping") ?? country("Billing") ?? "")
        draft.note = table.text(notes)
        for place in others {
            if let text = table.said(place) { draft.extra[table.headers[place]] = text }
        }
        return draft
    }

    /// The row's line, nil where the row has none: an order's further tax, shipping and transaction rows.
    func line(of order: inout OrderDraft) throws(RowRefusal) -> LineDraft? {
        order.lastLine = table.reader.line
        let currency = fileCurrency(order.currency)
        if let price = try table.number(
            shippingLinePrice, .point, scale: currency.exponent, currency: currency.code)
        {
            order.shipping += price
            if let place = shippingLineTitle.first { order.shippingMethod = table.text(place) }
        }
        if table.place("Total") == nil, let place = discountAmount.first, lineDiscount == nil,
            order.lines.isEmpty,
            let amount = try table.number(place, .point, scale: currency.exponent, currency: currency.code)
        {
            order.discount = amount
        }
        let title = table.text(lineName)
        let sku = table.text(lineSKU)
        guard !title.isEmpty || !sku.isEmpty else { return nil }
        guard let quantity = try table.whole(lineQuantity, .point) else {
            throw RowRefusal((lineQuantity ?? 0) + 1, "Lineitem quantity is missing")
        }
        guard let price = try table.millionths(linePrice, .point, currency: currency.code) else {
            throw RowRefusal((linePrice ?? 0) + 1, "Lineitem price is missing")
        }
        var line = LineDraft(
            line: table.reader.line, sku: sku, title: title, quantity: quantity, unitPrice: price)
        guard line.isCountable else { throw table.refusal(linePrice ?? 0, .tooLarge(table.text(linePrice))) }
        line.discount =
            try table.number(lineDiscount, .point, scale: currency.exponent, currency: currency.code) ?? 0
        return line
    }

    /// A row of taxes an order's line carries, where the file has no column for the sum.
    private func readMoney(_ draft: inout OrderDraft) throws(RowRefusal) {
        let currency = fileCurrency(draft.currency)
        func minor(_ place: Int?) throws(RowRefusal) -> Int64? {
            try table.number(place, .point, scale: currency.exponent, currency: currency.code)
        }
        draft.shipping = try minor(shipping) ?? 0
        draft.discount = try minor(discount) ?? 0
        if let tax = try minor(taxes) {
            draft.tax = tax
        } else {
            for place in taxPrices {
                if let part = try minor(place) { draft.tax += part }
            }
        }
        draft.statedTotal = try minor(total)
        draft.refunded = try minor(refunded) ?? 0
        // Subtotal, shipping and tax come to the total where prices are without tax.
        if let stated = draft.statedTotal, let subtotal = try minor(table.place("Subtotal")) {
            draft.taxIncluded = stated != subtotal + draft.shipping + draft.tax || draft.tax == 0
        } else if let included = try table.flag(taxesIncluded) {
            draft.taxIncluded = included
        }
        draft.paymentMethod = table.text(paymentMethod)
        draft.paymentReference = table.text(paymentReference)
        draft.shippingMethod = table.text(shippingMethod)
    }

    private func readStates(_ draft: inout OrderDraft) throws(RowRefusal) {
        let paid = table.text(financial)
        if !paid.isEmpty {
            guard let state = StateWords.payment(paid) else {
                throw table.refusal(financial ?? 0, .unknown(paid, allowed: StateWords.payments))
            }
            draft.payment = state
        }
        let sent = table.text(fulfillment)
        draft.fulfillment = "unallocated"
        if !sent.isEmpty {
            guard let state = StateWords.fulfillment(sent) else {
                throw table.refusal(fulfillment ?? 0, .unknown(sent, allowed: StateWords.fulfillments))
            }
            draft.fulfillment = state
        }
        if try moment(cancelledAt) != nil {
            draft.cancellation = "yes"
            draft.cancelReason = table.text(cancelReason)
        }
        draft.past =
            draft.fulfillment == "delivered" || draft.cancellation == "yes" || draft.payment == "refunded"
            || draft.payment == "voided"
    }

    private func currencyCode() throws(RowRefusal) -> String {
        guard let text = table.said(currency) else { return shopCurrency.code }
        guard Currency(code: text) != nil else {
            throw table.refusal(currency ?? 0, .unknown(text, allowed: "the ISO 4217 codes, such as EUR"))
        }
        return text
    }

    private func fileCurrency(_ code: String) -> FileCurrency {
        code == shopCurrency.code ? shopCurrency : FileCurrency(code) ?? shopCurrency
    }

    private func fullName(_ side: String) -> String? {
        if let name = table.said(table.place("\(side) Name")) { return name }
        let parts = ["\(side) First Name", "\(side) Last Name"].compactMap { table.said(table.place($0)) }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private func country(_ side: String) -> String? {
        table.said(table.place("\(side) Country Code")) ?? table.said(table.place("\(side) Country"))
    }

    private func address(_ side: String) -> Commerce.PostalAddress {
        func text(_ name: String) -> String { table.text(table.place("\(side) \(name)")) }
        return Commerce.PostalAddress(
            name: fullName(side) ?? "", company: text("Company"),
            street: table.said(table.place("\(side) Address1")) ?? text("Street"), extra: text("Address2"),
            city: text("City"),
            province: table.said(table.place("\(side) Province Code")) ?? text("Province"),
            postcode: postcode(text("Zip")), countryText: country(side) ?? "", phone: text("Phone"))
    }

    /// Shopify puts an apostrophe before postcodes, so that a spreadsheet leaves their zeros.
    private func postcode(_ text: String) -> String { text.hasPrefix("'") ? String(text.dropFirst()) : text }

    private func moment(_ place: Int?) throws(RowRefusal) -> Int64? {
        try table.moment(place, dates)?.milliseconds(in: zone)
    }
}
