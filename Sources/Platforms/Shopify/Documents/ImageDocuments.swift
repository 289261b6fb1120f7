/// How a product's pictures are changed. What takes them out and changes their text asks for no scope beyond that of
/// products, unlike the mutations of files.
extension ShopifyDocument {
    package enum ImageChange: Hashable, Sendable, CaseIterable {
        case remove, update, add
    }

    /// In this order, one after the other.
    static func imageChanges(_ changes: Set<ImageChange>) -> ShopifyDocument {
        var parameters = ["$product: ID!"]
        var mutations: [String] = []
        if changes.contains(.remove) {
            parameters.append("$removed: [ID!]!")
            mutations.append(
                """
                  removed: productDeleteMedia(productId: $product, mediaIds: $removed) {
                    deletedMediaIds
                    mediaUserErrors { field message code }
                  }
                """)
        }
        if changes.contains(.update) {
            parameters.append("$updated: [UpdateMediaInput!]!")
            mutations.append(
                """
                  updated: productUpdateMedia(productId: $product, media: $updated) {
                    media { id alt }
                    mediaUserErrors { field message code }
                  }
                """)
        }
        if changes.contains(.add) {
            parameters.append("$added: [CreateMediaInput!]!")
            mutations.append(
                """
                  added: productUpdate(product: { id: $product }, media: $added) {
                    product { id media(first: 250) { nodes { id alt status } } }
                    userErrors { field message }
                  }
                """)
        }
        return ShopifyDocument(
            "ImageChanges", cost: 300,
            """
            mutation ImageChanges(\(parameters.joined(separator: ", "))) {
            \(mutations.joined(separator: "\n"))
            }
            """)
    }

    static let reorderImages = ShopifyDocument(
        "ReorderImages", cost: 12,
        """
        mutation ReorderImages($product: ID!, $moves: [MoveInput!]!) {
          productReorderMedia(id: $product, moves: $moves) {
            job { id done }
            mediaUserErrors { field message code }
          }
        }
        """)

    static let jobState = ShopifyDocument(
        "JobState", cost: 1,
        """
        query JobState($job: ID!) {
          job(id: $job) { id done }
        }
        """)
}
