/// Where something is sent, or billed.
package struct PostalAddress: Hashable, Codable, Sendable {
    package var name: String
    package var company: String
    /// Street and number.
    package var street: String
    /// House, floor, care of.
    package var extra: String
    package var city: String
    /// State, county, prefecture.
    package var province: String
    package var postcode: String
    /// Nil where what was written names no country; then see `countryText`.
    package var country: CountryCode?
    /// The country as it was written, kept beside the code (LESSONS 57).
    package var countryText: String
    package var phone: String

    package init(
        name: String = "", company: String = "", street: String = "", extra: String = "", city: String = "",
        province: String = "", postcode: String = "", country: CountryCode? = nil, countryText: String? = nil,
        phone: String = ""
    ) {
        self.name = name
        self.company = company
        self.street = street
        self.extra = extra
        self.city = city
        self.province = province
        self.postcode = postcode
        self.country = country ?? countryText.flatMap(CountryCode.init(named:))
        self.countryText = countryText ?? country?.name ?? ""
        self.phone = phone
    }

    package var isEmpty: Bool {
        [name, company, street, extra, city, province, postcode, countryText].allSatisfy {
            $0.allSatisfy(\.isWhitespace)
        }
    }

    /// All that is wrong with it, so that it can be mended in one go; empty when a parcel can go there.
    package func problems() -> [AddressProblem] {
        var problems: [AddressProblem] = []
        if isBlank(name), isBlank(company) { problems.append(.missing(.name)) }
        guard let country else {
            return problems + [isBlank(countryText) ? .missing(.country) : .unknownCountry(countryText)]
        }
        let rule = AddressRule.of(country)
        if rule.required.contains(.street), isBlank(street), isBlank(extra) {
            problems.append(.missing(.street))
        }
        if rule.required.contains(.city), isBlank(city) { problems.append(.missing(.city)) }
        if rule.required.contains(.province), isBlank(province) { problems.append(.missing(.province)) }
        if isBlank(postcode) {
            if rule.required.contains(.postcode) { problems.append(.missing(.postcode)) }
        } else if !rule.accepts(postcode: postcode) {
            problems.append(.postcode(postcode, country, example: rule.postcodeExample))
        }
        return problems
    }

    /// The lines of a label, in the order and form of its country; the country's name last, in capitals, when it goes
    /// abroad.
    package func lines(from origin: CountryCode? = nil) -> [String] {
        var lines = [name, company].filter { !isBlank($0) }
        for form in AddressRule.of(country).lines {
            let line = filled(form)
            if form.contains("%A") {
                lines += [street, extra].filter { !isBlank($0) }
            } else if !line.isEmpty {
                lines.append(line)
            }
        }
        if country == nil || country != origin {
            let last = country?.name ?? countryText
            if !isBlank(last) { lines.append(last.uppercased()) }
        }
        return lines
    }

    /// On one line, for lists: `Lindenstr. 5, 10969 Berlin, DE`.
    package var oneLine: String {
        let place = AddressRule.of(country).lines.filter { !$0.contains("%A") }.map(filled)
        let parts = [street, extra] + place + [country?.code ?? countryText]
        return parts.filter { !isBlank($0) }.joined(separator: ", ")
    }

    /// A form with its letters replaced; signs that would stand alone, as the comma of `, CA`, go.
    private func filled(_ form: String) -> String {
        var result = ""
        var pending = ""
        var hasField = false
        var isField = false
        for character in form {
            if character == "%" {
                isField = true
                continue
            }
            guard isField else {
                pending.append(character)
                continue
            }
            isField = false
            let value = field(character).trimmed
            guard !value.isEmpty else {
                // What stood before an empty field goes with it: `, ` before a missing state, `CH-` before a postcode.
                pending = ""
                continue
            }
            result += (hasField && pending.isEmpty ? " " : pending) + value
            pending = ""
            hasField = true
        }
        return result.trimmed
    }

    private func field(_ letter: Character) -> String {
        switch letter {
        case "C": city
        case "S": province
        case "Z": postcode
        default: ""
        }
    }

    private func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}

extension String {
    /// Without blanks at the ends.
    package var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}

/// What keeps a parcel from an address.
package enum AddressProblem: Hashable, Sendable, CustomStringConvertible {
    package enum Field: String, Hashable, Sendable {
        case name, street, city, province, postcode, country
    }

    case missing(Field)
    /// The postcode has none of the country's forms.
    case postcode(String, CountryCode, example: String?)
    /// What was written names no country, or more than one.
    case unknownCountry(String)

    package var description: String {
        switch self {
        case .missing(let field): "there is no \(field.rawValue)"
        case .postcode(let postcode, let country, let example):
            "no postcode of \(country.code) looks like \(postcode)"
                + (example.map { "; one such as \($0) does" } ?? "")
        case .unknownCountry(let text): "“\(text)” is not one country; choose its code, such as DE"
        }
    }
}
