import Commerce

/// The places of a mapping's columns in one file.
struct MappedColumns {
    let table: FileTable
    let mapping: ColumnMapping
    private let places: [ColumnRole: Int]

    /// Throws where the mapping names a column the file does not have.
    init(_ table: FileTable, _ mapping: ColumnMapping, path: String) throws(FileFailure) {
        self.table = table
        self.mapping = mapping
        var places: [ColumnRole: Int] = [:]
        for (role, name) in mapping.columns {
            guard let place = table.headers.firstIndex(of: name) ?? table.place(name) else {
                throw .noHeader(path: path, reason: "the mapping's column “\(name.visible)” is not in it")
            }
            places[role] = place
        }
        self.places = places
    }

    func place(_ role: ColumnRole) -> Int? { places[role] }
    func text(_ role: ColumnRole) -> String { table.text(places[role]) }
    func said(_ role: ColumnRole) -> String? { table.said(places[role]) }

    func millionths(_ role: ColumnRole, currency: String) throws(RowRefusal) -> Int64? {
        try table.millionths(places[role], mapping.decimal, currency: currency)
    }

    /// Minor units of the currency.
    func minor(_ role: ColumnRole, _ currency: FileCurrency) throws(RowRefusal) -> Int64? {
        try table.number(places[role], mapping.decimal, scale: currency.exponent, currency: currency.code)
    }

    func whole(_ role: ColumnRole) throws(RowRefusal) -> Int64? {
        try table.whole(places[role], mapping.decimal)
    }

    func refusal(_ role: ColumnRole, _ fault: CellFault) -> RowRefusal {
        guard let place = places[role] else { return RowRefusal(0, "\(role.rawValue) \(fault.words)") }
        return table.refusal(place, fault)
    }
}

/// A currency as the reading of rows needs it.
struct FileCurrency {
    let code: String
    let exponent: Int
    /// Millionths in one minor unit.
    let scale: Int64

    init(code: String, exponent: Int) {
        self.code = code
        self.exponent = exponent
        scale = (exponent..<6).reduce(Int64(1)) { scale, _ in scale * 10 }
    }
}

/// Reads products by a mapping, one row a variant: Mercer's own export, and any other table.
struct TableProducts {
    private let columns: MappedColumns

    init(_ columns: MappedColumns) { self.columns = columns }

    func draft(currency: String) throws(RowRefusal) -> ProductDraft {
        try columns.table.check()
        var draft = ProductDraft(line: columns.table.reader.line)
        draft.handle = columns.said(.handle)
        draft.title = columns.said(.title)
        let sku = columns.text(.sku)
        guard draft.handle != nil || draft.title != nil || !sku.isEmpty else {
            throw RowRefusal(0, "the row has neither title nor SKU nor handle")
        }
        try readProduct(&draft)
        if let text = columns.said(.images) {
            let separator: Character = text.contains("|") ? "|" : text.contains(";") ? ";" : ","
            let urls =
                text.contains(" ") || text.contains(separator)
                ? text.split(whereSeparator: { $0 == separator || $0.isWhitespace }).map(String.init) : [text]
            draft.images = urls.enumerated().map {
                ImageDraft(url: $0.element, alt: "", position: $0.offset + 1)
            }
        }
        draft.extra = try extra(.extra)
        draft.variants = [try variant(sku: sku, currency: currency)]
        return draft
    }

    private func readProduct(_ draft: inout ProductDraft) throws(RowRefusal) {
        draft.description = columns.said(.description)
        draft.vendor = columns.said(.vendor)
        draft.category = columns.said(.category).map(Self.category)
        draft.tags = columns.said(.tags)
        if let text = columns.said(.kind) {
            guard ["physical", "digital", "service"].contains(text.lowercased()) else {
                throw columns.refusal(.kind, .unknown(text, allowed: "physical, digital, service"))
            }
            draft.kind = text.lowercased()
        }
        if let text = columns.said(.status) {
            switch text.lowercased() {
            case "active", "published", "1", "true", "yes", "enabled": draft.status = "active"
            case "draft", "0", "false", "no", "disabled", "inactive": draft.status = "draft"
            case "archived": draft.status = "archived"
            default: throw columns.refusal(.status, .unknown(text, allowed: "active, draft, archived"))
            }
        }
        for (place, role) in [ColumnRole.option1Name, .option2Name, .option3Name].enumerated() {
            draft.optionNames[place] = columns.said(role)
        }
    }

    /// `Gear\nBags` and `A|B` and `A/B` are paths as `A > B` is.
    private static func category(_ text: String) -> String {
        let separators: Set<Character> = text.contains(">") ? [">"] : ["\n", "\r\n", "|"]
        let parts = text.split(whereSeparator: { separators.contains($0) })
        return parts.map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
            .joined(separator: " > ")
    }

    private func variant(sku: String, currency: String) throws(RowRefusal) -> VariantDraft {
        var variant = VariantDraft(line: columns.table.reader.line)
        variant.sku = sku
        variant.barcode = columns.said(.barcode)
        for (place, role) in [ColumnRole.option1, .option2, .option3].enumerated() {
            variant.options[place] = columns.text(role)
        }
        variant.price = try columns.millionths(.price, currency: currency)
        variant.compareAt = try columns.millionths(.compareAt, currency: currency)
        variant.cost = try columns.millionths(.cost, currency: currency)
        if let given = try columns.millionths(.weight, currency: "") {
            variant.weight = WeightUnit.grams.grams(of: given)
        } else if let given = try columns.millionths(.weightKilograms, currency: "") {
            variant.weight = WeightUnit.kilograms.grams(of: given)
        }
        variant.stock = try columns.whole(.stock)
        variant.lowStock = try columns.whole(.lowStock)
        variant.tracked = try columns.table.flag(columns.place(.tracked))
        if variant.tracked == nil { variant.tracked = variant.stock != nil }
        variant.image = columns.said(.variantImage)
        variant.extra = try extra(.variantExtra)
        return variant
    }

    private func extra(_ role: ColumnRole) throws(RowRefusal) -> [String: String] {
        guard let text = columns.said(role) else { return [:] }
        guard let values = ExtraText.decode(text) else {
            throw columns.refusal(role, .unknown(text, allowed: "JSON such as {\"name\":\"value\"}"))
        }
        return values
    }
}

/// Reads customers by a mapping, one row a customer.
struct TableCustomers {
    private let columns: MappedColumns

    init(_ columns: MappedColumns) { self.columns = columns }

    func draft() throws(RowRefusal) -> CustomerDraft {
        try columns.table.check()
        let draft = columns.customer()
        guard !draft.isGuest || !draft.name.isEmpty || !draft.company.isEmpty else {
            throw RowRefusal(0, "the row has neither e-mail nor name nor number of a customer")
        }
        return draft
    }
}

extension MappedColumns {
    /// The customer a row names: of a list of customers or of an order.
    func customer() -> CustomerDraft {
        var draft = CustomerDraft(line: table.reader.line)
        draft.handle = Self.unfloated(text(.customer))
        let parts = [text(.firstName), text(.lastName)].filter { !$0.isEmpty }
        draft.name = said(.name) ?? parts.joined(separator: " ")
        draft.email = text(.email)
        draft.phone = text(.phone)
        draft.company = text(.company)
        draft.country = CountryNames.code(of: text(.country))
        draft.address = addressLines()
        draft.tags = mapping.kind == .customers ? text(.tags) : ""
        draft.note = text(.note)
        return draft
    }

    /// `17850.0` is a number that was once read as floating point.
    static func unfloated(_ text: String) -> String {
        guard text.hasSuffix(".0"), text.utf8.dropLast(2).allSatisfy({ (0x30...0x39).contains($0) }) else {
            return text
        }
        return String(text.dropLast(2))
    }

    private func addressLines() -> String { PostalText.lines(postal) }

    /// The address the row has, for an order's parcel.
    var postal: Commerce.PostalAddress {
        Commerce.PostalAddress(
            name: text(.name), company: text(.company), street: text(.address1), extra: text(.address2),
            city: text(.city), province: text(.region), postcode: text(.postcode),
            countryText: text(.country),
            phone: text(.phone))
    }
}

/// Postal addresses as the shop's columns keep them.
enum PostalText {
    /// For a customer: street and place on lines of their own.
    static func lines(_ address: Commerce.PostalAddress) -> String {
        let place = [address.postcode, address.city].filter { !$0.isEmpty }.joined(separator: " ")
        return [address.street, address.extra, place, address.province].filter { !$0.isEmpty }
            .joined(separator: "\n")
    }

    /// For an order: JSON, empty where there is neither street nor place.
    static func json(_ address: Commerce.PostalAddress) -> String {
        guard ![address.street, address.extra, address.city, address.postcode].allSatisfy(\.isEmpty) else {
            return ""
        }
        // Text to text can always be written as JSON.
        return (try? JSONText.encode(address)) ?? ""
    }
}
