import Commerce

extension PostalAddress {
    /// The address as a column of `orders` keeps it; nil for text that is none.
    init?(columnText: String) {
        // The reason is dropped: whoever asks says that the address cannot be read.
        guard let address = try? JSONText.decode(PostalAddress.self, from: columnText) else { return nil }
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
