import Commerce
import Foundation
import Shop
import Testing
import TestSupport

/// An order that does not fit among others that do.
@Suite struct RefusedOrderTests {
    @Test(arguments: 0..<4)
    func `an order that is refused stops no other and leaves nothing behind, wherever it stands`(
        _ place: Int
    ) async throws {
        let trial = try await ChannelTrial(.woo9, stocked: [("MUG", "24.00", 90)])
        let (shop, connection) = (trial.shop, trial.connection)
        var orders = try (1...3).map { try order("\($0)", pieces: 2, sku: "MUG") }
        // More than can be added up.
        var bad = try order("77", pieces: 1_000_000, sku: "MUG")
        bad.lines[0].unitPrice = UnitPrice(millionths: .max, currency: OrderShop.euro)
        orders.insert(bad, at: place)
        let counts = try apply(orders, shop, connection)
        #expect(counts.created == 3 && counts.refused == 1 && counts.changed == 0)
        #expect(try shop.unreadable().map(\.remoteID) == ["77"])
        #expect(try shop.order(bound: "77", of: connection.id) == nil)
        #expect(try shop.boundIdentifiers("line", of: connection.id).count == 3)
        #expect(try trial.level("MUG").reserved == 6)
        #expect(try shop.payload(kind: "order", of: "1", connection: connection.id) == Data("1".utf8))
        // The same page again, with the order mended: it comes in, and the reason goes.
        orders[place] = try order("77", pieces: 1, sku: "MUG")
        let again = try apply(orders, shop, connection)
        #expect(again.created == 1 && again.refused == 0)
        #expect(try shop.unreadable().isEmpty)
        #expect(try trial.level("MUG").reserved == 7)
    }

    @Test func `an order that stands twice among those that are refused comes in once`() async throws {
        let trial = try await ChannelTrial(.woo9, stocked: [("MUG", "24.00", 90)])
        var bad = try order("77", pieces: 1_000_000, sku: "MUG")
        bad.lines[0].unitPrice = UnitPrice(millionths: .max, currency: OrderShop.euro)
        let good = try order("77", pieces: 2, sku: "MUG")
        let counts = try apply([bad, good, good], trial.shop, trial.connection)
        #expect(counts.created == 1 && counts.refused == 1)
        #expect(try trial.shop.unreadable().isEmpty)
        #expect(try trial.level("MUG").reserved == 2)
    }

    private func apply(
        _ orders: [ChannelOrder], _ shop: Shop, _ connection: Connection
    ) throws -> PullCounts {
        let items = orders.map { PulledItem($0, raw: Data($0.id.utf8)) }
        return try shop.perform(
            ApplyOrders(items, of: connection, readAt: shop.now),
            as: Author(name: connection.name, isPerson: false)
        ).outcome
    }

    private func order(_ id: String, pieces: Int, sku: String) throws -> ChannelOrder {
        let euro = OrderShop.euro
        let placed = Instant(seconds: 1_890_000_000)
        return ChannelOrder(
            id: id, number: id, status: "processing", placedAt: placed, modifiedAt: placed, paidAt: placed,
            payment: .paid, currency: euro,
            lines: [
                ChannelOrderLine(
                    id: "line-\(id)", sku: sku, title: "Mug", quantity: pieces,
                    unitPrice: UnitPrice(millionths: 24_000_000, currency: euro), discount: .zero(euro),
                    tax: .zero(euro))
            ],
            shipping: .zero(euro), discount: .zero(euro), tax: .zero(euro),
            total: Money(minorUnits: 4800, currency: euro), email: "\(id)@example.com")
    }
}
