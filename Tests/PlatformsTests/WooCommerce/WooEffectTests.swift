import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Synchronization
import Testing

@Suite struct `Doing things once in a WooCommerce shop` {
    static let dollars = Currency(code: "USD") ?? Currency.all[0]

    static func money(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: dollars) }

    /// A shop with a mug, of which an order has two.
    struct Scene {
        let bench: WooBench
        let channel: WooChannel
        let mug: Int
        let order: Int
        let line: Int

        init(
            _ profile: WooConfiguration.Profile, tax: String = "", shipping: String = "",
            configure: (inout WooConfiguration) -> Void = { _ in }
        ) throws {
            bench = WooBench(profile, configure: configure)
            mug = try #require(bench.shop.add(WooProductDraft("Mug", regularPrice: "5.00", stock: 10)))
            order = bench.shop.place(WooCart([.init(mug, 2)], shipping: shipping, taxPercent: tax))
            line = try #require(bench.shop.order(order)?.lines.first?.id)
            channel = bench.channel()
        }

        var writes: Int { bench.network.requests.count { $0.method != .get } }
        var now: WooOrder? { bench.shop.order(order) }

        /// The shop does it, and its answer is lost.
        func loseWrites() {
            bench.network.afterEach { request, answer throws(HTTPFailure) in
                if request.method != .get { throw .unanswered(reason: "timed out") }
                return answer
            }
        }

        /// The request never arrives.
        func dropWrites() {
            bench.network.beforeEach { request, _ throws(HTTPFailure) in
                if request.method != .get { throw .unanswered(reason: "timed out") }
                return nil
            }
        }

        func heal() {
            bench.network.afterEach(nil)
            bench.network.beforeEach(nil)
        }
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `parcels are told one by one, and the last completes the order once`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let scene = try Scene(profile)
        let id = String(scene.order)
        let line = String(scene.line)
        let first = ShipmentNotice(
            order: id, lines: [ChannelLineQuantity(lineID: line, quantity: 1)], carrier: "Georgian Post",
            number: "GE123 & 🏺", url: "https://post.example/GE123", isRest: false)
        let answer = try await scene.channel.perform(.ship(first), key: "ship-1")
        #expect(scene.now?.status == "processing")
        let second = ShipmentNotice(
            order: id, lines: [ChannelLineQuantity(lineID: line, quantity: 1)], carrier: "DHL",
            number: "JD014",
            isRest: true)
        _ = try await scene.channel.perform(.ship(second), key: "ship-2")
        #expect(scene.now?.status == "completed" && scene.now?.completions == 1)
        #expect(scene.writes == 2)
        let read = try await scene.channel.orders(ids: [id])[0].item.get()
        #expect(read.fulfillment == .shipped)
        #expect(read.parcels.map(\.number) == ["GE123 & 🏺", "JD014"])
        #expect(read.parcels.map(\.reference) == ["ship-1", "ship-2"])
        #expect(read.parcels.map(\.lines) == [first.lines, second.lines])
        #expect(read.parcels[0].id == answer.id)
        // As the tracking plugin keeps them.
        let kept = scene.now?.meta.first { $0.key == "_wc_shipment_tracking_items" }?.value
        #expect(kept?.items.map { $0["tracking_number"].string } == ["GE123 & 🏺", "JD014"])
        // Said again it is not done again.
        _ = try await scene.channel.perform(.ship(second), key: "ship-2")
        #expect(scene.writes == 2 && scene.now?.completions == 1)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `parcels that a plugin recorded are read`(_ profile: WooConfiguration.Profile) async throws {
        let scene = try Scene(profile)
        scene.bench.shop.edit(order: scene.order) { order in
            order.meta.append(
                WooMeta(
                    id: 5, key: "_wc_shipment_tracking_items",
                    value: [
                        [
                            "tracking_provider": "ups", "tracking_number": "1Z", "date_shipped": "1795248000",
                            "tracking_id": "abc",
                        ]
                    ]))
        }
        let read = try await scene.channel.orders(ids: [String(scene.order)])[0].item.get()
        #expect(read.parcels.map(\.carrier) == ["ups"] && read.fulfillment == .partShipped)
        #expect(read.parcels[0].shippedAt == Instant(seconds: 1_795_248_000))
        _ = try await scene.channel.perform(
            .ship(
                ShipmentNotice(
                    order: String(scene.order), lines: [], carrier: "DHL", number: "2", isRest: true)),
            key: "mine")
        let after = try await scene.channel.orders(ids: [String(scene.order)])[0].item.get()
        #expect(Set(after.parcels.map(\.number)) == ["1Z", "2"])
    }

    static func effects(_ scene: Scene) -> [ChannelEffect] {
        let id = String(scene.order)
        let variants = [
            ChannelVariant(
                id: "", sku: "R", options: ["Red"],
                price: UnitPrice(millionths: 5_000_000, currency: dollars), stock: 2),
            ChannelVariant(
                id: "", sku: "B", options: ["ლურჯი"],
                price: UnitPrice(millionths: 6_000_000, currency: dollars), stock: 3),
        ]
        return [
            .ship(ShipmentNotice(order: id, lines: [], carrier: "DHL", number: "1", isRest: true)),
            .cancel(CancellationNotice(order: id, reason: "no stock", refunds: false, restocks: true)),
            .refund(
                RefundNotice(
                    order: id, amount: money(300), shipping: money(0), lines: [], reason: "chipped",
                    paysBack: false)),
            .note(NoteNotice(order: id, text: "On its way & <b>soon</b> 🧡", isForBuyer: true)),
            .createProduct(
                ProductCreation(
                    product: ChannelProduct(id: "", title: "Shirt", options: ["Colour"], variants: variants))),
            .createProduct(
                ProductCreation(
                    product: ChannelProduct(
                        id: "", title: "Cup", variants: [ChannelVariant(id: "", sku: "C")]))),
            .removeProduct(ProductRemoval(product: String(scene.mug), title: "Mug")),
        ]
    }

    @Test(arguments: WooConfiguration.Profile.allCases, Array(0..<7))
    func `an effect whose answer is lost is found, one that never came is not`(
        _ profile: WooConfiguration.Profile, _ number: Int
    ) async throws {
        let scene = try Scene(profile)
        let effect = Self.effects(scene)[number]
        _ = try await scene.channel.identify()
        #expect(try await scene.channel.lookUp(effect, key: "key-1") == .notDone)
        scene.dropWrites()
        await #expect { _ = try await scene.channel.perform(effect, key: "key-1") } throws: { error in
            (error as? ChannelFailure)?.leavesDoubt ?? false
        }
        scene.heal()
        #expect(try await scene.channel.lookUp(effect, key: "key-1") == .notDone)
        scene.loseWrites()
        await #expect { _ = try await scene.channel.perform(effect, key: "key-1") } throws: { error in
            (error as? ChannelFailure)?.leavesDoubt ?? false
        }
        scene.heal()
        if case .createProduct(let creation) = effect, !creation.product.options.isEmpty {
            // Lost halfway: it is not whole, and sent again it goes on instead of beginning anew.
            #expect(try await scene.channel.lookUp(effect, key: "key-1") == .notDone)
            let answer = try await scene.channel.perform(effect, key: "key-1")
            #expect(scene.bench.shop.products.count { $0.name == "Shirt" } == 1)
            #expect(answer.product?.variants.map(\.sku) == ["R", "B"])
        }
        guard case .done(let answer) = try await scene.channel.lookUp(effect, key: "key-1") else {
            Issue.record("not found")
            return
        }
        #expect(!answer.id.isEmpty)
        if case .refund = effect { #expect(scene.now?.refunds.count == 1) }
        if case .ship = effect { #expect(scene.now?.completions == 1) }
        if case .note = effect {
        } else {
            #expect(
                try await scene.channel.lookUp(effect, key: "another") != .done(answer) || number == 1
                    || number == 6)
        }
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a cancellation gives the goods back to the count`(_ profile: WooConfiguration.Profile) async throws
    {
        let scene = try Scene(profile)
        let notice = CancellationNotice(
            order: String(scene.order), reason: "sold out", refunds: false, restocks: true)
        _ = try await scene.channel.perform(.cancel(notice), key: "c")
        #expect(scene.now?.status == "cancelled" && scene.bench.shop.item(scene.mug)?.stock == 10)
        let read = try await scene.channel.orders(ids: [notice.order])[0].item.get()
        #expect(read.cancellation == .yes)
        await #expect {
            _ = try await scene.channel.perform(
                .ship(ShipmentNotice(order: notice.order, lines: [], carrier: "", number: "", isRest: true)),
                key: "s")
        } throws: { error in
            if case ChannelFailure.rejected(let reason) = error {
                reason.contains("cancelled")
            } else {
                false
            }
        }
        var paying = notice
        paying.refunds = true
        await #expect(throws: ChannelFailure.self) {
            _ = try await scene.channel.perform(.cancel(paying), key: "c2")
        }
    }

    @Test(arguments: WooConfiguration.Profile.allCases, [false, true])
    func `a refund has its lines, its tax and its shipping, and restocks only when told`(
        _ profile: WooConfiguration.Profile, _ restocks: Bool
    ) async throws {
        let scene = try Scene(profile, tax: "19", shipping: "4.00")
        let notice = RefundNotice(
            order: String(scene.order), amount: Self.money(595 + 476), shipping: Self.money(476),
            lines: [
                .init(lineID: String(scene.line), quantity: 1, amount: Self.money(595), isRestocked: restocks)
            ], reason: "chipped & 💔", paysBack: false)
        let answer = try await scene.channel.perform(.refund(notice), key: "refund-1")
        let kept = try #require(scene.now?.refunds.first)
        #expect(String(kept.id) == answer.id && kept.amount == 1071 && !kept.isPaidBack)
        #expect(kept.lines.map(\.total) == [500, 400] && kept.lines.map(\.tax) == [95, 76])
        #expect(scene.bench.shop.item(scene.mug)?.stock == (restocks ? 9 : 8))
        #expect(try await scene.channel.perform(.refund(notice), key: "refund-1") == answer)
        #expect(scene.now?.refunds.count == 1)
        let read = try await scene.channel.orders(ids: [notice.order])[0].item.get()
        #expect(read.payment == .partRefunded)
        #expect(read.refunds.map(\.reference) == ["refund-1"] && read.refunds[0].reason == "chipped & 💔")
        #expect(read.refunds[0].lines.map(\.lineID) == [String(scene.line)])
        #expect(read.refunds[0].lines.map(\.quantity) == [1])
        #expect(read.refunds[0].lines.map(\.amount) == [Self.money(595)])
        #expect(read.refunds[0].at != nil)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `money is sent back only where the gateway can, and never more than there is`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let scene = try Scene(profile)
        func notice(_ cents: Int64, paysBack: Bool) -> ChannelEffect {
            .refund(
                RefundNotice(
                    order: String(scene.order), amount: Self.money(cents), shipping: Self.money(0), lines: [],
                    reason: "", paysBack: paysBack))
        }
        await #expect {
            _ = try await scene.channel.perform(notice(300, paysBack: true), key: "a")
        } throws: { error in
            if case ChannelFailure.rejected(let reason) = error { reason.contains("gateway") } else { false }
        }
        await #expect {
            _ = try await scene.channel.perform(notice(1001, paysBack: false), key: "b")
        } throws: { error in
            if case ChannelFailure.rejected(let reason) = error { reason.contains("amount") } else { false }
        }
        #expect(scene.now?.refunds.isEmpty == true)
        scene.bench.shop.configure { $0.gatewayRefunds = true }
        _ = try await scene.channel.perform(notice(300, paysBack: true), key: "a")
        #expect(scene.now?.refunds.first?.isPaidBack == true)
        _ = try await scene.channel.perform(notice(700, paysBack: false), key: "c")
        #expect(scene.now?.status == "refunded")
        let read = try await scene.channel.orders(ids: [String(scene.order)])[0].item.get()
        #expect(read.payment == .refunded && read.refunds.count == 2)
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a product that is refused halfway is taken back whole`(
        _ profile: WooConfiguration.Profile
    ) async throws {
        let scene = try Scene(profile)
        scene.bench.shop.add(WooProductDraft("Other", sku: "B"))
        let effect = Self.effects(scene)[4]
        await #expect {
            _ = try await scene.channel.perform(effect, key: "p")
        } throws: { error in
            if case ChannelFailure.rejected(let reason) = error { reason.contains("SKU") } else { false }
        }
        #expect(scene.bench.shop.products.map(\.name) == ["Mug", "Other"])
    }

    @Test(arguments: WooConfiguration.Profile.allCases)
    func `a new product stands in the shop as it was meant`(_ profile: WooConfiguration.Profile) async throws
    {
        let scene = try Scene(profile)
        let dollars = Self.dollars
        let product = ChannelProduct(
            id: "", title: "ქვევრი <XL> & Co 🏺", description: "Line\n\nTwo & more", state: .onSale,
            categories: ["Kitchen > Mugs"], tags: ["R&D"], options: ["Size & fit"],
            images: [ChannelImage(url: "https://img.example/1.jpg", alt: "ერთი")],
            variants: (0..<150).map { (number: Int) in
                ChannelVariant(
                    id: "", sku: "Q-\(number)", options: ["No. \(number)"],
                    price: UnitPrice(millionths: 9_500_000, currency: dollars),
                    compareAt: UnitPrice(millionths: 12_000_000, currency: dollars), stock: number,
                    weightGrams: 250)
            })
        let answer = try await scene.channel.perform(
            .createProduct(ProductCreation(product: product)), key: "new")
        var made = try #require(answer.product)
        #expect(made.id == answer.id && made.url.hasPrefix("https://shop.example/product/"))
        // The shop has fetched it, and shows its own copy.
        #expect(made.images.map(\.url) == ["https://shop.example/wp-content/uploads/2026/11/1.jpg"])
        #expect(made.images.first?.alt == "ერთი")
        #expect(Set(made.variants.map(\.id)).count == 150)
        made.id = ""
        made.handle = ""
        made.url = ""
        made.modifiedAt = nil
        made.images = product.images
        for place in made.variants.indices { made.variants[place].id = "" }
        #expect(made == product)
    }

    @Test func `a product with variants is not on sale before all are there`() async throws {
        let scene = try Scene(.v9_9)
        scene.bench.network.beforeEach { request, _ throws(HTTPFailure) in
            if request.url.contains("variations/batch") { throw .unanswered(reason: "cut") }
            return nil
        }
        _ = try? await scene.channel.perform(Self.effects(scene)[4], key: "p")
        #expect(scene.bench.shop.products.last?.status == "draft")
    }

    static let states: [(String, String, PaymentState, FulfillmentState, CancellationState, Bool)] = [
        ("pending", "card", .awaiting, .unallocated, .no, false),
        ("on-hold", "bacs", .awaiting, .unallocated, .no, false),
        ("processing", "card", .paid, .unallocated, .no, false),
        ("processing", "cod", .authorized, .unallocated, .no, false),
        ("completed", "card", .paid, .shipped, .no, false),
        ("cancelled", "card", .voided, .unallocated, .yes, false),
        ("failed", "card", .voided, .unallocated, .yes, false),
        ("refunded", "card", .refunded, .unallocated, .no, false),
        ("made-to-order", "card", .awaiting, .unallocated, .no, false),
    ]

    @Test(arguments: states)
    func `a status says where an order stands, and an unknown one survives`(
        _ state: (String, String, PaymentState, FulfillmentState, CancellationState, Bool)
    ) async throws {
        let bench = WooBench(.v9_9)
        let mug = try #require(bench.shop.add(WooProductDraft("Mug", regularPrice: "5.00")))
        let id = bench.shop.place(WooCart([.init(mug)], paymentMethod: state.1, status: "pending"))
        if state.0 == "made-to-order" {
            bench.shop.setCustomStatus(state.0, ofOrder: id)
        } else {
            bench.shop.setStatus(state.0, ofOrder: id)
        }
        let order = try await bench.channel().orders(ids: [String(id)])[0].item.get()
        #expect(order.status == state.0 && order.payment == state.2 && order.fulfillment == state.3)
        #expect(order.cancellation == state.4 && order.isOnHold == state.5)
    }

    @Test func `a cart that is no order yet is none`() async throws {
        let bench = WooBench(.v9_9)
        let cart = bench.shop.place(WooCart([], status: "pending"))
        bench.shop.setCustomStatus("checkout-draft", ofOrder: cart)
        #expect(try await bench.channel().orders(PullAsk()).items.isEmpty)
    }
}
