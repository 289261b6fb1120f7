/// How variants come and go while their product stays.
extension ShopifyDocument {
    static let createVariant = ShopifyDocument(
        "CreateVariant", cost: 30,
        """
        mutation CreateVariant(
          $product: ID!, $variants: [ProductVariantsBulkInput!]!, $location: ID!
        ) {
          productVariantsBulkCreate(productId: $product, variants: $variants) {
            productVariants { ...VariantFacts }
            userErrors { field message code }
          }
        }
        \(variantFacts)
        """)

    static let removeVariant = ShopifyDocument(
        "RemoveVariant", cost: 12,
        """
        mutation RemoveVariant($product: ID!, $variants: [ID!]!) {
          productVariantsBulkDelete(productId: $product, variantsIds: $variants) {
            product { id }
            userErrors { field message code }
          }
        }
        """)

    static let variantState = ShopifyDocument(
        "VariantState", cost: 1,
        """
        query VariantState($id: ID!) {
          node(id: $id) { ... on ProductVariant { id sku } }
        }
        """)
}
