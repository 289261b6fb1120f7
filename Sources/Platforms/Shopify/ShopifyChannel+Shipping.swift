import Commerce
import Connectors
import HTTP

extension ShopifyChannel {
    /// What is left of a fulfillment order, by our line.
    private struct Shippable {
        var id: String
        var location: String
        var lines: [(id: String, line: String, remaining: Int)]
    }

    /// A parcel at Shopify is a fulfillment of one location's share of the order.
    func ship(_ notice: ShipmentNotice) async throws(ChannelFailure) -> EffectAnswer {
        let order = try await order(.shippableOrder, ["id": .string(notice.order)])
        let shares = try chosen(try await shippable(order), for: notice)
        var ids: [String] = []
        for (_, parts) in shares {
            do throws(ChannelFailure) {
                ids.append(try await create(parts, of: notice))
            } catch {
                guard !ids.isEmpty else { throw error }
                // One location's share is recorded and another's is not: a person has to see it, nothing is repeated.
                throw .unanswered(reason: "Shopify recorded only a part of the parcel: \(error)")
            }
        }
        return EffectAnswer(id: ids.joined(separator: " "))
    }

    private func create(
        _ parts: [Shippable], of notice: ShipmentNotice
    ) async throws(ChannelFailure) -> String {
        let input: JSON = [
            "lineItemsByFulfillmentOrder": .array(parts.map(Self.input)),
            "trackingInfo": Self.tracking(notice), "notifyCustomer": .bool(notice.notifiesBuyer),
        ]
        let data = try await connection.run(.createFulfillment, ["fulfillment": input]).data
        try check(data["fulfillmentCreate"])
        guard let id = data["fulfillmentCreate"]["fulfillment"]["id"].string else {
            throw .unreadable(reason: "Shopify's answer names no fulfillment.")
        }
        return id
    }

    private func shippable(_ order: JSON) async throws(ChannelFailure) -> [Shippable] {
        var result: [Shippable] = []
        for node in order["fulfillmentOrders"]["nodes"].items {
            guard let id = node["id"].string, ["OPEN", "IN_PROGRESS"].contains(node["status"].string ?? "")
            else {
                continue
            }
            let nodes = try await rest(
                of: node["lineItems"], document: .shippableLines, variables: [.init("id", .string(id))],
                at: ["node", "lineItems"])
            var share = Shippable(
                id: id, location: node["assignedLocation"]["location"]["id"].string ?? "", lines: [])
            for line in nodes {
                guard let own = line["id"].string, let ours = line["lineItem"]["id"].string,
                    let remaining = line["remainingQuantity"].integer, remaining > 0
                else { continue }
                share.lines.append((own, ours, remaining))
            }
            if !share.lines.isEmpty { result.append(share) }
        }
        return result
    }

    /// The pieces of the notice in the fulfillment orders that have them, grouped by location; by line, never by
    /// variant (LESSONS 42).
    private func chosen(
        _ shares: [Shippable], for notice: ShipmentNotice
    ) throws(ChannelFailure) -> [(location: String, parts: [Shippable])] {
        var wanted: [String: Int] = [:]
        for line in notice.lines { wanted[line.lineID, default: 0] += line.quantity }
        var groups: [(location: String, parts: [Shippable])] = []
        for share in shares {
            var part = share
            if !notice.lines.isEmpty {
                part.lines = []
                for line in share.lines {
                    let pieces = min(line.remaining, wanted[line.line] ?? 0)
                    guard pieces > 0 else { continue }
                    wanted[line.line, default: 0] -= pieces
                    part.lines.append((line.id, line.line, pieces))
                }
            }
            guard !part.lines.isEmpty else { continue }
            if let place = groups.firstIndex(where: { $0.location == part.location }) {
                groups[place].parts.append(part)
            } else {
                groups.append((part.location, [part]))
            }
        }
        guard wanted.values.allSatisfy({ $0 == 0 }), !groups.isEmpty else {
            throw .rejected(
                reason:
                    "Shopify has fewer pieces left to ship: it was shipped, cancelled or is on hold there.")
        }
        return groups
    }

    private static func input(_ share: Shippable) -> JSON {
        [
            "fulfillmentOrderId": .string(share.id),
            "fulfillmentOrderLineItems": .array(
                share.lines.map { ["id": .string($0.id), "quantity": JSON($0.remaining)] }),
        ]
    }

    private static func tracking(_ notice: ShipmentNotice) -> JSON {
        var members: [JSON.Member] = []
        if !notice.carrier.isEmpty { members.append(.init("company", .string(notice.carrier))) }
        if !notice.number.isEmpty { members.append(.init("number", .string(notice.number))) }
        if !notice.url.isEmpty { members.append(.init("url", .string(notice.url))) }
        return members.isEmpty ? .null : .object(members)
    }

    /// A fulfillment has no place for our reference: it is known by its number, and without one by what is left.
    func lookUp(shipment notice: ShipmentNotice) async throws(ChannelFailure) -> EffectFinding {
        guard let pulled = try await orders(ids: [notice.order]).first else {
            throw .gone(reason: "Shopify has no such order.")
        }
        let order: ChannelOrder
        do throws(UnreadableItem) { order = try pulled.item.get() } catch {
            return .unclear(reason: "The order cannot be read: \(error)")
        }
        if !notice.number.isEmpty { return finding(of: notice, in: order) }
        let wanted = Set(notice.lines)
        let same = order.parcels.filter { $0.number.isEmpty && (wanted.isEmpty || Set($0.lines) == wanted) }
        if same.isEmpty { return .notDone }
        if notice.isRest, order.fulfillment.hasLeft, order.fulfillment != .partShipped, same.count == 1 {
            return .done(EffectAnswer(id: same[0].id))
        }
        return .unclear(reason: "A parcel without a number is there; whether it is this one cannot be told.")
    }

    /// The parcels with that number, if they carry what was to be sent.
    private func finding(of notice: ShipmentNotice, in order: ChannelOrder) -> EffectFinding {
        let parcels = order.parcels.filter { $0.number == notice.number }
        guard !parcels.isEmpty else { return .notDone }
        var left: [String: Int] = [:]
        for line in notice.lines { left[line.lineID, default: 0] += line.quantity }
        for line in parcels.flatMap(\.lines) { left[line.lineID, default: 0] -= line.quantity }
        let isWhole =
            notice.lines.isEmpty ? order.fulfillment != .partShipped : left.values.allSatisfy { $0 == 0 }
        guard isWhole else {
            return .unclear(reason: "A parcel with this number is there, and its pieces are others.")
        }
        return .done(EffectAnswer(id: parcels.map(\.id).joined(separator: " ")))
    }
}
