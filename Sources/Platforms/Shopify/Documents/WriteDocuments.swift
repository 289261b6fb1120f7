extension ShopifyDocument {
    /// One mutation of a document that carries several.
    package enum ListingChange: Hashable, Sendable {
        case product, variants
    }

    /// As many changes in one document, each under its own alias: `m0`, `m1`, … One that is refused does not stop
    /// those behind it.
    static func listingChanges(_ changes: [ListingChange]) -> ShopifyDocument {
        var parameters: [String] = []
        var mutations: [String] = []
        for (place, change) in changes.enumerated() {
            switch change {
            case .product:
                parameters.append("$m\(place): ProductUpdateInput!")
                mutations.append(
                    """
                      m\(place): productUpdate(product: $m\(place)) {
                        product { id title descriptionHtml vendor productType status tags }
                        userErrors { field message }
                      }
                    """)
            case .variants:
                parameters.append("$m\(place): [ProductVariantsBulkInput!]!, $p\(place): ID!")
                mutations.append(
                    """
                      m\(place): productVariantsBulkUpdate(
                        productId: $p\(place), variants: $m\(place), allowPartialUpdates: true
                      ) {
                        productVariants {
                          id barcode price compareAtPrice
                          inventoryItem { sku measurement { weight { unit value } } }
                        }
                        userErrors { field message code }
                      }
                    """)
            }
        }
        return ShopifyDocument(
            "ListingChanges", cost: changes.count * 15,
            """
            mutation ListingChanges(\(parameters.joined(separator: ", "))) {
            \(mutations.joined(separator: "\n"))
            }
            """)
    }

    static let setStock = ShopifyDocument(
        "SetStock", cost: 12,
        """
        mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
          inventorySetQuantities(input: $input) @idempotent(key: $key) {
            inventoryAdjustmentGroup { id }
            userErrors { field message code }
          }
        }
        """)

    /// Without an identifier, so that it can only ever create: `productSet` would replace what it finds.
    static let createProduct = ShopifyDocument(
        "CreateProduct", cost: 100,
        """
        mutation CreateProduct($input: ProductSetInput!, $location: ID!) {
          productSet(input: $input, synchronous: true) {
            product { ...ProductFacts }
            userErrors { field message code }
          }
        }
        \(productFacts)
        """)

    static let publications = ShopifyDocument(
        "Publications", cost: 22,
        """
        query Publications {
          publications(first: 20) {
            nodes { id }
            pageInfo { hasNextPage endCursor }
          }
        }
        """)

    static let publishProduct = ShopifyDocument(
        "PublishProduct", cost: 10,
        """
        mutation PublishProduct($id: ID!, $input: [PublicationInput!]!) {
          publishablePublish(id: $id, input: $input) {
            userErrors { field message }
          }
        }
        """)

    static let archiveProduct = ShopifyDocument(
        "ArchiveProduct", cost: 12,
        """
        mutation ArchiveProduct($product: ProductUpdateInput!) {
          productUpdate(product: $product) {
            product { id status }
            userErrors { field message }
          }
        }
        """)
}
