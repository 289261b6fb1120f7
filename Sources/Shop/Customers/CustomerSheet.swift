import Commerce

/// All that a seller writes about one customer.
package struct CustomerSheet: Hashable, Codable, Sendable {
    package var name: String
    package var email: String
    package var phone: String
    package var company: String
    /// Lines as on a label, without the name; kept as written, for it goes on no parcel.
    package var address: String
    /// ISO 3166-1 alpha-2; empty where it is not known.
    package var country: String
    package var tags: [String]

    package init(
        name: String = "", email: String = "", phone: String = "", company: String = "",
        address: String = "", country: String = "", tags: [String] = []
    ) {
        self.name = name
        self.email = email
        self.phone = phone
        self.company = company
        self.address = address
        self.country = country
        self.tags = tags
    }

    private enum CodingKeys: String, CodingKey {
        case name, email, phone, company, address, country, tags
    }

    /// What is not there is empty.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try values.decodeIfPresent(String.self, forKey: .name) ?? "",
            email: try values.decodeIfPresent(String.self, forKey: .email) ?? "",
            phone: try values.decodeIfPresent(String.self, forKey: .phone) ?? "",
            company: try values.decodeIfPresent(String.self, forKey: .company) ?? "",
            address: try values.decodeIfPresent(String.self, forKey: .address) ?? "",
            country: try values.decodeIfPresent(String.self, forKey: .country) ?? "",
            tags: try values.decodeIfPresent([String].self, forKey: .tags) ?? [])
    }
}

/// What can be changed about a customer, by the name the seller writes it with.
package enum CustomerField: String, Hashable, Codable, Sendable, CaseIterable {
    case name, email, phone, company, address, country, tags
}

/// A field's text as the file keeps it, or why it cannot be kept.
enum CustomerValue {
    static func checked(_ text: String, for field: CustomerField) throws -> String {
        let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch field {
        case .name, .company, .phone: return plain
        case .address:
            return text.split(whereSeparator: \.isNewline).map {
                $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            .filter { !$0.isEmpty }.joined(separator: "\n")
        case .tags: return Tag.text(Tag.set(plain))
        case .email:
            if plain.isEmpty { return "" }
            guard let email = Contact.matchingEmail(plain) else {
                throw Refusal("bad-email", "“\(plain)” is no e-mail address, such as anna@example.com.")
            }
            return email
        case .country:
            if plain.isEmpty { return "" }
            guard let country = CountryCode(code: plain.uppercased()) ?? CountryCode(named: plain) else {
                throw Refusal("bad-country", "“\(plain)” is no country, such as DE.")
            }
            return country.code
        }
    }

    /// A customer has to be known by something.
    static func checkKnown(name: String, email: String, phone: String, company: String) throws {
        guard [name, email, phone, company].contains(where: { !$0.isEmpty }) else {
            throw Refusal(
                "no-name", "A customer needs a name, a company, an e-mail address or a phone number.")
        }
    }
}
