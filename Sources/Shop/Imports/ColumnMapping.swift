/// What a file tells about.
package enum ImportKind: String, Codable, Sendable, CaseIterable {
    case products, orders, customers
}

/// What a column of a file holds, in Mercer's words. Mercer's own export names its columns so.
package enum ColumnRole: String, Codable, Sendable, CaseIterable, CodingKeyRepresentable {
    // Products and their variants.
    case handle, title, kind, status, description, vendor, category, tags
    case option1Name = "option 1 name"
    case option1 = "option 1"
    case option2Name = "option 2 name"
    case option2 = "option 2"
    case option3Name = "option 3 name"
    case option3 = "option 3"
    case sku, barcode, price
    case compareAt = "compare at"
    case cost
    case weight = "weight grams"
    case weightKilograms = "weight kg"
    case stock
    case lowStock = "low stock"
    case tracked, images
    case variantImage = "variant image"
    case extra
    case variantExtra = "variant extra"

    // Orders, one row a line.
    case number, channel
    case placedAt = "placed at"
    case paidAt = "paid at"
    case customer, name
    case firstName = "first name"
    case lastName = "last name"
    case email, phone, company
    case address1 = "address 1"
    case address2 = "address 2"
    case city, region, postcode, country
    case currency, quantity
    case lineTitle = "line title"
    case unitPrice = "unit price"
    case lineTotal = "line total"
    case lineDiscount = "line discount"
    case lineTax = "line tax"
    case lineKind = "line kind"
    case lineAt = "line at"
    case orderKind = "order kind"
    case shipping
    case orderDiscount = "order discount"
    case orderTax = "order tax"
    case total, payment, fulfillment
    case shippingMethod = "shipping method"
    case cancelledAt = "cancelled at"
    case note

    /// Which kinds of file have it.
    package var kinds: Set<ImportKind> {
        switch self {
        case .handle, .title, .kind, .status, .description, .vendor, .category, .option1Name, .option1,
            .option2Name, .option2, .option3Name, .option3, .barcode, .price, .compareAt, .cost, .weight,
            .weightKilograms, .stock, .lowStock, .tracked, .images, .variantImage, .extra, .variantExtra:
            [.products]
        case .sku: [.products, .orders]
        case .tags: [.products, .customers]
        case .customer, .name, .firstName, .lastName, .email, .phone, .company, .address1, .address2, .city,
            .region, .postcode, .country, .note:
            [.orders, .customers]
        default: [.orders]
        }
    }

    /// Whether its cells are numbers that the decimal sign matters for.
    var isNumber: Bool {
        switch self {
        case .price, .compareAt, .cost, .weightKilograms, .unitPrice, .lineTotal, .lineDiscount, .lineTax,
            .shipping, .orderDiscount, .orderTax, .total:
            true
        default: false
        }
    }

    var isDate: Bool { self == .placedAt || self == .paidAt || self == .lineAt || self == .cancelledAt }
}

/// Which column of a file is what, and how its numbers and dates are written: kept under a name, a file of the same
/// shop's other program is imported without questions.
package struct ColumnMapping: Hashable, Codable, Sendable {
    package var kind: ImportKind
    /// Role to column name, as the file's first line has it.
    package var columns: [ColumnRole: String]
    package var decimal: DecimalForm
    /// Nil where the dates begin with the year or name the month; a date with two readings is then a bad row.
    package var dates: DateForm?
    /// Where the orders come from: with the number, an order's identity. Empty for the shop's own.
    package var channel: String
    /// ISO 4217; empty for the shop's.
    package var currency: String
    /// Whether orders without a fulfillment column are history: paid, delivered, and moving no stock.
    package var past: Bool
    /// What invoice numbers begin with that are returns, and those that are adjustments; empty for none.
    package var returnPrefix: String
    package var adjustmentPrefix: String
    /// Codes in the SKU column that are no product, to what their line is; a `*` at the end stands for any rest.
    package var serviceCodes: [String: LineKind]

    package init(
        kind: ImportKind, columns: [ColumnRole: String], decimal: DecimalForm = .point,
        dates: DateForm? = nil,
        channel: String = "", currency: String = "", past: Bool = true, returnPrefix: String = "",
        adjustmentPrefix: String = "", serviceCodes: [String: LineKind] = [:]
    ) {
        self.kind = kind
        self.columns = columns
        self.decimal = decimal
        self.dates = dates
        self.channel = channel
        self.currency = currency
        self.past = past
        self.returnPrefix = returnPrefix
        self.adjustmentPrefix = adjustmentPrefix
        self.serviceCodes = serviceCodes
    }

    /// What the mapping lacks to be of use; nil when it can be used.
    package var lack: String? {
        func has(_ role: ColumnRole) -> Bool { columns[role] != nil }
        switch kind {
        case .products:
            return has(.title) || has(.sku) || has(.handle) ? nil : "a column for the title, SKU or handle"
        case .orders:
            if !has(.number) { return "a column for the order's number" }
            if !has(.placedAt) { return "a column for when the order was placed" }
            if !has(.quantity) && !has(.lineTotal) && !has(.unitPrice) {
                return "a column for the quantity or the price of a line"
            }
            return nil
        case .customers:
            return has(.email) || has(.name) || has(.lastName) || has(.customer) || has(.company)
                ? nil : "a column for the e-mail, name or number of the customer"
        }
    }
}

/// What a line of an order is: goods, or one of the other things that stand on an invoice.
package enum LineKind: String, Codable, Sendable, CaseIterable {
    case product, shipping, fee, discount, adjustment, exchange
}
