package import Commerce
import GRDB

/// What a card or a row of the list shows of an order.
package struct OrderCard: Hashable, Sendable, Codable {
    package let id: OrderID
    package let number: String
    package let channel: String
    package let customer: String
    package let country: String
    package let total: Money
    /// "2 Blue mug, large, 1 Green plate".
    package let items: String
    package let isGift: Bool
    package let placed: Instant
    package let shipBy: Instant?
    package let kind: String
    package var axes: OrderAxes
    package var stage: Stage?
    package var place: CardPlace
    package let attention: AttentionReason?
    /// What the reason is about, such as "1 Green plate" or the number of a twin.
    package let attentionDetail: String
    package let holdReason: String
    /// The newest parcel.
    package let carrier: String
    package let tracking: String
    package let shipped: Instant?
    package let delivered: Instant?
    /// Whether a parcel with a number waits to leave.
    package let hasParcel: Bool
    package let needsShipping: Bool
}

extension Shop {
    /// The cards of these orders, in no order; those that are gone are left out.
    package func orderCards(_ ids: [OrderID]) throws -> [OrderID: OrderCard] {
        guard !ids.isEmpty else { return [:] }
        let list = "[" + ids.map(\.description).joined(separator: ",") + "]"
        return try read { db in
            var cards: [OrderID: OrderCard] = [:]
            cards.reserveCapacity(ids.count)
            let rows = try Row.fetchCursor(db.cachedStatement(sql: Self.cardSQL), arguments: [list])
            while let row = try rows.next() {
                let card = try OrderCard(row)
                cards[card.id] = card
            }
            return cards
        }
    }

    static let cardSQL = """
        SELECT \(OrderAxes.columns), orders.id, orders.number, orders.channel, customer_name, country,
            coalesce(platform_total, orders.total), currency, card.items, gift, orders.placed_at,
            orders.ship_by, orders.kind, card.stage, card.place, card.attention, card.attention_detail,
            hold_reason, coalesce(carrier, ''), coalesce(tracking_number, ''), shipped_at, delivered_at,
            EXISTS (SELECT 1 FROM parcels AS waiting WHERE waiting.order_id = orders.id
                AND waiting.shipped_at IS NULL AND waiting.tracking_number <> ''),
            ship_to <> '' OR NOT EXISTS (
                SELECT 1 FROM order_lines AS line JOIN variants ON variants.id = line.variant_id
                JOIN products ON products.id = variants.product_id
                WHERE line.order_id = orders.id AND products.kind <> 'physical')
        FROM json_each(?) AS wanted
        JOIN orders ON orders.id = wanted.value JOIN order_cards AS card ON card.order_id = orders.id
        LEFT JOIN parcels ON parcels.id = (
            SELECT max(newest.id) FROM parcels AS newest WHERE newest.order_id = orders.id)
        """
}

extension OrderCard {
    fileprivate init(_ row: Row) throws {
        let code: String = row[11]
        guard let currency = Currency(code: code) else {
            throw ShopError.damaged(reason: "an order is in the unknown currency “\(code)”")
        }
        self.init(
            id: OrderID(rawValue: row[5]), number: row[6], channel: row[7], customer: row[8],
            country: row[9], total: Money(minorUnits: row[10], currency: currency), items: row[12],
            isGift: row[13], placed: Instant(milliseconds: row[14]),
            shipBy: (row[15] as Int64?).map(Instant.init(milliseconds:)), kind: row[16],
            axes: try OrderAxes(row, at: 0), stage: Stage(rawValue: row[17]),
            place: CardPlace(rawValue: row[18]) ?? .ready, attention: AttentionReason(rawValue: row[19]),
            attentionDetail: row[20], holdReason: row[21], carrier: row[22], tracking: row[23],
            shipped: (row[24] as Int64?).map(Instant.init(milliseconds:)),
            delivered: (row[25] as Int64?).map(Instant.init(milliseconds:)), hasParcel: row[26],
            needsShipping: row[27])
    }
}
