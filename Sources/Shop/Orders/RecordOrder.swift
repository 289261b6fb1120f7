package import Commerce
import GRDB

/// Writes an order that came by telephone, mail or over the counter.
///
/// Its lines keep title, SKU and price as they were sold (LESSONS 44). What is paid already puts its stock by.
package struct RecordOrder: Action {
    package struct Line: Codable, Hashable, Sendable {
        /// What is sold: by identifier, else by SKU or barcode, else free text by its title.
        package var variant: VariantID?
        package var sku: String
        package var title: String
        package var quantity: Int
        /// Nil for the variant's own price.
        package var unitPrice: UnitPrice?
        package var discount: Money?

        package init(
            variant: VariantID? = nil, sku: String = "", title: String = "", quantity: Int = 1,
            unitPrice: UnitPrice? = nil, discount: Money? = nil
        ) {
            self.variant = variant
            self.sku = sku
            self.title = title
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.discount = discount
        }
    }

    package var lines: [Line]
    /// Nil to find the customer by e-mail, or to make one where name or e-mail is given.
    package var customer: CustomerID?
    package var name: String
    package var email: String
    package var phone: String
    /// Nil for what is handed over.
    package var address: PostalAddress?
    package var shipping: Money?
    package var discount: Money?
    /// The tax inside the prices, such as `19 %`; nil for the shop's own.
    package var taxRate: String?
    package var paid: Bool
    package var method: String
    package var note: String
    /// Empty for the shop's own sequence.
    package var number: String

    package init(
        lines: [Line], customer: CustomerID? = nil, name: String = "", email: String = "",
        phone: String = "", address: PostalAddress? = nil, shipping: Money? = nil, discount: Money? = nil,
        taxRate: String? = nil, paid: Bool = false, method: String = "", note: String = "",
        number: String = ""
    ) {
        self.lines = lines
        self.customer = customer
        self.name = name
        self.email = email
        self.phone = phone
        self.address = address
        self.shipping = shipping
        self.discount = discount
        self.taxRate = taxRate
        self.paid = paid
        self.method = method
        self.note = note
        self.number = number
    }

    package struct Outcome: Codable, Sendable {
        package let order: OrderID
        package let number: String
        package let total: Money
    }

    /// The channel of what is written by hand.
    static let channel = "mercer"

    package func perform(in transaction: Transaction) throws -> Outcome {
        let settings = try transaction.settings()
        guard !lines.isEmpty else {
            throw Refusal("no-lines", "An order needs a line: a quantity and a SKU.")
        }
        for amount in [shipping, discount].compactMap({ $0 }) + lines.compactMap(\.discount)
        where amount.isNegative {
            throw Refusal("negative", "Shipping and discounts are amounts of zero or more, not \(amount).")
        }
        let found = try lines.enumerated().map { place, line in
            try NewLine(line, place: place + 1, currency: settings.currency, transaction.db)
        }
        let rateText = taxRate ?? settings.taxRate
        guard rateText.isEmpty || Rate(rateText).map(ShopSettings.isTaxRate) == true else {
            throw Refusal("bad-tax", "“\(rateText)” is no tax rate, such as 19 %.")
        }
        let rate = Rate(rateText) ?? .zero
        let totals = try figures(found, rate: rate, currency: settings.currency)
        guard !totals.total.isNegative else {
            throw Refusal("negative", "The discount is more than the order comes to.")
        }
        let number = try number.isEmpty ? OrderNumbers.next(in: transaction) : number
        guard try !OrderNumbers.isUsed(number, transaction.db) else {
            throw Refusal("number-used", "There is an order \(number) already; choose another number.")
        }
        let id: OrderID = transaction.nextID()
        let buyer = try customer(in: transaction)
        try insert(id, number, buyer, totals, rate, in: transaction)
        for (place, line) in found.enumerated() {
            try line.insert(order: id, position: place, rate: rate, in: transaction)
        }
        if note.contains(where: { !$0.isWhitespace }) { try OrderNotes(transaction).add(note, to: id) }
        if paid { _ = try RecordPayment(orders: [id], method: method).perform(in: transaction) }
        return Outcome(order: id, number: number, total: totals.total)
    }

    private func figures(_ lines: [NewLine], rate: Rate, currency: Currency) throws -> OrderTotals {
        do {
            return try OrderTotals(
                lines: lines.map {
                    LineFigures(
                        unitPrice: $0.unitPrice, quantity: $0.quantity, discount: $0.discount, taxRate: rate)
                }, currency: currency, orderDiscount: discount, shipping: shipping, taxMode: .included,
                shippingTaxRate: rate)
        } catch {
            throw Refusal("currency", "The order cannot be added up: \(error).")
        }
    }

    private func insert(
        _ id: OrderID, _ number: String,
        _ buyer: (id: CustomerID?, name: String, email: String, phone: String),
        _ totals: OrderTotals, _ rate: Rate, in transaction: Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO orders(id, number, channel, customer_id, customer_name, email, phone, ship_to, country,
                currency, placed_at, payment, fulfillment, shipping, discount, tax, tax_included, total)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'awaiting', 'unallocated', ?, ?, ?, 1, ?)
            """,
            [
                id.rawValue, number, Self.channel, buyer.id?.rawValue, buyer.name, buyer.email, buyer.phone,
                address.map(\.columnText) ?? "", address?.country?.code ?? "",
                totals.total.currency.code, transaction.now.milliseconds, totals.shipping.minorUnits,
                (discount ?? .zero(totals.total.currency)).minorUnits, totals.tax.minorUnits,
                totals.total.minorUnits,
            ])
    }

    private func customer(
        in transaction: Transaction
    ) throws -> (id: CustomerID?, name: String, email: String, phone: String) {
        // In the form in which customers keep it, or the same buyer would be two.
        let email = Contact.matchingEmail(email) ?? email
        let known: Row? =
            if let customer {
                try Row.fetchOne(
                    transaction.db, sql: "SELECT id, name, email, phone FROM customers WHERE id = ?",
                    arguments: [customer.rawValue])
            } else if !email.isEmpty {
                try Row.fetchOne(
                    transaction.db,
                    sql: """
                        SELECT id, name, email, phone FROM customers WHERE email = ? AND email <> ''
                        ORDER BY id LIMIT 1
                        """,
                    arguments: [email])
            } else { nil }
        if let known {
            return (
                CustomerID(rawValue: known[0]), name.isEmpty ? known[1] : name,
                email.isEmpty ? known[2] : email, phone.isEmpty ? known[3] : phone
            )
        }
        guard customer == nil else {
            throw Refusal("no-such-customer", "There is no such customer; leave it out, or choose another.")
        }
        guard !name.isEmpty || !email.isEmpty else { return (nil, "", "", phone) }
        let id: CustomerID = transaction.nextID()
        try transaction.execute(
            "INSERT INTO customers VALUES (?, NULL, ?, ?, ?, '', ?, ?, '', ?)",
            [
                id.rawValue, name, email, phone, address.map(PostalText.lines) ?? "",
                address?.country?.code ?? "", transaction.now.milliseconds,
            ])
        return (id, name, email, phone)
    }

    package func summary(of outcome: Outcome) -> String {
        "order \(outcome.number) written, \(outcome.total)" + (paid ? ", paid" : "")
    }
}

/// The shop's own sequence of numbers for orders written by hand: `M-1001`, `M-1002` …
enum OrderNumbers {
    static func next(in transaction: Transaction) throws -> String {
        let last = try Int.fetchOne(
            transaction.db.cachedStatement(
                sql: """
                    SELECT max(CAST(substr(number, 3) AS INTEGER)) FROM orders
                    WHERE channel = ? AND number >= 'M-' AND number < 'M.' AND length(number) <= 14
                    """), arguments: [RecordOrder.channel])
        return "M-\(max(1000, last ?? 0) + 1)"
    }

    static func isUsed(_ number: String, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM orders WHERE channel = ? AND number = ?)"),
            arguments: [RecordOrder.channel, number]) ?? false
    }
}
