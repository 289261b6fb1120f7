import Commerce
import Connectors
import Foundation
import HTTP
import Platforms
import Sandbox
import Testing

@Suite struct ShopifyEffectTests {
    private let euro = Currency(code: "EUR")

    private func sold(_ trial: ShopifyTrial, _ quantities: [Int] = [3, 1]) -> ShopifyOrderRecord {
        let mug = trial.mug("10.00", stock: 100)
        // The same variant on every line: lines are told apart by themselves (LESSONS 42).
        return trial.shop.place(
            .init(items: quantities.map { (mug.variants[0].gid, $0) }, shipping: "5.00"))
    }

    private func money(_ minor: Int64) throws -> Money {
        Money(minorUnits: minor, currency: try #require(euro))
    }

    // MARK: Shipping

    @Test func `a parcel carries the chosen pieces of the chosen line, with its number`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        let notice = ShipmentNotice(
            order: order.gid, lines: [.init(lineID: order.lines[0].gid, quantity: 2)], carrier: "DHL Express",
            number: "JD01", url: "https://example.com/JD01", isRest: false)
        #expect(try await trial.channel.lookUp(.ship(notice), key: "k") == .notDone)
        let answer = try await trial.channel.perform(.ship(notice), key: "k")
        #expect(answer.id.hasPrefix("gid://shopify/Fulfillment/"))
        let read = try #require(try await trial.orders().first)
        #expect(read.fulfillment == .partShipped)
        #expect(read.parcels.map(\.number) == ["JD01"])
        #expect(read.parcels[0].carrier == "DHL Express")
        #expect(read.parcels[0].lines == notice.lines)
        #expect(try await trial.channel.lookUp(.ship(notice), key: "k") == .done(EffectAnswer(id: answer.id)))
        let rest = ShipmentNotice(order: order.gid, lines: [], carrier: "", number: "", isRest: true)
        _ = try await trial.channel.perform(.ship(rest), key: "k2")
        #expect(try await trial.orders().first?.fulfillment == .shipped)
        await #expect(throws: ChannelFailure.self) { try await trial.channel.perform(.ship(rest), key: "k3") }
        #expect(trial.shop.order(order.gid)?.fulfillments.count == 2)
    }

    @Test func `an order on hold lets nothing out`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        trial.shop.change(order: order.gid) { $0.isOnHold = true }
        #expect(try await trial.orders().first?.isOnHold == true)
        let notice = ShipmentNotice(order: order.gid, lines: [], carrier: "", number: "1", isRest: true)
        let failure = await #expect(throws: ChannelFailure.self) {
            try await trial.channel.perform(.ship(notice), key: "k")
        }
        guard case .rejected = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test func `a shipment whose answer was lost is found by its number`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        let notice = ShipmentNotice(order: order.gid, lines: [], carrier: "UPS", number: "1Z9", isRest: true)
        trial.wire.loseNext("CreateFulfillment")
        let failure = await #expect(throws: ChannelFailure.self) {
            try await trial.channel.perform(.ship(notice), key: "k")
        }
        #expect(failure?.leavesDoubt == true)
        guard case .done = try await trial.channel.lookUp(.ship(notice), key: "k") else {
            Issue.record("the parcel was not found")
            return
        }
    }

    @Test func `a parcel with the same number and other pieces is left to a person`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        trial.shop.fulfill(order: order.gid, tracking: [.init(company: "UPS", number: "1Z9")])
        let notice = ShipmentNotice(
            order: order.gid, lines: [.init(lineID: order.lines[1].gid, quantity: 1)], carrier: "UPS",
            number: "1Z9", isRest: false)
        guard case .unclear = try await trial.channel.lookUp(.ship(notice), key: "k") else {
            Issue.record("it was taken for ours")
            return
        }
    }

    // MARK: Refunds

    private func refundNotice(
        _ order: ShopifyOrderRecord, _ minor: Int64, paysBack: Bool = true, isRestocked: Bool = false
    ) throws -> RefundNotice {
        RefundNotice(
            order: order.gid, amount: try money(minor), shipping: .zero(try money(0).currency),
            lines: [
                .init(
                    lineID: order.lines[0].gid, quantity: 1, amount: try money(minor),
                    isRestocked: isRestocked)
            ], reason: "broken", paysBack: paysBack)
    }

    @Test func `a refund sends its money once, however often its answer is lost`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        let effect = ChannelEffect.refund(try refundNotice(order, 1000))
        #expect(try await trial.channel.lookUp(effect, key: "r1") == .notDone)
        trial.wire.loseNext("CreateRefund")
        await #expect(throws: ChannelFailure.self) { try await trial.channel.perform(effect, key: "r1") }
        guard case .done(let found) = try await trial.channel.lookUp(effect, key: "r1") else {
            Issue.record("the refund was not found")
            return
        }
        let again = try await trial.channel.perform(effect, key: "r1")
        #expect(again == found)
        let after = try #require(trial.shop.order(order.gid))
        #expect(after.refunds.count == 1)
        #expect(after.refunded.minorUnits == 1000)
        let refund = try #require(try await trial.orders().first?.refunds.first)
        #expect(refund.reference == "r1")
        #expect(refund.reason == "broken")
        #expect(refund.lines.map(\.lineID) == [order.lines[0].gid])
        _ = try await trial.channel.perform(effect, key: "r2")
        #expect(trial.shop.order(order.gid)?.refunds.count == 2)
    }

    // The UUID was computed with Python's hmac and uuid modules.
    @Test func `our key becomes the same UUID every time`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        _ = try await trial.channel.perform(.refund(try refundNotice(order, 1000)), key: "outbox/42")
        let request = try #require(trial.wire.requests.last { $0.label == "CreateRefund" })
        let key = try JSON(request.body.bytes)["variables"]["key"].string
        #expect(key == "2051fd84-2bf3-81b8-ad0d-ad904fa54d85")
    }

    @Test func `a key used for another refund is refused`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        _ = try await trial.channel.perform(.refund(try refundNotice(order, 1000)), key: "r1")
        let failure = await #expect(throws: ChannelFailure.self) {
            try await trial.channel.perform(.refund(try refundNotice(order, 500)), key: "r1")
        }
        guard case .rejected = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(trial.shop.order(order.gid)?.refunded.minorUnits == 1000)
    }

    @Test func `a refund paid elsewhere moves no money at Shopify`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        _ = try await trial.channel.perform(.refund(try refundNotice(order, 1000, paysBack: false)), key: "r")
        #expect(trial.shop.order(order.gid)?.refunds.count == 1)
        #expect(trial.shop.order(order.gid)?.refunded.isZero == true)
    }

    @Test func `no more is refunded than was paid (LESSONS 39)`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        await #expect(throws: ChannelFailure.self) {
            try await trial.channel.perform(.refund(try refundNotice(order, 4501)), key: "r")
        }
        #expect(trial.shop.order(order.gid)?.refunds.isEmpty == true)
    }

    @Test(arguments: [(false, false, 96), (true, false, 97), (true, true, 97)])
    func `pieces go back into the count only where that is said (LESSONS 41)`(
        _ isRestocked: Bool, _ hasLeft: Bool, _ left: Int
    ) async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        if hasLeft { trial.shop.fulfill(order: order.gid, tracking: []) }
        _ = try await trial.channel.perform(
            .refund(try refundNotice(order, 1000, isRestocked: isRestocked)), key: "r")
        let variant = try #require(trial.shop.products.first?.variants.first)
        #expect(variant.available == left)
        let type = trial.shop.order(order.gid)?.refunds.first?.pieces.first?.restockType
        #expect(type == (isRestocked ? hasLeft ? "RETURN" : "CANCEL" : "NO_RESTOCK"))
        #expect(try await trial.orders().first?.refunds.first?.lines.first?.isRestocked == isRestocked)
    }

    @Test func `an order paid in another currency is not refunded by guess`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug("10.00")
        let dollar = try #require(Currency(code: "USD"))
        let order = trial.shop.place(
            .init(items: [(mug.variants[0].gid, 1)], presentment: (dollar, try #require(Rate("1.08")))))
        await #expect(throws: ChannelFailure.self) {
            try await trial.channel.perform(.refund(try refundNotice(order, 1000)), key: "r")
        }
        #expect(trial.shop.order(order.gid)?.refunds.isEmpty == true)
    }

    // MARK: Cancelling

    @Test func `a cancellation is waited for until it is there`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        let effect = ChannelEffect.cancel(
            .init(order: order.gid, reason: "buyer changed his mind", refunds: true, restocks: true))
        #expect(try await trial.channel.lookUp(effect, key: "c") == .notDone)
        #expect(try await trial.channel.perform(effect, key: "c") == EffectAnswer(id: order.gid))
        let read = try #require(try await trial.orders().first)
        #expect(read.cancellation == .yes)
        #expect(read.cancelReason == "CUSTOMER")
        #expect(read.payment == .refunded)
        #expect(trial.shop.products.first?.variants.first?.available == 100)
        #expect(trial.shop.order(order.gid)?.staffNote == "buyer changed his mind (Mercer c)")
        await #expect(throws: ChannelFailure.self) { try await trial.channel.perform(effect, key: "c2") }
        #expect(trial.shop.order(order.gid)?.refunds.count == 1)
    }

    @Test func `a cancellation whose answer was lost is found`() async throws {
        let trial = try ShopifyTrial()
        let order = sold(trial)
        let effect = ChannelEffect.cancel(
            .init(order: order.gid, reason: "", refunds: false, restocks: false))
        trial.wire.loseNext("CancelOrder")
        await #expect(throws: ChannelFailure.self) { try await trial.channel.perform(effect, key: "c") }
        trial.clock.advance(seconds: 5)
        #expect(try await trial.channel.lookUp(effect, key: "c") == .done(EffectAnswer(id: order.gid)))
        #expect(trial.shop.products.first?.variants.first?.available == 96)
    }

    // MARK: Notes and products

    @Test func `a note goes on a line of its own, once`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        let order = trial.shop.place(.init(items: [(mug.variants[0].gid, 1)], note: "Ring twice"))
        let effect = ChannelEffect.note(.init(order: order.gid, text: "Called ☎️", isForBuyer: false))
        #expect(try await trial.channel.lookUp(effect, key: "n") == .notDone)
        for _ in 0..<2 { _ = try await trial.channel.perform(effect, key: "n") }
        #expect(trial.shop.order(order.gid)?.note == "Ring twice\nCalled ☎️")
        #expect(try await trial.channel.lookUp(effect, key: "n") == .done(EffectAnswer(id: order.gid)))
        let toBuyer = ChannelEffect.note(.init(order: order.gid, text: "Hello", isForBuyer: true))
        await #expect(throws: ChannelFailure.self) { try await trial.channel.perform(toBuyer, key: "b") }
    }

    @Test func `a product is made whole and answered in the order in which it was sent`() async throws {
        let trial = try ShopifyTrial()
        let euro = try #require(euro)
        let product = ChannelProduct(
            id: "", title: "T-Shirt", description: "<p>Soft</p>", vendor: "Loom", state: .paused,
            categories: ["Shirts"], tags: ["cotton"], options: ["Size", "Colour"],
            images: [.init(url: "https://example.com/t.jpg", alt: "T")],
            variants: [("S", "Red"), ("S", "Blue"), ("M", "Red")].map { size, colour in
                ChannelVariant(
                    id: "", sku: "T-\(size)-\(colour)", barcode: "1", options: [size, colour],
                    price: UnitPrice(millionths: 19_990_000, currency: euro), stock: 4, weightGrams: 180)
            })
        let effect = ChannelEffect.createProduct(.init(product: product))
        #expect(try await trial.channel.lookUp(effect, key: "p") == .notDone)
        trial.wire.loseNext("CreateProduct")
        await #expect(throws: ChannelFailure.self) { try await trial.channel.perform(effect, key: "p") }
        guard case .done(let answer) = try await trial.channel.lookUp(effect, key: "p") else {
            Issue.record("the product was not found")
            return
        }
        let made = try #require(answer.product)
        #expect(made.id == answer.id)
        #expect(made.variants.map(\.sku) == product.variants.map(\.sku))
        #expect(made.variants.map(\.options) == product.variants.map(\.options))
        #expect(made.variants.allSatisfy { $0.stock == 4 && $0.weightGrams == 180 && !$0.stockItem.isEmpty })
        #expect(made.state == .paused)
        #expect(made.images.count == 1)
        #expect(trial.shop.products.count == 1)
    }

    @Test func `a product without options has one variant without options`() async throws {
        let trial = try ShopifyTrial()
        let euro = try #require(euro)
        let product = ChannelProduct(
            id: "", title: "Soap",
            variants: [.init(id: "", price: UnitPrice(millionths: 5_000_000, currency: euro))])
        let answer = try await trial.channel.perform(.createProduct(.init(product: product)), key: "p")
        #expect(answer.product?.options == [])
        #expect(answer.product?.variants.map(\.options) == [[]])
        #expect(answer.product?.variants.map(\.stock) == [nil])
    }

    @Test(arguments: [(ListingState.onSale, true, true), (.paused, true, false), (.onSale, false, false)])
    func `a new product that is on sale is published where that is allowed`(
        _ state: ListingState, _ isAllowed: Bool, _ isPublished: Bool
    ) async throws {
        let scopes = SimulatedShopify.allScopes.filter { isAllowed || !$0.hasSuffix("_publications") }
        let trial = try ShopifyTrial(scopes: scopes)
        let euro = try #require(euro)
        let product = ChannelProduct(
            id: "", title: "Soap", state: state,
            variants: [.init(id: "", price: UnitPrice(millionths: 5_000_000, currency: euro))])
        let answer = try await trial.channel.perform(.createProduct(.init(product: product)), key: "p")
        #expect(answer.product?.state == state)
        #expect(trial.shop.products.map(\.isPublished) == [isPublished])
        let remarks = try await trial.channel.identify().remarks
        #expect(remarks.contains { $0.contains("write_publications") } != isAllowed)
    }

    @Test func `removing archives, and a product that is gone counts as removed`() async throws {
        let trial = try ShopifyTrial()
        let mug = trial.mug()
        let effect = ChannelEffect.removeProduct(.init(product: mug.gid, title: "Mug"))
        #expect(try await trial.channel.lookUp(effect, key: "d") == .notDone)
        _ = try await trial.channel.perform(effect, key: "d")
        #expect(try await trial.products().first?.state == .withdrawn)
        #expect(try await trial.channel.lookUp(effect, key: "d") == .done(EffectAnswer(id: mug.gid)))
        trial.shop.delete(product: mug.gid)
        let failure = await #expect(throws: ChannelFailure.self) {
            try await trial.channel.perform(effect, key: "d")
        }
        guard case .gone = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(try await trial.channel.lookUp(effect, key: "d") == .done(EffectAnswer(id: mug.gid)))
    }
}
