import Commerce

extension PostalAddress {
    /// The address as a column of `orders` keeps it; nil for text that is none.
    init?(columnText: String) {
        if let address = PostalAddress(flat: columnText) {
            self = address
            return
        }
        // The reason is dropped: whoever asks says that the address cannot be read.
        guard let address = try? JSONText.decode(PostalAddress.self, from: columnText) else { return nil }
        self = address
    }

    /// What a column of `orders` keeps of it.
    var columnText: String {
        var json = FlatJSON()
        json.add("city", city)
        json.add("company", company)
        if let country { json.add("country", country.code) }
        json.add("countryText", countryText)
        json.add("extra", extra)
        json.add("name", name)
        json.add("phone", phone)
        json.add("postcode", postcode)
        json.add("province", province)
        json.add("street", street)
        return json.text
    }

    /// Nil where it was written otherwise than by ``columnText``, or holds an escape.
    private init?(flat text: String) {
        guard let members = FlatJSON.members(of: text) else { return nil }
        var address = PostalAddress()
        var texts = 0
        for member in members {
            guard case .text(let value) = member.value else { return nil }
            switch member.name {
            case "city": address.city = value
            case "company": address.company = value
            case "country":
                guard let country = CountryCode(code: value) else { return nil }
                address.country = country
                continue
            case "countryText": address.countryText = value
            case "extra": address.extra = value
            case "name": address.name = value
            case "phone": address.phone = value
            case "postcode": address.postcode = value
            case "province": address.province = value
            case "street": address.street = value
            default: return nil
            }
            texts += 1
        }
        guard texts == 9 else { return nil }
        self = address
    }

    /// What the search reads of it.
    var searchText: String {
        [name, company, street, extra, postcode, city, province, countryText, phone]
            .filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// The first thing that keeps a parcel from it, in words.
    var problemWords: String? { problems().first?.description }
}
