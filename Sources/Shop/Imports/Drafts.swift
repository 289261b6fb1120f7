/// A product as a file describes it, gathered from the rows that tell of it. Nil means that the file does not say.
struct ProductDraft {
    /// The first line that tells of it, and the last so far.
    var line: Int
    var lastLine: Int
    var handle: String?
    /// The row adds a variant to a product that stands elsewhere under this handle.
    var parent: String?
    var title: String?
    var kind: String?
    var status: String?
    var description: String?
    var vendor: String?
    var category: String?
    var tags: String?
    var optionNames: [String?] = [nil, nil, nil]
    /// What Mercer has no column for, by the file's own names, so that an export gives it back.
    var extra: [String: String] = [:]
    var variants: [VariantDraft] = []
    var images: [ImageDraft] = []
    /// Its rows as they stand, while none of them has given it a title: it may turn out to make no product.
    var cells: [(line: Int, cells: [String])] = []

    init(line: Int) {
        self.line = line
        lastLine = line
    }

    /// How the seller knows it.
    var name: String { title ?? handle ?? parent ?? variants.first?.sku ?? "" }

    /// Takes what a further row of the same product tells.
    mutating func merge(_ other: ProductDraft) {
        lastLine = other.lastLine
        title = title ?? other.title
        kind = kind ?? other.kind
        status = status ?? other.status
        description = description ?? other.description
        vendor = vendor ?? other.vendor
        category = category ?? other.category
        tags = tags ?? other.tags
        for place in 0..<3 where optionNames[place] == nil { optionNames[place] = other.optionNames[place] }
        extra.merge(other.extra) { mine, _ in mine }
        variants += other.variants
        for image in other.images where !images.contains(where: { $0.url == image.url }) {
            images.append(image)
        }
        cells = title == nil ? cells + other.cells : []
    }
}

/// A variant as a row describes it. Unit prices are in millionths.
struct VariantDraft {
    var line: Int
    var sku = ""
    var barcode: String?
    var options = ["", "", ""]
    var price: Int64?
    var compareAt: Int64?
    var cost: Int64?
    var weight: Int64?
    var stock: Int64?
    var lowStock: Int64?
    var tracked: Bool?
    var image: String?
    var extra: [String: String] = [:]
}

struct ImageDraft {
    var url: String
    var alt: String
    /// The place the file gives it, from 1; 0 where it gives none.
    var position: Int
}

/// Lines of one order that stand together in a file, with what they say about the order.
struct OrderDraft {
    var line: Int
    var lastLine: Int
    var number: String
    var channel: String
    var kind = "sale"
    var customer = CustomerDraft()
    var shipTo = ""
    var billTo = ""
    var currency = ""
    /// Milliseconds since 1970, UTC.
    var placedAt: Int64 = 0
    var paidAt: Int64?
    var payment = "paid"
    var fulfillment = "delivered"
    var cancellation = "no"
    var cancelReason = ""
    var past = true
    var shippingMethod = ""
    /// Minor units.
    var shipping: Int64 = 0
    var discount: Int64 = 0
    var tax: Int64 = 0
    var taxIncluded = true
    /// What the file says the order came to, where it says.
    var statedTotal: Int64?
    var refunded: Int64 = 0
    var paymentMethod = ""
    var paymentReference = ""
    var note = ""
    var extra: [String: String] = [:]
    /// How many of the order's lines stand before these in the file.
    var firstPosition = 0
    var lines: [LineDraft] = []
}

struct LineDraft {
    var line: Int
    var kind = LineKind.product
    var sku: String
    var title: String
    var quantity: Int64
    /// Millionths.
    var unitPrice: Int64
    /// Minor units.
    var discount: Int64 = 0
    var tax: Int64 = 0
    var taxRate = ""
    /// Nil where it is the order's own moment.
    var at: Int64?

    /// Whether price times quantity is far enough from what can be held that an order's lines can be added up.
    var isCountable: Bool {
        let (exact, overflow) = quantity.multipliedReportingOverflow(by: unitPrice)
        return !overflow && exact.magnitude <= UInt64(FileTable.largest)
    }
}

struct CustomerDraft {
    var line = 0
    /// The number or name by which the file knows the customer; empty for none.
    var handle = ""
    var name = ""
    var email = ""
    var phone = ""
    var company = ""
    /// Lines of the postal address, without name and country.
    var address = ""
    /// ISO 3166-1 alpha-2 where the file's name resolves, else as the file has it.
    var country = ""
    var tags = ""
    var note = ""

    var isGuest: Bool { handle.isEmpty && email.isEmpty }
}

/// One row that cannot be imported, and why.
package struct BadRow: Hashable, Sendable {
    package let line: Int
    /// From 1; 0 where it is the whole row.
    package let column: Int
    package let columnName: String
    /// For people, as “price “12,5o” is no number”.
    package let reason: String
    package let cells: [String]
}
