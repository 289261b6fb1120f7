import Commerce
import HTTP

/// A product as the seller enters it in the shop's admin.
package struct WooProductDraft: Sendable {
    package var name: String
    package var type: String
    package var sku: String
    package var barcode: String
    package var regularPrice: String
    package var salePrice: String
    /// Nil for a product whose stock is not counted.
    package var stock: Int?
    package var description: String
    package var status: String
    package var weight: String
    package var categories: [String]
    package var tags: [String]
    package var images: [String]

    package init(
        _ name: String, type: String = "simple", sku: String = "", barcode: String = "",
        regularPrice: String = "", salePrice: String = "", stock: Int? = nil, description: String = "",
        status: String = "publish",
        weight: String = "", categories: [String] = [], tags: [String] = [], images: [String] = []
    ) {
        self.name = name
        self.type = type
        self.sku = sku
        self.barcode = barcode
        self.regularPrice = regularPrice
        self.salePrice = salePrice
        self.stock = stock
        self.description = description
        self.status = status
        self.weight = weight
        self.categories = categories
        self.tags = tags
        self.images = images
    }

    var json: JSON {
        var body: [JSON.Member] = [
            .init("name", JSON(name)), .init("type", JSON(type)), .init("sku", JSON(sku)),
            .init("regular_price", JSON(regularPrice)), .init("sale_price", JSON(salePrice)),
            .init("description", JSON(description)), .init("status", JSON(status)),
            .init("weight", JSON(weight)), .init("images", .array(images.map { ["src": JSON($0)] })),
        ]
        if !barcode.isEmpty { body.append(.init("global_unique_id", JSON(barcode))) }
        if let stock {
            body += [.init("manage_stock", true), .init("stock_quantity", JSON(stock))]
        }
        return .object(body)
    }
}

/// What the seller does in the shop's admin, and what can be looked at there.
extension SimulatedWoo {
    /// Adds a product; its number, or nil where the shop refuses it.
    @discardableResult
    package func add(_ draft: WooProductDraft) -> Int? {
        inside { shop in
            let categories = draft.categories.map { shop.ensureTerm($0, isTag: false) }
            let tags = draft.tags.map { shop.ensureTerm($0, isTag: true) }
            guard let id = try? shop.addItem(draft.json, parent: 0) else { return nil }
            if !categories.isEmpty { shop.items[id]?.categories = categories }
            shop.items[id]?.tags = tags
            return id
        }
    }

    /// Adds a variation with one value for each of the product's attributes, which grow by it.
    @discardableResult
    package func addVariation(
        to product: Int, options: [(name: String, value: String)], sku: String = "",
        barcode: String = "", regularPrice: String = "",
        salePrice: String = "", stock: Int? = nil
    ) -> Int? {
        inside { shop in
            let draft = WooProductDraft(
                "", sku: sku, barcode: barcode, regularPrice: regularPrice, salePrice: salePrice, stock: stock
            )
            let body = draft.json.members.filter { !["name", "type", "images", "weight"].contains($0.name) }
            guard let id = try? shop.addItem(.object(body), parent: product) else { return nil }
            shop.items[id]?.attributes = options.map { .init(name: $0.name, options: [$0.value]) }
            for option in options {
                let known = shop.items[product]?.attributes.firstIndex { $0.name == option.name }
                if let known {
                    if shop.items[product]?.attributes[known].options.contains(option.value) == false {
                        shop.items[product]?.attributes[known].options.append(option.value)
                    }
                } else {
                    shop.items[product]?.attributes.append(.init(name: option.name, options: [option.value]))
                }
            }
            return id
        }
    }

    /// Changes a product or variation by hand.
    package func edit(_ id: Int, _ act: (inout WooItem) -> Void) {
        inside { shop in
            guard var item = shop.items[id] else { return }
            act(&item)
            shop.items[id] = item
            shop.skuOwners[item.sku, default: []].append(id)
            shop.touch(id)
        }
    }

    /// Adds a picture to a product, behind the others; it is not counted as fetched.
    package func addImage(to id: Int, source: String, alt: String = "") {
        inside { shop in
            let image = WooItem.Image(id: shop.nextID(), source: source, alt: alt)
            shop.library[image.id] = image
            shop.items[id]?.images.append(image)
            shop.touch(id)
        }
    }

    /// Changes a picture's text, which is the library's: it is the same wherever the picture is shown.
    package func setImageAlt(of id: Int, at place: Int, to alt: String) {
        inside { shop in
            guard let image = shop.items[id]?.images[place] else { return }
            shop.library[image.id]?.alt = alt
            shop.items[id]?.images[place].alt = alt
            shop.touch(id)
        }
    }

    /// How many pictures the shop fetched from elsewhere.
    package var imageFetches: Int { inside { $0.imageFetches } }

    /// Puts a product into the bin, or deletes it for good.
    package func remove(product id: Int, forGood: Bool = false) {
        inside { shop in
            // Where it is gone already there is nothing to do.
            _ = try? shop.removeItem(id, for: forGood, parent: shop.items[id]?.parent ?? 0)
        }
    }

    @discardableResult
    package func addCustomer(_ address: WooAddress, role: String = "customer") -> Int {
        inside { shop in
            let id = shop.nextID()
            let moment = WooMoment.whole(shop.now)
            shop.customers[id] = WooCustomer(
                id: id, email: address.email, role: role, billing: address, shipping: address,
                created: moment, modified: moment)
            return id
        }
    }

    package func item(_ id: Int) -> WooItem? { inside { $0.items[id] } }
    package var products: [WooItem] {
        inside { shop in shop.items.values.filter { $0.parent == 0 }.sorted { $0.id < $1.id } }
    }
    package var orders: [WooOrder] { inside { $0.orders } }
    package func order(_ id: Int) -> WooOrder? {
        inside { shop in shop.orderPlaces[id].map { shop.orders[$0] } }
    }
    /// How many requests came, by method and route, such as `PUT orders/#`.
    package var requests: [String: Int] { inside { $0.requests } }
    package var requestCount: Int { inside { $0.requests.values.reduce(0, +) } }
    package func forgetRequests() { inside { $0.requests = [:] } }

    /// Changes the shop's settings: its zone, its keys, its permalinks.
    package func configure(_ act: (inout WooConfiguration) -> Void) {
        inside { shop in
            act(&shop.configuration)
            shop.pages = [:]
        }
    }

    /// Closes the shop for maintenance; nil opens it again.
    package func setMaintenance(seconds: Int?) { inside { $0.maintenanceSeconds = seconds } }
}

extension WooShop {
    /// The term of a path such as `Kitchen > Mugs`, made where it is missing.
    mutating func ensureTerm(_ path: String, isTag: Bool) -> Int {
        var parent = 0
        for part in isTag ? [path] : path.components(" > ") {
            let name = WooText.cleanedName(part)
            let all = isTag ? tags : categories
            if let known = all.values.first(where: { $0.name == name && $0.parent == parent }) {
                parent = known.id
                continue
            }
            let term = WooTerm(id: nextID(), name: name, slug: WooText.slug(part), parent: parent)
            if isTag { tags[term.id] = term } else { categories[term.id] = term }
            parent = term.id
        }
        return parent
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        split(separator: separator).map(String.init)
    }
}
