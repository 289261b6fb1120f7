import Commerce
import Connectors
import HTTP

/// A write that we refuse ourselves, as the shop's batches would swallow it (OBSERVED 13 and 18).
struct WooWriteRefusal: Error {
    var reason: String
    var field: ListingField

    var answer: WriteAnswer { .refused(reason: reason, field: field) }
}

/// Turns fields of a listing into what WooCommerce calls them.
struct WooListingBody {
    let facts: WooFacts
    private(set) var members: [JSON.Member] = []

    init(facts: WooFacts) { self.facts = facts }

    /// - Parameter current: What the pair of prices is now, where only one half of it changes.
    mutating func add(_ fields: [ListingField: String], current: JSON?) throws(WooWriteRefusal) {
        for (field, value) in fields.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            switch field {
            case .title:
                guard !value.allSatisfy(\.isWhitespace) else {
                    throw WooWriteRefusal(reason: "a product needs a title", field: .title)
                }
                set("name", JSON(WooText.encodedTitle(value)))
            case .description: set("description", JSON(value))
            case .sku: set("sku", JSON(value))
            case .state: set("status", try status(value))
            case .weight: set("weight", try weight(value))
            // Their names become numbers first; see `resolveTerms`.
            case .tags, .categories: continue
            // They are a list of their own; see `images`.
            case .images: continue
            case .price, .compareAt: continue
            case .barcode where facts.keepsBarcodes: set("global_unique_id", JSON(value))
            case .vendor, .barcode, .stock:
                throw WooWriteRefusal(reason: "WooCommerce keeps no \(field.word) here", field: field)
            }
        }
        if fields.keys.contains(where: \.isPrice) { try addPrices(fields, current) }
    }

    /// All pictures in their order: those with a number stay as they are, those with an address are fetched by the shop.
    static func images(_ images: [ChannelImage]) -> JSON {
        .array(
            images.map { image in
                var members: [JSON.Member] = [
                    image.id.isEmpty
                        ? .init("src", JSON(image.url)) : .init("id", JSON(Int(image.id) ?? 0))
                ]
                if !image.alt.isEmpty { members.append(.init("alt", JSON(image.alt))) }
                return .object(members)
            })
    }

    private mutating func set(_ name: String, _ value: JSON) { members.append(.init(name, value)) }

    private func status(_ word: String) throws(WooWriteRefusal) -> JSON {
        switch ListingState(rawValue: word) {
        case .onSale: return "publish"
        case .paused: return "draft"
        case .withdrawn, nil:
            throw WooWriteRefusal(reason: "“\(word)” is no state a product can be set to", field: .state)
        }
    }

    private func weight(_ text: String) throws(WooWriteRefusal) -> JSON {
        guard !text.isEmpty else { return "" }
        guard let grams = Int(text), grams >= 0,
            let value = WooValue.weight(grams: grams, unit: facts.weightUnit)
        else {
            throw WooWriteRefusal(
                reason: "a weight of “\(text)” g cannot be written in the shop's unit “\(facts.weightUnit)”",
                field: .weight)
        }
        return JSON(value)
    }

    /// A price alone is the regular one; with a price to compare with, that one is the regular and ours the sale's.
    private mutating func addPrices(_ fields: [ListingField: String], _ current: JSON?)
        throws(WooWriteRefusal)
    {
        let reading = WooProductReading(facts: facts, categories: [:])
        let there: (price: UnitPrice?, compareAt: UnitPrice?) = current.map(reading.prices) ?? (nil, nil)
        let price =
            try fields[.price].map { text throws(WooWriteRefusal) in try parsed(text, .price) } ?? there.price
        let compareAt =
            try fields[.compareAt].map { text throws(WooWriteRefusal) in try parsed(text, .compareAt) }
            ?? there.compareAt
        guard let compareAt else {
            set("regular_price", JSON(price.map(text) ?? ""))
            set("sale_price", "")
            return
        }
        guard let price else {
            throw WooWriteRefusal(reason: "a compare-at price needs a price beside it", field: .price)
        }
        guard price.millionths < compareAt.millionths else {
            throw WooWriteRefusal(
                reason:
                    "the compare-at price \(text(compareAt)) is not above the price \(text(price)); the shop would drop the sale",
                field: fields[.compareAt] == nil ? .price : .compareAt)
        }
        set("regular_price", JSON(text(compareAt)))
        set("sale_price", JSON(text(price)))
    }

    private func parsed(_ text: String, _ field: ListingField) throws(WooWriteRefusal) -> UnitPrice? {
        guard !text.isEmpty else { return nil }
        let millionths: Int64
        do throws(DecimalTextError) {
            // Finer than the shop shows, it would be charged in another way than it reads.
            _ = try DecimalText.parse(text, scale: min(facts.decimals, UnitPrice.scale))
            millionths = try DecimalText.parse(text, scale: UnitPrice.scale)
        } catch { throw WooWriteRefusal(reason: "the price “\(text)” \(error)", field: field) }
        guard millionths >= 0 else {
            throw WooWriteRefusal(reason: "the price \(text) is below zero", field: field)
        }
        return UnitPrice(millionths: millionths, currency: facts.currency)
    }

    /// With the decimals of the shop: `24.50`.
    private func text(_ price: UnitPrice) -> String {
        DecimalText.format(
            price.millionths, scale: UnitPrice.scale, keeping: min(facts.decimals, UnitPrice.scale))
    }
}
