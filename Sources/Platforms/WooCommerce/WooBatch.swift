import Commerce
import Connectors
import HTTP

/// One object of a batch: which, what of it, and for which of the writes asked for.
struct WooBatchRow: Sendable {
    var id: Int
    var members: [JSON.Member] = []
    /// Places in the list of writes that this row serves.
    var places: [Int] = []
    /// Whether the shop fetches pictures for it, which takes it so long that it goes by itself.
    var isSlow = false

    var json: JSON { .object([JSON.Member("id", JSON(id))] + members) }
}

extension WooChannel {
    /// Sends rows a hundred at a time, and answers each with the object as it is now, or with its refusal.
    ///
    /// - Parameter hasWritten: Whether something of the same call was written before; then a failure leaves doubt,
    ///   whatever it says of its own request.
    /// - Precondition: The slow ones stand behind the others.
    func update(
        _ route: String, _ rows: [WooBatchRow], hasWritten: inout Bool
    ) async throws(ChannelFailure) -> [Result<JSON, WooRefusal>] {
        var answers: [Result<JSON, WooRefusal>] = []
        var rest = rows[...]
        while !rest.isEmpty {
            let some =
                rest[rest.startIndex].isSlow ? Array(rest.prefix(1)) : rest.prefix(100).filter { !$0.isSlow }
            rest = rest.dropFirst(some.count)
            let call = WooClient.Call(
                method: .post, route: route + "/batch", body: ["update": .array(some.map(\.json))],
                label: some.count == 1 ? "1 change" : "\(some.count) changes")
            let found: [JSON]
            do throws(ChannelFailure) { found = try await client.send(call).json()["update"].items } catch {
                guard hasWritten, !error.leavesDoubt else { throw error }
                throw .unanswered(reason: "a part was written; then: \(error)")
            }
            hasWritten = true
            guard found.count == some.count, zip(found, some).allSatisfy({ $0["id"].integer == $1.id }) else {
                throw .unreadable(reason: "the shop did not answer for each of the changes in their order")
            }
            answers += found.map { row in
                WooRefusal(row["error"], status: 400).map(Result.failure) ?? .success(row)
            }
        }
        return answers
    }
}

extension WooRefusal: Error {
    var answer: WriteAnswer {
        switch code {
        // Somebody took the picture out of the shop's library.
        case "woocommerce_product_invalid_image_id": .stale(now: nil)
        case _ where code.hasSuffix("_invalid_id"): .gone
        default: .refused(reason: message, field: field)
        }
    }

    private var field: ListingField? {
        if code.contains("sku") || message.lowercased().contains("sku") { return .sku }
        if code.contains("image") { return .images }
        if code.contains("global_unique_id") { return .barcode }
        switch fields.first {
        case "images": return .images
        case "name": return .title
        case "regular_price", "price": return .price
        case "sale_price": return .compareAt
        case "stock_quantity", "manage_stock": return .stock
        case "description": return .description
        case "status": return .state
        case "weight": return .weight
        default: return nil
        }
    }
}
