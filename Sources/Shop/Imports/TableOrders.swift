import Commerce

/// Reads orders by a mapping, one row a line of an order.
///
/// An order's lines may stand apart in the file: each run of rows with one number is a draft, and its place in the
/// order counts from where the run before it ended.
final class TableOrders {
    private let columns: MappedColumns
    private let table: FileTable
    private let mapping: ColumnMapping
    private let shopCurrency: FileCurrency
    private let zone: ShopZone
    private let exact: [String: LineKind]
    private let prefixes: [(prefix: String, kind: LineKind)]
    private let number, sku, quantity, placedAt, unitPrice, lineTitle: Int?
    private let lineTotal, lineDiscount, lineTax, lineKind, lineAt: Int?

    init(_ columns: MappedColumns, currency: FileCurrency, zone: ShopZone) {
        self.columns = columns
        table = columns.table
        mapping = columns.mapping
        shopCurrency = currency
        self.zone = zone
        exact = columns.mapping.serviceCodes.filter { !$0.key.hasSuffix("*") }
        prefixes = columns.mapping.serviceCodes.filter { $0.key.hasSuffix("*") }
            .map { (String($0.key.dropLast()), $0.value) }
        number = columns.place(.number)
        sku = columns.place(.sku)
        quantity = columns.place(.quantity)
        placedAt = columns.place(.placedAt)
        unitPrice = columns.place(.unitPrice)
        lineTitle = columns.place(.lineTitle)
        lineTotal = columns.place(.lineTotal)
        lineDiscount = columns.place(.lineDiscount)
        lineTax = columns.place(.lineTax)
        lineKind = columns.place(.lineKind)
        lineAt = columns.place(.lineAt)
    }

    /// The number of the order the row at hand belongs to; throws where the row's shape is wrong or it has none.
    func orderNumber() throws(RowRefusal) -> String {
        try table.check()
        let text = table.text(number)
        guard !text.isEmpty else { throw RowRefusal((number ?? 0) + 1, "the order's number is missing") }
        return text
    }

    /// The row's line of an order.
    func line(currency code: String, placedAt orderPlaced: Int64) throws(RowRefusal) -> LineDraft {
        let sku = table.text(sku)
        var line = LineDraft(
            line: table.reader.line, sku: sku, title: table.text(lineTitle),
            quantity: try table.whole(quantity, mapping.decimal) ?? 1, unitPrice: 0)
        if quantity != nil, table.isEmpty(quantity) { throw columns.refusal(.quantity, .missing) }
        if let price = try table.millionths(unitPrice, mapping.decimal, currency: code) {
            line.unitPrice = price
        } else if let total = try table.millionths(lineTotal, mapping.decimal, currency: code) {
            guard line.quantity != 0, total % line.quantity == 0 else {
                throw columns.refusal(
                    .lineTotal, .unknown(columns.text(.lineTotal), allowed: "a multiple of the quantity"))
            }
            line.unitPrice = total / line.quantity
        } else if unitPrice != nil {
            throw columns.refusal(.unitPrice, .missing)
        }
        guard line.isCountable else { throw columns.refusal(.unitPrice, .tooLarge(table.text(unitPrice))) }
        if lineDiscount != nil || lineTax != nil {
            let currency = code == shopCurrency.code ? shopCurrency : FileCurrency(code) ?? shopCurrency
            line.discount = try columns.minor(.lineDiscount, currency) ?? 0
            line.tax = try columns.minor(.lineTax, currency) ?? 0
        }
        if let text = table.said(lineKind) {
            guard let kind = LineKind(rawValue: text) else {
                throw columns.refusal(
                    .lineKind,
                    .unknown(text, allowed: LineKind.allCases.map(\.rawValue).joined(separator: ", ")))
            }
            line.kind = kind
        } else {
            line.kind = kind(ofCode: sku)
        }
        if let stated = try moment(lineAt) {
            if stated != orderPlaced { line.at = stated }
        } else if lineAt == nil, let own = try moment(placedAt), own != orderPlaced {
            line.at = own
        }
        return line
    }

    private func kind(ofCode code: String) -> LineKind {
        if exact.isEmpty, prefixes.isEmpty { return .product }
        if let kind = exact[code] { return kind }
        for (prefix, kind) in prefixes where code.hasPrefix(prefix) { return kind }
        return .product
    }

    /// What the row at hand says about its order.
    func order(number: String) throws(RowRefusal) -> OrderDraft {
        let line = table.reader.line
        var draft = OrderDraft(line: line, lastLine: line, number: number, channel: mapping.channel)
        if let text = columns.said(.channel) { draft.channel = text }
        guard let placed = try moment(placedAt) else { throw columns.refusal(.placedAt, .missing) }
        draft.placedAt = placed
        draft.paidAt = try moment(columns.place(.paidAt))
        draft.currency = try currency()
        draft.customer = columns.customer()
        draft.customer.tags = ""
        draft.note = draft.customer.note
        draft.customer.note = ""
        draft.shipTo = PostalText.json(columns.postal)
        draft.past = mapping.past
        try readMoney(&draft)
        try readStates(&draft)
        draft.shippingMethod = columns.text(.shippingMethod)
        return draft
    }

    private func currency() throws(RowRefusal) -> String {
        guard let text = columns.said(.currency) else {
            return mapping.currency.isEmpty ? shopCurrency.code : mapping.currency
        }
        guard Currency(code: text) != nil else {
            throw columns.refusal(.currency, .unknown(text, allowed: "the ISO 4217 codes, such as EUR"))
        }
        return text
    }

    private func readMoney(_ draft: inout OrderDraft) throws(RowRefusal) {
        guard let currency = draft.currency == shopCurrency.code ? shopCurrency : FileCurrency(draft.currency)
        else { return }
        draft.shipping = try columns.minor(.shipping, currency) ?? 0
        draft.discount = try columns.minor(.orderDiscount, currency) ?? 0
        draft.tax = try columns.minor(.orderTax, currency) ?? 0
        draft.statedTotal = try columns.minor(.total, currency)
    }

    private func readStates(_ draft: inout OrderDraft) throws(RowRefusal) {
        if let text = columns.said(.payment) {
            guard let state = StateWords.payment(text) else {
                throw columns.refusal(.payment, .unknown(text, allowed: StateWords.payments))
            }
            draft.payment = state
        }
        if let text = columns.said(.fulfillment) {
            guard let state = StateWords.fulfillment(text) else {
                throw columns.refusal(.fulfillment, .unknown(text, allowed: StateWords.fulfillments))
            }
            draft.fulfillment = state
            draft.past = state == "delivered" || state == "shipped"
        } else if !draft.past {
            draft.fulfillment = "unallocated"
        }
        if try moment(columns.place(.cancelledAt)) != nil {
            draft.cancellation = "yes"
            draft.past = true
        }
        if let text = columns.said(.orderKind) {
            guard ["sale", "return", "writeOff", "adjustment"].contains(text) else {
                throw columns.refusal(
                    .orderKind, .unknown(text, allowed: "sale, return, writeOff, adjustment"))
            }
            draft.kind = text
        } else if isNumbered(draft.number, mapping.returnPrefix) {
            draft.kind = "return"
            draft.payment = "refunded"
        } else if isNumbered(draft.number, mapping.adjustmentPrefix) {
            draft.kind = "adjustment"
        }
    }

    /// Whether the number is the prefix and then digits.
    private func isNumbered(_ number: String, _ prefix: String) -> Bool {
        !prefix.isEmpty && number.hasPrefix(prefix) && number.utf8.count > prefix.utf8.count
            && number.utf8.dropFirst(prefix.utf8.count).allSatisfy { (0x30...0x39).contains($0) }
    }

    private func moment(_ place: Int?) throws(RowRefusal) -> Int64? {
        guard let written = try table.moment(place, mapping.dates) else { return nil }
        return written.milliseconds(in: zone)
    }
}

extension WrittenMoment {
    /// Milliseconds since 1970, UTC; a moment without an offset is one on the wall clock of the zone.
    func milliseconds(in zone: ShopZone) -> Int64 {
        if let offset { return Int64(day) * 86_400_000 + time - Int64(offset) * 60_000 }
        let minutes = Int(time / 60_000)
        let start = zone.instant(
            of: CalendarDay(daysSince1970: day), hour: minutes / 60, minute: minutes % 60)
        return start.milliseconds + time % 60_000
    }
}

extension FileCurrency {
    /// Nil for a code that is no currency.
    init?(_ code: String) {
        guard let currency = Currency(code: code) else { return nil }
        self.init(code: code, exponent: currency.exponent)
    }
}

/// What other programs call the states of an order.
enum StateWords {
    static let payments = "paid, pending, authorized, partially paid, partially refunded, refunded, voided"
    static let fulfillments = "fulfilled, unfulfilled, partial, shipped, delivered"

    static func payment(_ text: String) -> String? {
        switch ColumnMapping.plainName(text) {
        case "paid", "completed", "captured", "success": "paid"
        case "awaiting", "pending", "unpaid", "partiallypaid", "expired", "open": "awaiting"
        case "authorized": "authorized"
        case "partiallyrefunded", "partrefunded": "partRefunded"
        case "refunded": "refunded"
        case "voided", "cancelled", "canceled", "failed": "voided"
        default: nil
        }
    }

    static func fulfillment(_ text: String) -> String? {
        switch ColumnMapping.plainName(text) {
        case "fulfilled", "delivered", "completed", "complete": "delivered"
        case "shipped", "sent", "intransit": "shipped"
        case "unfulfilled", "pending", "unallocated", "restocked", "null", "open", "processing", "unshipped",
            "onhold", "scheduled":
            "unallocated"
        case "allocated", "packed": "allocated"
        case "partial", "partiallyfulfilled", "partshipped", "partiallyshipped": "partShipped"
        case "partdelivered": "partDelivered"
        case "senttosupplier": "sentToSupplier"
        case "exception": "exception"
        default: nil
        }
    }
}
