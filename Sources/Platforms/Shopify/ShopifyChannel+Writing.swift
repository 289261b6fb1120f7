package import Commerce
package import Connectors
import HTTP

/// Listings' differences, brought into as few mutations as they need: one for a product's own fields, one for all of
/// its variants.
struct ListingChangeSet {
    struct Change {
        var kind: ShopifyDocument.ListingChange
        var product: String
        /// Places of the writes it carries; for variants in the order in which they are sent.
        var writes: [Int]
    }

    private(set) var changes: [Change] = []

    init(_ writes: [ListingWrite]) {
        var places: [String: Int] = [:]
        for (place, write) in writes.enumerated() {
            for kind in [ShopifyDocument.ListingChange.product, .variants]
            where write.fields.keys.contains(where: {
                $0.isOfVariant == (kind == .variants) && $0 != .stock && $0 != .images
            }) {
                let key = "\(kind) \(write.address.product)"
                if let known = places[key], kind == .variants {
                    changes[known].writes.append(place)
                } else {
                    places[key] = changes.count
                    changes.append(Change(kind: kind, product: write.address.product, writes: [place]))
                }
            }
        }
    }
}

extension ShopifyChannel {
    package func write(_ writes: [ListingWrite]) async throws(ChannelFailure) -> [WriteAnswer] {
        let currency = try await currency()
        var answers = ListingAnswers(writes)
        let set = ListingChangeSet(writes)
        let sendable = set.changes.compactMap { answers.prepared($0, currency: currency) }
        for part in sendable.parts(of: capabilities.listingBatch) {
            var variables: [JSON.Member] = []
            for (place, change) in part.enumerated() {
                variables.append(.init("m\(place)", change.input))
                if change.change.kind == .variants {
                    variables.append(.init("p\(place)", .string(change.change.product)))
                }
            }
            let document = ShopifyDocument.listingChanges(part.map(\.change.kind))
            let data = try await connection.run(document, .object(variables)).data
            for (place, change) in part.enumerated() {
                let payload = data["m\(place)"]
                guard payload.isObject else {
                    throw .unreadable(reason: "Shopify's answer leaves out one of the changes.")
                }
                answers.take(payload, of: change.change, currency: currency)
            }
        }
        var hasWritten = !sendable.isEmpty
        for (place, write) in writes.enumerated() where write.fields[.images] != nil {
            do throws(ChannelFailure) {
                answers.take(try await self.write(images: write), of: place)
                hasWritten = true
            } catch {
                guard hasWritten, !error.leavesDoubt else { throw error }
                throw .unanswered(reason: "A part was written; then: \(error)")
            }
        }
        return answers.all
    }
}

/// Gathers what became of each write; one that stands in two mutations is accepted only by both.
struct ListingAnswers {
    struct Prepared {
        var change: ListingChangeSet.Change
        var input: JSON
    }

    private let writes: [ListingWrite]
    private var accepted: [[ListingField: String]]
    private var failed: [Int: WriteAnswer] = [:]

    init(_ writes: [ListingWrite]) {
        self.writes = writes
        accepted = writes.map { _ in [:] }
    }

    var all: [WriteAnswer] { writes.indices.map { failed[$0] ?? .accepted(accepted[$0]) } }

    /// The mutation's input, without the writes that cannot even be written down; nil where none is left.
    mutating func prepared(_ change: ListingChangeSet.Change, currency: Currency) -> Prepared? {
        var inputs: [JSON] = []
        var kept: [Int] = []
        for place in change.writes {
            let write = writes[place]
            switch ShopifyListingInput.input(write, kind: change.kind, currency: currency) {
            case .success(let input):
                inputs.append(input)
                kept.append(place)
            case .failure(let refusal):
                failed[place] = .refused(reason: refusal.reason, field: refusal.field)
            }
        }
        guard let first = inputs.first else { return nil }
        var change = change
        change.writes = kept
        return Prepared(change: change, input: change.kind == .product ? first : .array(inputs))
    }

    mutating func take(_ payload: JSON, of change: ListingChangeSet.Change, currency: Currency) {
        for error in payload["userErrors"].items {
            let path = error["field"].items.compactMap(\.string)
            let message = error["message"].string ?? "Shopify names no reason."
            let answer = Self.answer(path: path, message: message, code: error["code"].string ?? "")
            if change.kind == .variants, let index = path.lazy.compactMap({ Int($0) }).first,
                change.writes.indices.contains(index)
            {
                failed[change.writes[index]] = answer
            } else {
                for place in change.writes { failed[place] = answer }
            }
        }
        switch change.kind {
        case .product:
            for place in change.writes where failed[place] == nil {
                take(ShopifyListingInput.values(product: payload["product"]), for: place)
            }
        case .variants:
            let variants = payload["productVariants"].items
            for place in change.writes where failed[place] == nil {
                let id = writes[place].address.variant
                if let variant = variants.first(where: { $0["id"].string == id }) {
                    take(ShopifyListingInput.values(variant: variant, currency: currency), for: place)
                } else {
                    failed[place] = .refused(
                        reason: "Shopify does not say what became of this variant.", field: nil)
                }
            }
        }
    }

    mutating func take(_ answer: WriteAnswer, of place: Int) {
        guard failed[place] == nil else { return }
        if case .accepted(let values) = answer { take(values, for: place) } else { failed[place] = answer }
    }

    private mutating func take(_ values: [ListingField: String], for place: Int) {
        for field in writes[place].fields.keys {
            if let value = values[field] { accepted[place][field] = value }
        }
    }

    private static func answer(path: [String], message: String, code: String) -> WriteAnswer {
        let isGone =
            ["PRODUCT_DOES_NOT_EXIST", "PRODUCT_VARIANT_DOES_NOT_EXIST"].contains(code)
            || path.last == "id" && message.contains("does not exist")
        if isGone { return .gone }
        let field = path.last { Int($0) == nil }.flatMap { ShopifyListingInput.fields[$0] }
        return .refused(reason: message, field: field)
    }
}
