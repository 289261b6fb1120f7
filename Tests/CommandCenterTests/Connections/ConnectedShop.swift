import CommandCenter
import Commerce
import Connectors
import Shop
import Terminal

/// The demo's shop with three channels: one in step but for what was just done, one with questions, one without keys.
enum ConnectedShop {
    static let platforms = [
        PlatformDescription(
            kind: "woo", name: "WooCommerce", numberPrefix: "W",
            fields: [
                .init("url", title: "Address", hint: "https://shop.example", environment: "MERCER_WOO_URL"),
                .init(
                    "key", title: "Consumer key", hint: "ck_…", isSecret: true, environment: "MERCER_WOO_KEY"),
                .init(
                    "secret", title: "Consumer secret", hint: "cs_…", isSecret: true,
                    environment: "MERCER_WOO_SECRET"),
            ],
            steps: [
                "In WordPress: WooCommerce, Settings, Advanced, REST API: add a key that may read and write.",
                "Copy both halves here; the second is shown there only once.",
            ]),
        PlatformDescription(
            kind: "shopify", name: "Shopify", numberPrefix: "S",
            fields: [.init("token", title: "Token", isSecret: true, environment: "MERCER_SHOPIFY_TOKEN")],
            steps: ["In Shopify: Settings, Apps: make an app and install it."]),
    ]

    /// The view that a service with these platforms gives, without the network.
    static var view: SyncView {
        var view = SyncView()
        view.platforms = platforms
        view.hasService = true
        return view
    }

    static func furnish(_ shop: Shop) throws {
        let now = TemporaryShop.now
        let woo = try connect("woo", "WooCommerce · kilnclay.example", "W", in: shop)
        let shopify = try connect("shopify", "Shopify · Kiln & Clay", "S", in: shop)
        let etsy = try connect("etsy", "Etsy · KilnAndClay", "E", in: shop)
        let products = try shop.productSheets(
            Array(try shop.catalogIDs(CatalogQuery(sort: .title, isDescending: false)).prefix(12)))
        for (connection, count) in [(woo, 12), (shopify, 8), (etsy, 6)] {
            try read(
                products.prefix(count).map { try theirs($0.sheet, $0.id, in: shop) }, of: connection,
                at: now.adding(minutes: -10), in: shop)
            try shop.noteContact(connection.id, read: true, wrote: true, clockOffset: 0)
        }
        try settleDue([woo, shopify, etsy], in: shop)
        try shop.keepBuckets(
            ["*": #"{"at":1,"capacity":60,"level":58,"refillPerSecond":1}"#], of: woo.id)
        try shop.keepBuckets(
            ["graphql": #"{"at":1,"capacity":1000,"level":940,"refillPerSecond":50}"#], of: shopify.id)
        try keepPulls(of: woo, in: shop)
        try shop.keepRequests(requests(woo.id, shopify.id, etsy.id, now))
        try quarrel(over: products, on: shopify, in: shop)
        try send(to: woo, in: shop)
        try shop.note(.signIn, reason: "the token ran out", of: etsy.id)
    }

    private static func connect(_ kind: String, _ name: String, _ prefix: String, in shop: Shop) throws
        -> Connection
    {
        let outcome = try shop.perform(
            ConnectShop(
                kind: kind, name: name, prefix: prefix, shop: "\(kind)-1", url: "https://\(kind).example",
                currency: "EUR", settings: ["url": "https://\(kind).example"]), as: .mercer
        ).outcome
        var rules = ConnectionRules()
        rules.pushes = true
        try shop.perform(ChangeConnection(outcome.connection, rules: rules, isPaused: false), as: .mercer)
        return try shop.connection(named: outcome.handle)
    }

    private static func read(
        _ products: [ChannelProduct], of connection: Connection, at moment: Instant = TemporaryShop.now,
        in shop: Shop
    ) throws {
        try shop.perform(
            ApplyProducts(
                products.map { PulledItem($0) }, of: connection, readAt: moment,
                fields: Set(ListingField.allCases)), as: .mercer)
    }

    /// A product as the channel has it: as here.
    static func theirs(_ sheet: ProductSheet, _ id: ProductID, in shop: Shop) throws -> ChannelProduct {
        let levels = try shop.productDetail(id)?.levels ?? []
        return ChannelProduct(
            id: "p\(id.rawValue)", title: sheet.title, handle: sheet.handle, description: sheet.description,
            vendor: sheet.vendor, categories: sheet.category.isEmpty ? [] : [sheet.category],
            tags: sheet.tags,
            options: sheet.options,
            variants: sheet.variants.enumerated().map { index, variant in
                ChannelVariant(
                    id: "v\(id.rawValue)-\(index)", sku: variant.sku, barcode: variant.barcode,
                    options: variant.options, price: variant.price, compareAt: variant.compareAt,
                    stock: variant.isTracked && levels.indices.contains(index)
                        ? levels[index].onHand - levels[index].reserved : nil,
                    weightGrams: variant.weightGrams)
            })
    }

    private static func settleDue(_ connections: [Connection], in shop: Shop) throws {
        for connection in connections {
            let found = try shop.allDifferences(of: connection, limits: .open)
            let done = found.map { (product: $0.product, mark: $0.mark) }
            try shop.settleDue(done, kind: false, of: connection.id)
            try shop.settleDue(done, kind: true, of: connection.id)
        }
    }

    private static func keepPulls(of connection: Connection, in shop: Shop) throws {
        for (stream, done) in [("products", 1_204), ("customers", 312), ("orders", 48)] {
            var state = PullState(stream: stream)
            state.done = done
            state.total = 1_204
            state.beganAt = TemporaryShop.now.adding(minutes: -3)
            state.finishedAt = stream == "orders" ? nil : TemporaryShop.now.adding(minutes: -2)
            state.watermark = TemporaryShop.now.adding(minutes: -3)
            try shop.keep(state, of: connection.id)
        }
    }

    private static func requests(
        _ woo: ConnectionID, _ shopify: ConnectionID, _ etsy: ConnectionID, _ now: Instant
    ) -> [RequestEntry] {
        [
            .init(
                connection: woo, at: now.adding(minutes: -2), method: "GET",
                url: "/wp-json/wc/v3/orders?modified_after=2026-11-20T08:55:00&per_page=100", label: "orders",
                status: 200, bytes: 48_210, milliseconds: 412, failure: ""),
            .init(
                connection: shopify, at: now.adding(minutes: -1), method: "POST",
                url: "/admin/api/2026-07/graphql.json", label: "products", status: 200, bytes: 9_120,
                milliseconds: 230, failure: ""),
            .init(
                connection: etsy, at: now.adding(minutes: -1), method: "GET",
                url: "/v3/application/shops/1/receipts",
                label: "orders", status: 401, bytes: 88, milliseconds: 97, failure: ""),
            .init(
                connection: woo, at: now, method: "PUT", url: "/wp-json/wc/v3/products/12", label: "price",
                status: nil, bytes: 0, milliseconds: 30_000, failure: "timed out"),
        ]
    }

    /// Price and title are changed here and there apart, and one product there could be two here.
    private static func quarrel(
        over products: [(id: ProductID, sheet: ProductSheet)], on connection: Connection, in shop: Shop
    ) throws {
        let (id, sheet) = products[0]
        try shop.perform(
            EditCatalog([
                CatalogEdit(id, .title, sheet.title + ", blue"),
                CatalogEdit(id, .price, "24.00"),
            ]))
        var there = try theirs(sheet, id, in: shop)
        there.title = "Mug 400 ml"
        for index in there.variants.indices {
            there.variants[index].price = UnitPrice(millionths: 21_000_000, currency: Currency(code: "EUR")!)
        }
        // Read later than what was agreed on.
        try read([there], of: connection, in: shop)
        var twin = try theirs(products[1].sheet, products[1].id, in: shop)
        twin.id = "p-twin"
        twin.title = "Twin of " + products[1].sheet.title
        for index in twin.variants.indices { twin.variants[index].id = "v-twin-\(index)" }
        try read([twin], of: connection, in: shop)
        // A price that falls by far is held back by its guard; another goes.
        try shop.perform(EditCatalog([CatalogEdit(products[2].id, .price, "2.90")]))
        try shop.perform(EditCatalog([CatalogEdit(products[3].id, .title, "Breakfast for two")]))
        try shop.perform(
            LeaveOut([products[4].id], of: connection.id, until: TemporaryShop.now.adding(hours: 40)))
    }

    /// Two shipped notices that are held, one that is in doubt, and one that was refused.
    private static func send(to connection: Connection, in shop: Shop) throws {
        let currency = Currency(code: "EUR")!
        let zero = Money(minorUnits: 0, currency: currency)
        let orders = (1...4).map { number in
            ChannelOrder(
                id: "o\(number)", number: "50\(number)", status: "processing",
                placedAt: TemporaryShop.now.adding(hours: -2),
                modifiedAt: TemporaryShop.now.adding(hours: -2),
                paidAt: TemporaryShop.now.adding(hours: -2), payment: .paid, currency: currency,
                lines: [
                    ChannelOrderLine(
                        id: "l\(number)", title: "Workshop voucher", quantity: 1,
                        unitPrice: UnitPrice(millionths: 16_000_000, currency: currency), discount: zero,
                        tax: zero)
                ], shipping: zero, discount: zero, tax: zero,
                total: Money(minorUnits: 1_600, currency: currency),
                shipTo: PostalAddress(
                    name: "Anna Keller", street: "Lindenstr. 5", city: "Berlin", postcode: "10969",
                    countryText: "Germany"))
        }
        try shop.perform(
            ApplyOrders(orders.map { PulledItem($0) }, of: connection, readAt: TemporaryShop.now), as: .mercer
        )
        let ids = try (1...4).map { try shop.orderNamed("W-50\($0)") }
        for id in [ids[0], ids[1]] {
            try shop.perform(SendOrderNote(order: id, text: "It leaves on Monday.", isForBuyer: true))
        }
        let sent = try shop.goingOut()
        try shop.perform(SettleEffects(sent.map(\.id), .sendNow))
        if let item = try shop.claim(sent[0].id) {
            try shop.doubt(item, reason: "no answer came", lookAt: TemporaryShop.now.adding(minutes: 5))
        }
        if let item = try shop.claim(sent[1].id) {
            try shop.reject(item, reason: "WooCommerce: the order is locked by another user")
        }
        for id in ids {
            try shop.perform(SendOrderNote(order: id, text: "With a card.", isForBuyer: false))
        }
    }
}
