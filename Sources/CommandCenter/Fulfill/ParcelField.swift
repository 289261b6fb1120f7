import Commerce
import Shop
import Terminal

/// The field for a parcel's number: it knows the carrier, and refuses a wrong check digit while it is typed.
enum ParcelField {
    static func sheet(_ card: OrderCard, deed: String) -> FormSheet {
        FormSheet(
            title: "Parcel of \(card.number), \(card.customer)",
            fields: [.init("Number", text: card.tracking, placeholder: "scan or type it", check: note)],
            deed: deed)
    }

    static let note: @Sendable (String) -> FieldNote? = { text in
        guard !text.trimmed.isEmpty else { return nil }
        switch TrackingReading(text) {
        case .numbers(let numbers):
            let names = numbers.prefix(2).map(\.carrierName).joined(separator: " or ")
            return .good(numbers[0].isChecked ? "\(names), the check digit is right" : "\(names) by its form")
        case .wrongCheckDigit(let carrier):
            return .wrong("\(carrier.name): wrong check digit")
        case .unknown: return .good("no form that is known; kept as it is")
        }
    }
}

/// Where an order goes, as a form.
enum AddressForm {
    static func sheet(_ detail: OrderDetail) -> FormSheet {
        let address = detail.address ?? PostalAddress(name: detail.card.customer)
        let country = address.country?.code ?? address.countryText
        return FormSheet(
            title: "Address of \(detail.card.number)"
                + (detail.addressProblem.map { ": \($0)" } ?? ""),
            fields: [
                .init("Name", text: address.name), .init("Company", text: address.company),
                .init("Street", text: address.street), .init("More", text: address.extra),
                .init("Postcode", text: address.postcode), .init("City", text: address.city),
                .init("Province", text: address.province),
                .init("Country", text: country, placeholder: "DE, Germany …", check: country(_:)),
                .init("Phone", text: address.phone),
            ], deed: "keep the address", draftKey: "fulfill.address.\(detail.card.number)")
    }

    @Sendable private static func country(_ text: String) -> FieldNote? {
        guard !text.trimmed.isEmpty else { return .odd("without a country nothing can be sent") }
        guard let code = CountryCode(named: text) else {
            return .odd("“\(text)” is no country that is known")
        }
        return .good(code.name)
    }

    static func address(_ texts: [String], over old: PostalAddress?) -> PostalAddress {
        let texts = texts.map(\.trimmed) + Array(repeating: "", count: max(0, 9 - texts.count))
        return PostalAddress(
            name: texts[0], company: texts[1], street: texts[2], extra: texts[3], city: texts[5],
            province: texts[6], postcode: texts[4], country: CountryCode(named: texts[7]),
            countryText: texts[7], phone: texts[8])
    }
}

/// What calling orders off will do, before it is done. Its first line is the money, and can be left out.
enum CancelQuestion {
    static func one(_ detail: OrderDetail) -> Question {
        let due = detail.figures.refundable
        var items: [Question.Item] = []
        if due.isPositive {
            let how = detail.payments.first.map { $0.method.isEmpty ? "" : ", paid by \($0.method)" } ?? ""
            items.append(
                .init(StyledLine("\(due) goes back to the buyer\(how)", .strong), isOptional: true))
        } else {
            items.append(.init("Nothing was paid, so nothing goes back."))
        }
        let freed = detail.lines.filter { $0.reserved > 0 }
        if !freed.isEmpty {
            let words = freed.prefix(3).map { "\($0.reserved) \($0.title)" }.joined(separator: ", ")
            items.append(.init(StyledLine("Free again: \(words)\(freed.count > 3 ? " …" : "")")))
        } else {
            items.append(.init("Stock stays as it is: nothing is put by for it."))
        }
        items.append(.init(StyledLine("Nobody is told: no channel is connected yet.", .quiet)))
        return Question(
            title: "Cancel \(detail.card.number), \(detail.card.customer)", items: items,
            deed: "cancel the order")
    }

    static func many(_ cards: [OrderCard]) -> Question {
        let paid = cards.filter(\.axes.payment.coversGoods)
        let currencies = Set(paid.map(\.total.currency))
        let sum: Money? =
            currencies.count == 1
            ? try? Money.sum(of: paid.map(\.total), in: paid[0].total.currency) : nil
        let amount = sum.map { "up to \($0)" } ?? "what was paid"
        var items: [Question.Item] = [
            .init(
                StyledLine("Of \(paid.count) paid ones, \(amount) goes back to the buyers", .strong),
                isOptional: true)
        ]
        items += cards.prefix(8).map {
            .init(StyledLine("\($0.number)  \($0.customer)  \($0.total)", .quiet))
        }
        if cards.count > 8 { items.append(.init(StyledLine("… and \(cards.count - 8) more", .quiet))) }
        return Question(
            title: "Cancel \(cards.count) orders", items: items, deed: "cancel them",
            mustType: cards.count > 10 ? "\(cards.count)" : nil)
    }
}
