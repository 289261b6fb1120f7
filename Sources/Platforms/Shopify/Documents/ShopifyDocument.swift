/// One GraphQL document that is sent to Shopify, with what it costs at most.
package struct ShopifyDocument: Hashable, Sendable {
    package let name: String
    package let text: String
    /// Points that Shopify counts before it runs; what the pacer takes. Never less than the platform's own figure.
    package let cost: Int

    package init(_ name: String, cost: Int, _ text: String) {
        self.name = name
        self.text = text
        self.cost = cost
    }

    package var isMutation: Bool { text.hasPrefix("mutation") }

    /// The API's version: the only place where it is named.
    package static let version = "2026-04"

    /// All of them, for the check against Shopify's own schema.
    package static var all: [ShopifyDocument] {
        [
            identity, primaryLocation, ordersPage, ordersByID, orderLines, orderParcels, parcelLines,
            orderRefunds, refundLines, orderIdentifiers, productsPage, productsByID, productVariants,
            productMedia, productIdentifiers, customersPage, customerIdentifiers, stockLevels, setStock,
            shippableOrder, shippableLines, createFulfillment, cancelOrder, job, refundableOrder,
            createRefund,
            orderNote, changeOrderNote, createProduct, recentProducts, publications, publishProduct,
            archiveProduct, productState, createVariant, removeVariant, variantState, jobState,
            reorderImages, imageChanges([.remove, .update, .add]),
            listingChanges([.product, .variants]),
        ]
    }
}
