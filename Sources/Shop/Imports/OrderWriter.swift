import Commerce
import GRDB

/// What stays known from part to part of one import of orders, so that each SKU and customer is looked up once.
struct OrderMemory {
    /// Variant by SKU; nil where the code is known to be none.
    var variants: [String: Int64?] = [:]
    var customers: [String: Int64] = [:]
}

/// Writes orders of a file, with the customers and products they need.
struct OrderWriter {
    private let transaction: Transaction
    private let currency: FileCurrency
    private let newProducts: [String: NewProductFacts]
    private(set) var memory: OrderMemory
    private let order: Statement
    private var line: LineInsert
    private let payment: Statement

    init(
        _ transaction: Transaction, currency: FileCurrency, newProducts: [String: NewProductFacts],
        memory: OrderMemory
    ) throws {
        self.transaction = transaction
        self.currency = currency
        self.newProducts = newProducts
        self.memory = memory
        order = try transaction.db.cachedStatement(
            sql: """
                INSERT INTO orders(id, number, channel, kind, customer_id, customer_name, email, phone, ship_to,
                    bill_to, country, currency, placed_at, paid_at, payment, fulfillment, return_state,
                    cancellation, cancel_reason, past, shipping_method, shipping, discount, tax, tax_included,
                    total, platform_total, extra)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        line = try LineInsert(transaction.db)
        payment = try transaction.db.cachedStatement(sql: "INSERT INTO payments VALUES (?, ?, ?, ?, ?, ?)")
    }

    mutating func insert(_ draft: OrderDraft) throws {
        let customer = try customer(draft)
        let id = nextID()
        let currency = draft.currency == currency.code ? currency : FileCurrency(draft.currency) ?? currency
        let total =
            try Self.linesTotal(draft.lines[...], currency) + draft.shipping - draft.discount
            + (draft.taxIncluded ? 0 : draft.tax)
        var kind = draft.kind
        // Goods that go without a sale: the storeroom's corrections.
        if kind == "sale", !draft.lines.isEmpty, draft.lines.allSatisfy({ $0.quantity < 0 }) {
            kind = "writeOff"
        }
        let paidAt = draft.paidAt ?? (draft.payment == "paid" ? draft.placedAt : nil)
        try order.execute(arguments: [
            id, draft.number, draft.channel, kind, customer, draft.customer.name, draft.customer.email,
            draft.customer.phone, draft.shipTo, draft.billTo, draft.customer.country, draft.currency,
            draft.placedAt, paidAt, draft.payment, draft.fulfillment,
            kind == "return" ? "closed" : "none", draft.cancellation, draft.cancelReason, draft.past,
            draft.shippingMethod, draft.shipping, draft.discount, draft.tax, draft.taxIncluded, total,
            draft.statedTotal, ExtraText.encode(draft.extra),
        ])
        try insertLines(draft.lines[...], of: id, from: draft.firstPosition, past: draft.past)
        let isPaid = draft.payment == "paid" || draft.payment == "partRefunded"
        if isPaid, kind == "sale", draft.statedTotal ?? total > 0 {
            try payment.execute(arguments: [
                nextID(), id, draft.statedTotal ?? total, draft.paymentMethod, draft.paymentReference,
                paidAt ?? draft.placedAt,
            ])
        }
        if draft.refunded > 0 {
            try transaction.execute(
                "INSERT INTO refunds VALUES (?, ?, ?, 0, 'imported', ?)",
                [nextID(), id, draft.refunded, draft.placedAt])
        }
        if !draft.note.isEmpty {
            try transaction.execute(
                "INSERT INTO notes VALUES (?, ?, NULL, NULL, ?, ?)",
                [nextID(), id, draft.note, draft.placedAt])
        }
        if !draft.past, isPaid {
            let paid = Instant(milliseconds: paidAt ?? draft.placedAt)
            try OrderState.takeUp(OrderID(rawValue: id), paid: paid, in: transaction)
        }
    }

    /// Adds lines that stand further down in the file, or came since.
    mutating func grow(_ id: Int64, by draft: OrderDraft, from place: Int) throws {
        let more = draft.lines[place...]
        try insertLines(more, of: id, from: draft.firstPosition + place, past: draft.past)
        let currency = draft.currency == currency.code ? currency : FileCurrency(draft.currency) ?? currency
        let sum = try Self.linesTotal(more, currency)
        try transaction.execute("UPDATE orders SET total = total + ? WHERE id = ?", [sum, id])
        // The import's own payment grows with its lines, unless a total that the file states was paid all along.
        try transaction.execute(
            """
            UPDATE payments SET amount = amount + ?1
            WHERE id = (SELECT min(id) FROM payments WHERE order_id = ?2) AND reference = ''
                AND (SELECT platform_total FROM orders WHERE id = ?2) IS NULL
            """, [sum, id])
    }

    private mutating func insertLines(
        _ lines: ArraySlice<LineDraft>, of id: Int64, from position: Int, past: Bool
    ) throws {
        for (offset, draft) in lines.enumerated() {
            let variant = draft.kind == .product ? try variant(draft, past: past) : nil
            try line.insert(draft, id: nextID(), order: id, position: position + offset, variant: variant)
        }
    }

    /// Each line price times quantity, rounded once, less its discount.
    static func linesTotal(_ lines: ArraySlice<LineDraft>, _ currency: FileCurrency) throws -> Int64 {
        var sum: Int64 = 0
        for line in lines {
            let exact = line.quantity * line.unitPrice
            let half = exact < 0 ? -currency.scale / 2 : currency.scale / 2
            let amount = (exact + (currency.scale == 1 ? 0 : half)) / currency.scale - line.discount
            let (next, overflow) = sum.addingReportingOverflow(amount)
            guard !overflow else { throw MoneyError.overflow }
            sum = next
        }
        return sum
    }

    /// The variant the line is of; a product is made where the shop has none.
    private mutating func variant(_ draft: LineDraft, past: Bool) throws -> Int64? {
        guard !draft.sku.isEmpty else { return nil }
        if let known = memory.variants[draft.sku] { return known }
        let found = try Int64.fetchOne(
            transaction.db.cachedStatement(
                sql: "SELECT id FROM variants WHERE sku = ? AND sku <> '' ORDER BY id LIMIT 1"),
            arguments: [draft.sku])
        let variant = try found ?? makeProduct(draft)
        memory.variants[draft.sku] = .some(variant)
        return variant
    }

    private func makeProduct(_ draft: LineDraft) throws -> Int64 {
        let facts = newProducts[draft.sku]
        let title = facts?.title(sku: draft.sku) ?? draft.title
        let product = nextID()
        try transaction.execute(
            "INSERT INTO products(id, title, created_at) VALUES (?, ?, ?)",
            [product, title.isEmpty ? draft.sku : title, transaction.now.milliseconds])
        let variant = nextID()
        // Its stock is not known: a figure of zero would make all of them short.
        try transaction.execute(
            """
            INSERT INTO variants(id, product_id, position, sku, unit_price, tracked) VALUES (?, ?, 0, ?, ?, 0)
            """,
            [variant, product, draft.sku, facts?.price ?? (draft.unitPrice > 0 ? draft.unitPrice : nil)])
        return variant
    }

    private mutating func customer(_ draft: OrderDraft) throws -> Int64? {
        if draft.customer.isGuest { return nil }
        return try CustomerWriter.customer(
            draft.customer, channel: draft.channel, memory: &memory.customers, in: transaction)
    }

    private func nextID() -> Int64 { transaction.nextID(Never.self).rawValue }
}

/// Finds and makes customers.
enum CustomerWriter {
    /// A customer's own number is unique within its channel.
    static func key(_ draft: CustomerDraft, channel: String) -> String? {
        draft.handle.isEmpty ? nil : channel.isEmpty ? draft.handle : "\(channel):\(draft.handle)"
    }

    static func find(_ draft: CustomerDraft, channel: String, _ db: Database) throws -> Int64? {
        if let handle = key(draft, channel: channel) {
            var byHandle = try DirectStatement(db, "SELECT id FROM customers WHERE handle = ?")
            byHandle.add(handle)
            if let found = try byHandle.integer() { return found }
        }
        guard !draft.email.isEmpty else { return nil }
        var byEmail = try DirectStatement(
            db, "SELECT id FROM customers WHERE email = ? AND email <> '' ORDER BY id LIMIT 1")
        byEmail.add(draft.email)
        return try byEmail.integer()
    }

    static func customer(
        _ draft: CustomerDraft, channel: String, memory: inout [String: Int64], in transaction: Transaction
    ) throws -> Int64 {
        let memoryKey = "\(draft.handle)\u{1}\(draft.email)"
        if let known = memory[memoryKey] { return known }
        let id =
            try find(draft, channel: channel, transaction.db)
            ?? insert(draft, channel: channel, in: transaction)
        memory[memoryKey] = id
        return id
    }

    static func insert(_ draft: CustomerDraft, channel: String, in transaction: Transaction) throws -> Int64 {
        let id = transaction.nextID(Never.self).rawValue
        var statement = try DirectStatement(
            transaction.db, "INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        statement.add(id)
        statement.add(key(draft, channel: channel))
        statement.add(draft.name.isEmpty ? draft.handle : draft.name)
        statement.add(draft.email)
        statement.add(draft.phone)
        statement.add(draft.company)
        statement.add(draft.address)
        statement.add(draft.country)
        statement.add(draft.tags)
        statement.add(transaction.now.milliseconds)
        try statement.run()
        return id
    }
}
