/// How products are read. A page of ten with ten variants each stays below 1,000 points; further variants and pictures
/// are read on by themselves.
extension ShopifyDocument {
    static let productsPage = ShopifyDocument(
        "ProductsPage", cost: 872,
        """
        query ProductsPage($first: Int!, $after: String, $query: String, $location: ID!) {
          products(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
            nodes { ...ProductFacts }
            pageInfo { hasNextPage endCursor }
          }
        }
        \(productFacts)
        """)

    static let productsByID = ShopifyDocument(
        "ProductsByID", cost: 880,
        """
        query ProductsByID($ids: [ID!]!, $location: ID!) {
          nodes(ids: $ids) { ... on Product { ...ProductFacts } }
        }
        \(productFacts)
        """)

    static let productVariants = ShopifyDocument(
        "ProductVariants", cost: 843,
        """
        query ProductVariants($id: ID!, $after: String, $location: ID!) {
          product(id: $id) {
            variants(first: 120, after: $after) {
              nodes { ...VariantFacts }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
        \(variantFacts)
        """)

    static let productMedia = ShopifyDocument(
        "ProductMedia", cost: 503,
        """
        query ProductMedia($id: ID!, $after: String) {
          product(id: $id) {
            media(first: 250, after: $after) {
              nodes { id alt status ... on MediaImage { image { url } } }
              pageInfo { hasNextPage endCursor }
            }
          }
        }
        """)

    static let productIdentifiers = ShopifyDocument(
        "ProductIdentifiers", cost: 252,
        """
        query ProductIdentifiers($after: String) {
          products(first: 250, after: $after, sortKey: ID) {
            nodes { id }
            pageInfo { hasNextPage endCursor }
          }
        }
        """)

    static let stockLevels = ShopifyDocument(
        "StockLevels", cost: 750,
        """
        query StockLevels($ids: [ID!]!, $location: ID!) {
          nodes(ids: $ids) {
            ... on InventoryItem {
              id
              inventoryLevel(locationId: $location) { quantities(names: ["available"]) { name quantity } }
            }
          }
        }
        """)

    static let recentProducts = ShopifyDocument(
        "RecentProducts", cost: 402,
        """
        query RecentProducts($after: String) {
          products(first: 200, after: $after, sortKey: CREATED_AT, reverse: true) {
            nodes {
              id
              metafield(namespace: "mercer", key: "reference") { value }
            }
            pageInfo { hasNextPage endCursor }
          }
        }
        """)

    static let productState = ShopifyDocument(
        "ProductState", cost: 1,
        """
        query ProductState($id: ID!) {
          product(id: $id) { id status }
        }
        """)

    static let productFacts = """
        fragment ProductFacts on Product {
          id title handle descriptionHtml vendor productType status tags updatedAt onlineStoreUrl
          isGiftCard hasVariantsThatRequiresComponents
          options(first: 3) { name }
          media(first: 4) {
            nodes { id alt status ... on MediaImage { image { url } } }
            pageInfo { hasNextPage endCursor }
          }
          variants(first: 10) {
            nodes { ...VariantFacts }
            pageInfo { hasNextPage endCursor }
          }
        }
        \(variantFacts)
        """

    static let variantFacts = """
        fragment VariantFacts on ProductVariant {
          id sku barcode price compareAtPrice
          selectedOptions { name value }
          inventoryItem {
            id tracked requiresShipping
            measurement { weight { unit value } }
            inventoryLevel(locationId: $location) { quantities(names: ["available"]) { name quantity } }
          }
        }
        """
}
