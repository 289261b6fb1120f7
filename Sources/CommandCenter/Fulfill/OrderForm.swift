import Commerce
import Shop
import Terminal

/// An order by hand, as a form of few lines: `2 MUG-BLU-L, 1 Wrapping = 3.50`.
enum OrderForm {
    static let draftKey = "fulfill.new"

    private enum Field: Int, CaseIterable {
        case lines, name, email, street, place, country, shipping, discount, paid, note
    }

    static func sheet(texts: [String]?, _ context: PaneContext) -> FormSheet {
        func text(_ field: Field) -> String {
            texts.flatMap { $0.indices.contains(field.rawValue) ? $0[field.rawValue] : nil } ?? ""
        }
        let currency = context.settings.currency
        return FormSheet(
            title: "A new order",
            fields: [
                .init(
                    "Lines", text: text(.lines), placeholder: "2 MUG-BLU-L, 1 Wrapping = 3.50",
                    check: { note(lines: $0, currency) }),
                .init("Name", text: text(.name)),
                .init("E-mail", text: text(.email), placeholder: "finds the customer", check: note(email:)),
                .init("Street", text: text(.street), placeholder: "empty: handed over"),
                .init("Place", text: text(.place), placeholder: "10969 Berlin"),
                .init("Country", text: text(.country), placeholder: context.settings.country),
                .init(
                    "Shipping", text: text(.shipping), placeholder: "0", check: { note(amount: $0, currency) }
                ),
                .init(
                    "Discount", text: text(.discount), placeholder: "0", check: { note(amount: $0, currency) }
                ),
                .init("Paid by", text: text(.paid), placeholder: "cash, transfer …; empty: not yet"),
                .init("Note", text: text(.note)),
            ], deed: "write the order", draftKey: draftKey)
    }

    /// The order that the texts say.
    ///
    /// - Throws: a `Refusal` that names what cannot be read.
    static func order(_ texts: [String], _ context: PaneContext) throws -> RecordOrder {
        func text(_ field: Field) -> String {
            texts.indices.contains(field.rawValue) ? texts[field.rawValue].trimmed : ""
        }
        let currency = context.settings.currency
        let country = text(.country).isEmpty ? context.settings.country : text(.country)
        let (postcode, city) = place(text(.place))
        let address =
            text(.street).isEmpty && text(.place).isEmpty
            ? nil
            : PostalAddress(
                name: text(.name), street: text(.street), city: city, postcode: postcode,
                country: CountryCode(named: country), countryText: country)
        return RecordOrder(
            lines: try lines(text(.lines), currency), name: text(.name), email: text(.email),
            address: address, shipping: try amount(text(.shipping), currency),
            discount: try amount(text(.discount), currency), paid: !text(.paid).isEmpty,
            method: text(.paid), note: text(.note))
    }

    /// The texts of a form for an order like that one.
    static func texts(of detail: OrderDetail) -> [String] {
        let lines = detail.lines.filter { $0.kind == "product" && $0.quantity > 0 }.map { line in
            let name = line.variant != nil && !line.sku.isEmpty ? line.sku : line.title
            return "\(line.quantity) \(name)"
                + (line.variant == nil ? " = \(line.unitPrice.amountText)" : "")
        }
        let address = detail.address
        return [
            lines.joined(separator: ", "), detail.card.customer, detail.email, address?.street ?? "",
            [address?.postcode ?? "", address?.city ?? ""].filter { !$0.isEmpty }.joined(separator: " "),
            address?.country?.code ?? address?.countryText ?? "",
            detail.figures.shipping.isZero ? "" : detail.figures.shipping.amountText, "", "", "",
        ]
    }

    // MARK: Reading

    /// `2 SKU`, `SKU`, `2 Free text = 3.50`, apart by commas.
    static func lines(_ text: String, _ currency: Currency) throws -> [RecordOrder.Line] {
        let parts = text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        guard !parts.isEmpty else { throw Refusal("no-lines", "An order needs a line, such as: 2 MUG-BLU-L") }
        return try parts.map { part in
            let halves = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            let words = halves[0].split(separator: " ", maxSplits: 1).map(String.init)
            let counted = words.count == 2 ? Int(words[0]) : nil
            let name = counted == nil ? halves[0] : words[1].trimmed
            guard halves.count == 2 else { return RecordOrder.Line(sku: name, quantity: counted ?? 1) }
            guard let price = try amount(halves[1], currency) else {
                throw Refusal("no-price", "“\(part)”: after = stands what one costs, such as 3.50")
            }
            return RecordOrder.Line(title: name, quantity: counted ?? 1, unitPrice: try UnitPrice(price))
        }
    }

    private static func amount(_ text: String, _ currency: Currency) throws -> Money? {
        guard !text.isEmpty else { return nil }
        do {
            return Money(
                minorUnits: try DecimalText.parse(text.replacing(",", with: "."), scale: currency.exponent),
                currency: currency)
        } catch { throw Refusal("bad-amount", "“\(text)” is no amount of \(currency.code): \(error)") }
    }

    /// Where the postcode ends: at the last word with a digit in it.
    private static func place(_ text: String) -> (postcode: String, city: String) {
        let words = text.split(separator: " ").map(String.init)
        let digits = words.prefix { $0.contains(where: \.isNumber) }
        return (digits.joined(separator: " "), words.dropFirst(digits.count).joined(separator: " "))
    }

    private static func note(lines text: String, _ currency: Currency) -> FieldNote? {
        guard !text.trimmed.isEmpty else { return .wrong("a quantity and a SKU") }
        do {
            let lines = try lines(text, currency)
            return .good("\(lines.count == 1 ? "1 line" : "\(lines.count) lines")")
        } catch { return .wrong((error as? Refusal)?.reason ?? "\(error)") }
    }

    private static func note(amount text: String, _ currency: Currency) -> FieldNote? {
        do {
            return try amount(text.trimmed, currency).map {
                $0.isNegative ? .wrong("an amount above zero") : .good("\($0)")
            }
        } catch { return .wrong("no amount of \(currency.code)") }
    }

    @Sendable private static func note(email text: String) -> FieldNote? {
        text.trimmed.isEmpty || Contact.matchingEmail(text) != nil
            ? nil : .odd("that is no address of a mail")
    }
}
