package import Commerce
import GRDB

extension Shop {
    /// The product's variant with that SKU or barcode; nil where the name was another's.
    package func variant(of product: ProductID, sku: String) throws -> VariantID? {
        try read { db in
            try Int64.fetchOne(
                db,
                sql:
                    "SELECT id FROM variants WHERE product_id = ?1 AND ?2 <> '' AND (sku = ?2 OR barcode = ?2) LIMIT 1",
                arguments: [product.rawValue, sku])
        }.map(VariantID.init(rawValue:))
    }

    /// The product the seller calls so: by a SKU, a barcode, its handle or its identifier, in this order.
    ///
    /// - Throws: a ``Refusal`` when there is none, or when two products share the SKU.
    package func productNamed(_ name: String) throws -> ProductID {
        try read { db in
            for column in ["sku", "barcode"] {
                let ids = try Int64.fetchAll(
                    db,
                    sql:
                        "SELECT DISTINCT product_id FROM variants WHERE \(column) = ? AND \(column) <> '' LIMIT 3",
                    arguments: [name])
                if ids.count > 1 {
                    throw Refusal(
                        "ambiguous",
                        "More than one product has “\(name)”. Name it by its identifier: `mercer products list`."
                    )
                }
                if let id = ids.first { return ProductID(rawValue: id) }
            }
            let id = try Int64.fetchOne(
                db, sql: "SELECT id FROM products WHERE handle = ? OR id = ? LIMIT 1",
                arguments: [name, Int64(name)])
            guard let id else {
                throw Refusal(
                    "no-such-product", "There is no product “\(name)”. `mercer products list` shows them.")
            }
            return ProductID(rawValue: id)
        }
    }
}
