import Commerce
import HTTP
import Synchronization

/// What the seller does in the shop's own admin, and what a test or the demo looks at.
extension SimulatedShopify {
    func inside<Result: Sendable>(_ act: (inout ShopifyState) -> sending Result) -> Result {
        let moment = now()
        return memory.withLock { memory in
            memory.shop.now = moment
            memory.shop.workOffJobs()
            memory.rendered = memory.rendered.map { _ in [:] }
            return act(&memory.shop)
        }
    }

    /// Adds a product. Prices that are no amounts in the shop's currency count as zero.
    @discardableResult
    package func add(_ draft: ShopifyProductDraft) -> ShopifyProductRecord {
        inside { shop in
            let options = draft.options.isEmpty ? ["Title"] : draft.options
            var product = ShopifyProductRecord(
                id: shop.newID(), title: draft.title, handle: shop.freeHandle(draft.title),
                descriptionHtml: draft.descriptionHtml, vendor: draft.vendor, productType: draft.productType,
                tags: draft.tags.sorted(), status: draft.status, options: options, images: [], variants: [],
                createdAt: shop.now, updatedAt: shop.now, isPublished: true, metafields: [:])
            for image in draft.images {
                product.images.append(.init(id: shop.newID(), url: image.url, alt: image.alt))
            }
            for variant in draft.variants {
                product.variants.append(
                    shop.record(
                        variant, options: draft.options.isEmpty ? ["Default Title"] : variant.options))
            }
            shop.products[product.id] = product
            for variant in product.variants { shop.productOfVariant[variant.id] = product.id }
            return product
        }
    }

    /// Changes a product by its identifier; nothing happens where there is none.
    package func change(
        product gid: String, _ change: @Sendable (inout ShopifyProductRecord) -> Void
    ) {
        inside { shop in
            guard let id = ShopifyState.number(gid, "Product"), var product = shop.products[id] else {
                return
            }
            change(&product)
            product.updatedAt = shop.now
            shop.products[id] = product
        }
    }

    package func addVariant(_ draft: ShopifyProductDraft.Variant, to gid: String) {
        inside { shop in
            guard let id = ShopifyState.number(gid, "Product"), shop.products[id] != nil else { return }
            let variant = shop.record(draft, options: draft.options)
            let moment = shop.now
            shop.products[id]?.variants.append(variant)
            shop.products[id]?.updatedAt = moment
            shop.productOfVariant[variant.id] = id
        }
    }

    /// Adds a picture behind the others; it is there at once and not counted as fetched.
    package func addImage(to gid: String, url: String, alt: String = "") {
        inside { shop in
            guard let id = ShopifyState.number(gid, "Product"), shop.products[id] != nil else { return }
            let image = ShopifyProductRecord.Image(id: shop.newID(), url: url, alt: alt)
            let moment = shop.now
            shop.products[id]?.images.append(image)
            shop.products[id]?.updatedAt = moment
        }
    }

    package func deleteVariant(_ gid: String) {
        inside { shop in
            guard let id = ShopifyState.number(gid, "ProductVariant"), let found = shop.variant(id) else {
                return
            }
            let moment = shop.now
            shop.products[found.product.id]?.variants.remove(at: found.place)
            shop.products[found.product.id]?.updatedAt = moment
            shop.productOfVariant[id] = nil
        }
    }

    package func delete(product gid: String) {
        inside { shop in
            guard let product = ShopifyState.number(gid, "Product").flatMap({ shop.products[$0] }) else {
                return
            }
            shop.products[product.id] = nil
            for variant in product.variants { shop.productOfVariant[variant.id] = nil }
        }
    }

    /// - Parameter price: a decimal such as `12.50`.
    package func setPrice(variant gid: String, to price: String) {
        inside { shop in
            guard
                let (product, place) = ShopifyState.number(gid, "ProductVariant").flatMap({ shop.variant($0) }
                ),
                let amount = shop.amount(price)
            else { return }
            shop.products[product.id]?.variants[place].price = amount
            let moment = shop.now
            shop.products[product.id]?.updatedAt = moment
        }
    }

    package func setStock(variant gid: String, to count: Int) {
        inside { shop in
            guard
                let (product, place) = ShopifyState.number(gid, "ProductVariant").flatMap({ shop.variant($0) }
                )
            else {
                return
            }
            shop.products[product.id]?.variants[place].available = count
            let moment = shop.now
            shop.products[product.id]?.updatedAt = moment
        }
    }

    /// Changes an order by its identifier; nothing happens where there is none.
    package func change(order gid: String, _ change: @Sendable (inout ShopifyOrderRecord) -> Void) {
        inside { shop in
            guard let id = ShopifyState.number(gid, "Order"), var order = shop.orders[id] else { return }
            change(&order)
            order.updatedAt = shop.now
            shop.orders[id] = order
        }
    }

    /// From now on every request is answered with 401, until ``restore(token:)``.
    package func revokeToken() { memory.withLock { $0.token = nil } }

    package func restore(token: String) { memory.withLock { $0.token = token } }

    /// How long a token that the sign-in page led to is good, in seconds.
    package func setTokenLife(seconds: Int) { memory.withLock { $0.access.lifeSeconds = seconds } }

    /// How often a token was renewed.
    package var renewalCount: Int { memory.withLock { $0.access.renewals } }

    /// Ends the tokens that the sign-in page led to before their time.
    ///
    /// - Parameter renewable: whether they can still be renewed; else the seller has to sign in again.
    /// - Returns: whether there was one.
    @discardableResult
    package func endAccess(renewable: Bool) -> Bool {
        memory.withLock { $0.access.end(renewable: renewable) }
    }

    package func grant(_ scopes: [String]) { inside { $0.scopes = scopes } }

    /// Lets an answer that was made once be given again while nothing changes, for measuring the other side.
    package func keepRenderedPages() { memory.withLock { $0.rendered = [:] } }

    /// Empties the bucket of points, as another program with the same token would.
    package func emptyBudget() {
        memory.withLock { memory in
            memory.bucket.level = 0
            memory.bucket.at = now()
        }
    }

    // MARK: Looking

    package var products: [ShopifyProductRecord] { inside { $0.products.values.sorted { $0.id < $1.id } } }
    package var orders: [ShopifyOrderRecord] { inside { $0.orders.values.sorted { $0.id < $1.id } } }
    package var customers: [ShopifyCustomerRecord] { inside { $0.customers.values.sorted { $0.id < $1.id } } }

    package func product(_ gid: String) -> ShopifyProductRecord? {
        inside { shop in ShopifyState.number(gid, "Product").flatMap { shop.products[$0] } }
    }

    package func variant(_ gid: String) -> ShopifyVariantRecord? {
        inside { shop in
            ShopifyState.number(gid, "ProductVariant").flatMap { shop.variant($0) }
                .map { $0.product.variants[$0.place] }
        }
    }

    package func order(_ gid: String) -> ShopifyOrderRecord? {
        inside { shop in ShopifyState.number(gid, "Order").flatMap { shop.orders[$0] } }
    }

    /// How many requests of each operation were taken, refused ones included.
    package var requestsByOperation: [String: Int] { memory.withLock { $0.requests } }
    /// The most that each operation was counted at before it ran.
    package var dearestByOperation: [String: Int] { memory.withLock { $0.dearest } }
    /// How often `THROTTLED` was answered.
    package var throttledCount: Int { memory.withLock { $0.throttled } }
    /// How many pictures were fetched from elsewhere.
    package var mediaFetchCount: Int { inside { $0.mediaFetches } }
    /// How many counts were set through the API.
    package var stockWriteCount: Int { inside { $0.writtenQuantities.count } }
}

extension ShopifyState {
    fileprivate mutating func record(
        _ variant: ShopifyProductDraft.Variant, options: [String]
    ) -> ShopifyVariantRecord {
        ShopifyVariantRecord(
            id: newID(), sku: variant.sku, barcode: variant.barcode,
            price: amount(variant.price) ?? .zero(currency), compareAt: variant.compareAt.flatMap(amount),
            options: options, available: variant.stock, isTracked: variant.isTracked,
            isStocked: variant.isStocked, weight: "\(variant.grams).0", weightUnit: "GRAMS")
    }
}
