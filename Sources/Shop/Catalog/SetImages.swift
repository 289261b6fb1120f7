package import Commerce
import GRDB

/// Sets a product's images and their order: what is not named goes, what has no identifier is added.
package struct SetImages: Action {
    package let product: ProductID
    package let images: [ImageSheet]

    package init(_ images: [ImageSheet], of product: ProductID) {
        self.product = product
        self.images = images
    }

    package func perform(in transaction: Transaction) throws -> String {
        let writer = try CatalogWriter(transaction)
        let title = try writer.title(of: product)
        for image in images { try CatalogWriter.check(image) }
        try writer.checkImages(images, of: product)
        try writer.setImages(images, of: product)
        return title
    }

    package func summary(of title: String) -> String {
        "\(title): \(images.count == 1 ? "1 image" : "\(images.count) images")"
    }
}

extension CatalogWriter {
    /// That the images named, and the variants they show, are the product's own.
    func checkImages(_ images: [ImageSheet], of product: ProductID) throws {
        guard Set(images.compactMap { $0.id?.rawValue }).isSubset(of: try imageIDs(of: product)) else {
            throw Refusal("no-such-image", "One of the images is not this product's; look again.")
        }
        guard Set(images.compactMap(\.variant)).isSubset(of: try variants(of: product)) else {
            throw Refusal(
                "no-such-variant", "One of the images shows a variant that is not this product's; look again."
            )
        }
    }

    private func imageIDs(of product: ProductID) throws -> [Int64] {
        try Int64.fetchAll(
            transaction.db.cachedStatement(sql: "SELECT id FROM images WHERE product_id = ?"),
            arguments: [product.rawValue])
    }

    func setImages(_ images: [ImageSheet], of product: ProductID) throws {
        let old = try imageIDs(of: product)
        let kept = Set(images.compactMap { $0.id?.rawValue })
        for id in old where !kept.contains(id) {
            try transaction.execute("DELETE FROM images WHERE id = ?", [id])
        }
        for (index, image) in images.enumerated() {
            guard let id = image.id else {
                try insert(image, of: product, at: index)
                continue
            }
            try transaction.execute(
                """
                UPDATE images SET position = ?1, url = ?2, alt = ?3, variant_id = ?4
                WHERE id = ?5 AND (position <> ?1 OR url <> ?2 OR alt <> ?3 OR variant_id IS NOT ?4)
                """, [index, image.url, image.alt, image.variant?.rawValue, id.rawValue])
        }
    }
}
