import Commerce
import Connectors
import Platforms
import Sandbox
import Testing

/// Makes a channel send each of its documents at its widest.
enum Exercise {
    static func everything(_ trial: ShopifyTrial) async throws {
        let channel = trial.channel
        _ = try await channel.identify()
        let bolts = trial.shop.add(
            .init(
                title: "Bolts", options: ["Size"],
                images: (0..<6).map { ("https://example.com/\($0).jpg", "") },
                variants: (0..<15).map { .init(price: "1.00", options: ["M\($0)"], stock: 100) }))
        let wide = trial.shop.place(.init(items: bolts.variants.map { ($0.gid, 1) }))
        try await readings(trial, bolts)
        try await effects(trial, bolts, wide)
    }

    private static func readings(_ trial: ShopifyTrial, _ bolts: ShopifyProductRecord) async throws {
        let channel = trial.channel
        let many = trial.shop.add(
            .init(
                title: "Many", options: ["Size"],
                variants: (0..<40).map { .init(price: "1.00", options: ["\($0)"], stock: 1) }))
        let long = trial.shop.place(.init(items: many.variants.map { ($0.gid, 1) }))
        trial.shop.fulfill(
            order: long.gid, tracking: [.init(company: "A", number: "1"), .init(company: "B", number: "2")])
        trial.shop.refund(order: long.gid, pieces: (0..<7).map { ($0, 1) }, amount: "7.00")
        for stream in PullStream.allCases { _ = try await channel.identifiers(of: stream, cursor: nil) }
        _ = try await trial.orders()
        _ = try await trial.products()
        _ = try await channel.customers(PullAsk())
        _ = try await channel.products(ids: Array(repeating: bolts.gid, count: 10))
        _ = try await channel.orders(ids: Array(repeating: long.gid, count: 10))
        let stale = bolts.variants.map {
            StockWrite(
                address: .init(product: bolts.gid, variant: $0.gid, stockItem: $0.inventoryItemID),
                quantity: 1,
                expected: -5)
        }
        _ = try await channel.writeStock(stale, key: "stale")
        let writes = (0..<25).map { _ in
            ListingWrite(address: .init(product: bolts.gid), fields: [.vendor: "V"])
        }
        _ = try await channel.write(writes)
    }

    private static func effects(
        _ trial: ShopifyTrial, _ bolts: ShopifyProductRecord, _ wide: ShopifyOrderRecord
    ) async throws {
        let channel = trial.channel
        let euro = trial.shop.orders[0].shipping.currency
        let large = trial.shop.place(
            .init(items: (0..<40).map { (bolts.variants[$0 % 15].gid, 1) }))
        let ship = ShipmentNotice(order: large.gid, lines: [], carrier: "UPS", number: "1Z", isRest: true)
        _ = try await channel.perform(.ship(ship), key: "ship")
        let refund = RefundNotice(
            order: wide.gid, amount: Money(minorUnits: 100, currency: euro), shipping: .zero(euro),
            lines: [
                .init(
                    lineID: wide.lines[0].gid, quantity: 1, amount: Money(minorUnits: 100, currency: euro),
                    isRestocked: true)
            ], reason: "", paysBack: true)
        _ = try await channel.perform(.refund(refund), key: "refund")
        _ = try await channel.perform(
            .note(.init(order: wide.gid, text: "n", isForBuyer: false)), key: "note")
        _ = try await channel.perform(
            .cancel(.init(order: wide.gid, reason: "", refunds: true, restocks: true)), key: "cancel")
        let creation = ProductCreation(
            product: ChannelProduct(
                id: "", title: "New", variants: [ChannelVariant(id: "", price: .zero(euro))]))
        let made = try await channel.perform(.createProduct(creation), key: "make")
        _ = try await channel.lookUp(.createProduct(creation), key: "make")
        let removal = ProductRemoval(product: made.id, title: "New")
        _ = try await channel.perform(.removeProduct(removal), key: "remove")
        _ = try await channel.lookUp(.removeProduct(removal), key: "remove")
        let variant = VariantCreation(
            product: bolts.gid, title: "Bolts", options: ["Size"],
            variant: ChannelVariant(
                id: "", sku: "M99", options: ["M99"], price: .zero(euro), compareAt: .zero(euro), stock: 2,
                weightGrams: 3))
        let added = try await channel.perform(.createVariant(variant), key: "variant")
        let off = VariantRemoval(product: bolts.gid, variant: added.id, sku: "M99", name: "Bolts, M99")
        _ = try await channel.lookUp(.removeVariant(off), key: "off")
        _ = try await channel.perform(.removeVariant(off), key: "off")
        let pictures =
            trial.shop.product(bolts.gid)?.images.map { ChannelImage(id: $0.gid, url: "", own: "1") } ?? []
        var wanted = Array(pictures.reversed().dropLast())
        wanted[0].alt = "Side"
        wanted.insert(ChannelImage(url: "https://example.com/new.jpg", alt: "New", own: "2"), at: 0)
        _ = try await channel.write([
            ListingWrite(
                address: .init(product: bolts.gid), fields: [.images: ListingImages.text([])], images: wanted)
        ])
        // What only the very fullest orders need is asked for by itself.
        let full = trial.shop.place(.init(items: (0..<300).map { (bolts.variants[$0 % 15].gid, 1) }))
        trial.shop.refund(order: full.gid, pieces: (0..<110).map { ($0, 1) }, amount: "1.00")
        _ = try await channel.orders(ids: [full.gid])
        let rest = ShipmentNotice(order: full.gid, lines: [], carrier: "", number: "2Z", isRest: true)
        _ = try await channel.perform(.ship(rest), key: "rest")
        _ = try await channel.orders(ids: [full.gid])
        let back = ChannelRefund.Line(
            lineID: full.lines[200].gid, quantity: 1, amount: .zero(euro), isRestocked: true)
        let late = RefundNotice(
            order: full.gid, amount: Money(minorUnits: 1, currency: euro), shipping: .zero(euro),
            lines: [back],
            reason: "", paysBack: true)
        _ = try await channel.perform(.refund(late), key: "late")
    }
}
