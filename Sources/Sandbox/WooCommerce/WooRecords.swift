package import Commerce
package import HTTP

/// One entry of `meta_data`.
package struct WooMeta: Hashable, Sendable {
    package var id: Int
    package var key: String
    package var value: JSON

    package init(id: Int, key: String, value: JSON) {
        self.id = id
        self.key = key
        self.value = value
    }

    var json: JSON { ["id": JSON(id), "key": JSON(key), "value": value] }
}

/// A product, or a variation of one.
package struct WooItem: Hashable, Sendable {
    package struct Attribute: Hashable, Sendable {
        package var id = 0
        package var name: String
        /// All values at the product, the one at a variation.
        package var options: [String]
        package var isForVariations = true

        package init(name: String, options: [String]) {
            self.name = name
            self.options = options
        }
    }

    package struct Image: Hashable, Sendable {
        package var id: Int
        package var source: String
        package var alt: String
    }

    package var id: Int
    /// Zero for a product.
    package var parent = 0
    package var type = "simple"
    package var status = "publish"
    /// As it is stored: HTML.
    package var name = ""
    package var slug = ""
    package var description = ""
    package var shortDescription = ""
    package var sku = ""
    package var barcode = ""
    package var regularPrice = ""
    package var salePrice = ""
    package var managesStock = false
    /// Nil where it was never counted.
    package var stock: Int?
    package var stockStatus = "instock"
    package var weight = ""
    package var isVirtual = false
    package var isDownloadable = false
    package var categories: [Int] = []
    package var tags: [Int] = []
    package var images: [Image] = []
    package var attributes: [Attribute] = []
    package var meta: [WooMeta] = []
    package var created: Instant
    package var modified: Instant
    /// The column in the shop's time, written under the zone of that day (fact 2).
    package var modifiedLocal = ""
    package var variations: [Int] = []
    package var statusBeforeTrash = ""

    init(id: Int, at now: Instant) {
        self.id = id
        created = now
        modified = now
    }

    /// What a buyer pays: a sale price where there is one.
    package var price: String { salePrice.isEmpty ? regularPrice : salePrice }
}

package struct WooTerm: Hashable, Sendable {
    package var id: Int
    /// As it is stored: encoded.
    package var name: String
    package var slug: String
    package var parent = 0
}

package struct WooAddress: Hashable, Sendable {
    package var first = ""
    package var last = ""
    package var company = ""
    package var street = ""
    package var extra = ""
    package var city = ""
    package var state = ""
    package var postcode = ""
    package var country = ""
    package var email = ""
    package var phone = ""

    package init(
        first: String = "", last: String = "", company: String = "", street: String = "", extra: String = "",
        city: String = "", state: String = "", postcode: String = "", country: String = "",
        email: String = "", phone: String = ""
    ) {
        self.first = first
        self.last = last
        self.company = company
        self.street = street
        self.extra = extra
        self.city = city
        self.state = state
        self.postcode = postcode
        self.country = country
        self.email = email
        self.phone = phone
    }
}

package struct WooCustomer: Hashable, Sendable {
    package var id: Int
    package var email: String
    package var role = "customer"
    package var billing: WooAddress
    package var shipping: WooAddress
    package var created: Instant
    package var modified: Instant
}

/// A line of an order: of goods, of shipping or a fee. Amounts are whole smallest units of the shop's decimals.
package struct WooLine: Hashable, Sendable {
    package var id: Int
    package var name: String
    package var product = 0
    package var variation = 0
    package var quantity = 1
    package var subtotal: Int64 = 0
    package var total: Int64 = 0
    package var subtotalTax: Int64 = 0
    package var tax: Int64 = 0
    package var sku: String?
    package var parentName: String?
}

package struct WooRefund: Hashable, Sendable {
    package struct Line: Hashable, Sendable {
        package var id: Int
        package var orderLine: Int
        package var quantity: Int
        package var total: Int64
        package var tax: Int64
    }

    package var id: Int
    package var amount: Int64
    package var reason: String
    package var at: Instant
    package var lines: [Line] = []
    package var meta: [WooMeta] = []
    /// Whether the gateway sent the money back.
    package var isPaidBack = false
}

package struct WooNote: Hashable, Sendable {
    package var id: Int
    package var text: String
    package var isForBuyer: Bool
    package var author: String
    package var at: Instant
}

package struct WooOrder: Hashable, Sendable {
    package var id: Int
    package var status: String
    package var currency: String
    package var created: Instant
    package var modified: Instant
    package var modifiedLocal = ""
    package var paid: Instant?
    package var completed: Instant?
    package var customer = 0
    package var billing = WooAddress()
    package var shipping = WooAddress()
    package var customerNote = ""
    package var paymentMethod = ""
    package var paymentTitle = ""
    package var transaction = ""
    package var lines: [WooLine] = []
    package var shippingLines: [WooLine] = []
    package var feeLines: [WooLine] = []
    package var couponCode = ""
    /// Whole percent with up to three decimals, such as `8.875`; empty without tax.
    package var taxPercent = ""
    package var pricesIncludeTax = false
    package var meta: [WooMeta] = []
    package var refunds: [WooRefund] = []
    package var notes: [WooNote] = []
    /// Whether it has taken its goods from the stock.
    package var hasTakenStock = false
    package var statusBeforeTrash = ""
    package var createdVia = "checkout"
    /// How often it was set to completed; a second time means that a parcel was reported twice.
    package var completions = 0

    init(id: Int, status: String, currency: String, at now: Instant) {
        self.id = id
        self.status = status
        self.currency = currency
        created = now
        modified = now
    }

    package var tax: Int64 {
        (lines + shippingLines + feeLines).reduce(0) { $0 + $1.tax }
    }

    package var total: Int64 {
        (lines + shippingLines + feeLines).reduce(0) { $0 + $1.total } + tax
    }

    package var refunded: Int64 { refunds.reduce(0) { $0 + $1.amount } }
}
