import Commerce
import GRDB

/// What an effect is to say at the moment it leaves: what brings something into being is made anew from what it is now.
/// From the second try on it says what it said, so that a lookup finds it.
enum FreshEffect {
    case asItWas
    case anew(ChannelEffect)
    /// Nobody wants it there any more.
    case unwanted
    /// It cannot be sent as it is.
    case unfit(String)

    init(_ id: EffectID, _ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db,
                sql: "SELECT kind, connection_id, product_id, local_id, attempts FROM outbox WHERE id = ?",
                arguments: [id.rawValue]), let product: Int64 = row[2]
        else {
            self = .asItWas
            return
        }
        let connection = ConnectionID(rawValue: row[1])
        let isFirst = row[4] as Int == 1
        switch row[0] as String {
        case "createProduct":
            guard try Self.isListed(product, on: connection, db) else {
                self = .unwanted
                return
            }
            self = isFirst ? try Self.product(product, on: connection, db) : .asItWas
        case "createVariant":
            let variant: Int64 = row[3] ?? 0
            guard try Self.isListed(product, on: connection, db),
                try !Bindings.isBound(variant, "variant", on: connection.rawValue, db)
            else {
                self = .unwanted
                return
            }
            self = isFirst ? try Self.variant(variant, of: product, on: connection, db) : .asItWas
        default: self = .asItWas
        }
    }

    private static func isListed(_ product: Int64, on connection: ConnectionID, _ db: Database) throws -> Bool
    {
        try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM listings WHERE connection_id = ? AND product_id = ?)",
            arguments: [connection.rawValue, product]) ?? false
    }

    private static func product(
        _ product: Int64, on connection: ConnectionID, _ db: Database
    ) throws -> FreshEffect {
        let currency = try ShopSettings.fetch(db).currency
        let connection = try Connection.fetch(connection, db)
        guard let sheet = try ListingSheet.fetch(product, on: connection, currency: currency, db),
            let draft = try ProductDraftForChannel(sheet, currency: currency, db).product
        else { return .asItWas }
        return .anew(.createProduct(ProductCreation(product: draft)))
    }

    private static func variant(
        _ variant: Int64, of product: Int64, on connection: ConnectionID, _ db: Database
    ) throws -> FreshEffect {
        let connection = try Connection.fetch(connection, db)
        guard let draft = try VariantDraftForChannel(product, on: connection, db),
            let creation = draft.creation(of: variant)
        else { return .unwanted }
        // A platform that is told no price may take it for nothing (LESSONS 48).
        guard let price = creation.variant.price, price.millionths > 0 else {
            return .unfit("it has no price yet; set one, then r sends it")
        }
        return .anew(.createVariant(creation))
    }
}
