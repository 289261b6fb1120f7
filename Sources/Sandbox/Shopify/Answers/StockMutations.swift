import Commerce
import HTTP

extension ShopifyState {
    /// Sets counts, all of them or, when one is refused, none.
    mutating func setQuantities(_ input: JSON) throws(GraphQLFailure) -> PlainObject {
        try input.only(
            ["name", "reason", "referenceDocumentUri", "quantities"], "InventorySetQuantitiesInput")
        let quantities = input["quantities"].items
        guard quantities.count <= 250 else {
            throw GraphQLFailure("The input array size is greater than 250", code: "MAX_INPUT_SIZE_EXCEEDED")
        }
        var problems: [UserProblem] = []
        if !["available", "on_hand"].contains(input["name"].string ?? "") {
            problems.append(.init(["input", "name"], "The quantity name is invalid", code: "INVALID_NAME"))
        }
        if !["correction", "cycle_count_available", "other", "received"].contains(
            input["reason"].string ?? "")
        {
            problems.append(.init(["input", "reason"], "The reason is invalid", code: "INVALID_REASON"))
        }
        if let uri = input["referenceDocumentUri"].string, !uri.contains("://") {
            problems.append(
                .init(
                    ["input", "referenceDocumentUri"], "The document URI is invalid",
                    code: "INVALID_REFERENCE_DOCUMENT"))
        }
        var seen: Set<String> = []
        for (index, entry) in quantities.enumerated() {
            try entry.only(
                ["inventoryItemId", "locationId", "quantity", "changeFromQuantity"], "InventoryQuantityInput")
            guard entry.has("changeFromQuantity") else {
                throw GraphQLFailure(
                    "changeFromQuantity is required; null opts out of the comparison",
                    code: "INVALID_VARIABLE")
            }
            if let problem = problem(with: entry, index: index, seen: &seen) { problems.append(problem) }
        }
        guard problems.isEmpty else { return quantitiesPayload(problems) }
        for entry in quantities {
            guard let id = Self.number(entry["inventoryItemId"].string, "InventoryItem"),
                let (product, place) = variant(id), let quantity = entry["quantity"].integer
            else { continue }
            products[product.id]?.variants[place].available = quantity
            let moment = now
            products[product.id]?.updatedAt = moment
            writtenQuantities.append(.init(item: product.variants[place].inventoryItemID, quantity: quantity))
        }
        return quantitiesPayload([])
    }

    private func problem(with entry: JSON, index: Int, seen: inout Set<String>) -> UserProblem? {
        let path = ["input", "quantities", String(index)]
        guard let id = Self.number(entry["inventoryItemId"].string, "InventoryItem"),
            let (product, place) = variant(id)
        else {
            return .init(
                path + ["inventoryItemId"], "The specified inventory item could not be found.",
                code: "INVALID_INVENTORY_ITEM")
        }
        guard entry["locationId"].string == locationGID else {
            return .init(
                path + ["locationId"], "The specified location could not be found.", code: "INVALID_LOCATION")
        }
        guard seen.insert(entry["inventoryItemId"].string ?? "").inserted else {
            return .init(
                path, "The combination of inventoryItemId and locationId must be unique",
                code: "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR")
        }
        let variant = product.variants[place]
        guard variant.isStocked else {
            return .init(
                path + ["locationId"], "The specified inventory item is not stocked at the location.",
                code: "ITEM_NOT_STOCKED_AT_LOCATION")
        }
        if entry["quantity"].integer ?? 0 > 1_000_000_000 {
            return .init(path + ["quantity"], "The quantity is too high.", code: "INVALID_QUANTITY_TOO_HIGH")
        }
        if let expected = entry["changeFromQuantity"].integer, expected != variant.available {
            return .init(
                path + ["changeFromQuantity"],
                "The changeFromQuantity argument no longer matches the persisted quantity.",
                code: "CHANGE_FROM_QUANTITY_STALE")
        }
        return nil
    }

    private func quantitiesPayload(_ problems: [UserProblem]) -> PlainObject {
        let group = PlainObject(
            "InventoryAdjustmentGroup", ["id": .text("gid://shopify/InventoryAdjustmentGroup/1")])
        return PlainObject(
            "InventorySetQuantitiesPayload",
            [
                "inventoryAdjustmentGroup": problems.isEmpty ? .object(group) : .null,
                "userErrors": UserProblem.list(problems),
            ])
    }
}
