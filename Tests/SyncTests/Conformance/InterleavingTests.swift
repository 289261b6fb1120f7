import Commerce
import Foundation
import HTTP
import Sandbox
import Shop
import Sync
import Testing
import TestSupport

/// Any order of edits here, edits there, buyers, faults, kills and restarts ends well: both sides equal wherever no
/// conflict is open, every order in exactly once, every effect done at most once, no acknowledged edit lost.
@Suite struct InterleavingTests {
    /// `MERCER_SEEDS=500` looks longer than every run of the tests can.
    private static let seeds =
        ProcessInfo.processInfo.environment["MERCER_SEEDS"].flatMap { UInt64($0) } ?? 14

    @Test(arguments: ConformingPlatform.allCases)
    func `any interleaving converges and loses nothing`(_ platform: ConformingPlatform) async throws {
        for seed in UInt64(1)...Self.seeds {
            let course = try await Interleaving(platform, seed: seed)
            try await course.run(steps: 40)
            try await course.check()
        }
    }
}

/// One seeded course of a shop and its channel, and the list of what was acknowledged, kept outside of both.
private final class Interleaving {
    private static let skus = ["MUG", "JUG", "VAS"]
    private let trial: ChannelTrial
    private var random: SeededRandom
    private let seed: UInt64
    private var ours: [String: String] = [:]
    private var theirs: [String: String] = [:]
    private var bought: [(order: String, sku: String, quantity: Int)] = []
    private var shipped: Set<String> = []
    private var cancelledHere: Set<String> = []
    private var cancelledThere: Set<String> = []
    private var refunded: [String: Int] = [:]
    private var countedThere: Set<String> = []
    /// Pictures that were added here.
    private var sent = 0
    private var number = 0
    private var log: [String] = []

    init(_ platform: ConformingPlatform, seed: UInt64) async throws {
        self.seed = seed
        random = SeededRandom(seed: seed)
        trial = try await ChannelTrial(
            platform, stocked: Self.skus.map { ($0, "20.00", 30) })
        trial.seller.add("Bowl", option: "Glaze", variants: [SellerVariant("BOWL", "Red")])
        try await trial.sync()
    }

    private func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    func run(steps: Int) async throws {
        trial.network.course.follow(.storm(seed: seed, percent: 15, budget: 25))
        for _ in 0..<steps {
            trial.clock.advance(seconds: Double(1 + pick(20)))
            try await step()
        }
    }

    private func step() async throws {
        let sku = Self.skus[pick(Self.skus.count)]
        number += 1
        switch pick(19) {
        case 0:
            let price = "\(18 + pick(6)).\(10 + number % 80)"
            try trial.setPrice(sku, to: price)
            ours[sku + " price"] = PlainPrice.of(price)
            log.append("price of \(sku) \(price)")
        case 1:
            try trial.setTitle(sku, to: "Ours \(number)")
            ours[sku + " title"] = "Ours \(number)"
            log.append("title of \(sku) ours \(number)")
        case 2:
            let count = 20 + pick(30)
            try trial.count(sku, count)
            log.append("counted \(sku) \(count)")
        case 3:
            let price = "\(18 + pick(6)).\(10 + number % 80)"
            trial.seller.setPrice(sku, to: price)
            theirs[sku + " price"] = PlainPrice.of(price)
            log.append("price there of \(sku) \(price)")
        case 4:
            trial.seller.setTitle(sku, to: "Theirs \(number)")
            theirs[sku + " title"] = "Theirs \(number)"
            log.append("title there of \(sku) theirs \(number)")
        case 5, 6:
            let quantity = 1 + pick(2)
            bought.append((trial.seller.buy(sku, quantity), sku, quantity))
            log.append("bought \(quantity) \(sku): \(bought.last?.order ?? "")")
        case 7: try shipSome()
        case 8: try cancelSome()
        case 9: try refundSome()
        case 10:
            log.append("killed")
            try await kill()
        case 13: try addOrRemoveVariant()
        case 14: addOrRemoveVariantThere()
        case 15, 16: try changeImages(sku)
        case 17: changeImagesThere(sku)
        default:
            log.append("synced")
            try await trial.sync(after: Double(pick(50)))
        }
    }

    private func addOrRemoveVariant() throws {
        let variants = try trial.shop.productSheets([trial.product("BOWL")])[0].sheet.variants
        if pick(3) > 0 {
            let sheet = VariantSheet(
                sku: "BOWL-\(number)", options: ["Glaze \(number)"], price: try trial.euros("21"), stock: 4)
            try trial.shop.perform(AddVariant(sheet, to: trial.product("BOWL")))
            log.append("added \(sheet.sku)")
        } else if let gone = variants.first(where: { $0.sku != "BOWL" }), let id = gone.id {
            try trial.count(gone.sku, 0)
            do {
                try trial.shop.perform(RemoveVariant(id))
                log.append("removed \(gone.sku)")
            } catch let refusal as Refusal { log.append("not removed \(gone.sku): \(refusal.code)") }
        }
    }

    private func addOrRemoveVariantThere() {
        let skus = trial.seller.variants(of: "Bowl").values.map(\.sku).filter { $0 != "BOWL" }.sorted()
        if pick(3) > 0 || skus.isEmpty {
            trial.seller.addVariant(SellerVariant("THERE-\(number)", "Their \(number)"), to: "Bowl")
            log.append("added there THERE-\(number)")
        } else {
            let gone = skus[pick(skus.count)]
            trial.seller.deleteVariant(gone)
            log.append("deleted there \(gone)")
        }
    }

    private func changeImages(_ sku: String) throws {
        var images = try trial.images(sku)
        switch images.isEmpty ? 0 : pick(4) {
        case 0, 1:
            images.append(ImageSheet(url: "https://pictures.example/p\(number).jpg"))
            sent += 1
        case 2: images.remove(at: pick(images.count))
        default: images.append(images.remove(at: 0))
        }
        try trial.setImages(sku, to: images)
        log.append("images of \(sku): \(try trial.stems(sku).joined(separator: ","))")
    }

    private func changeImagesThere(_ sku: String) {
        let images = trial.seller.images(sku)
        switch images.isEmpty ? 0 : pick(4) {
        case 0, 1: trial.seller.addImage(sku, "https://shop.example/own/t\(number).jpg", alt: "")
        case 2: trial.seller.removeImage(sku, at: pick(images.count))
        default: trial.seller.moveImage(sku, from: 0, to: images.count - 1)
        }
        let now = trial.seller.images(sku).map(\.stem).joined(separator: ",")
        log.append("images there of \(sku): \(now)")
    }

    private func checkVariantsAndImages(_ conflicts: [Conflict], _ story: Comment) throws {
        let here = try trial.shop.productSheets([trial.product("BOWL")])[0].sheet.variants.map(\.sku)
        #expect(here.sorted() == trial.seller.variants(of: "Bowl").values.map(\.sku).sorted(), story)
        #expect(Set(here).count == here.count, story)
        for sku in Self.skus {
            let product = try trial.product(sku)
            let isOpen = conflicts.contains { $0.product == product && $0.field == .images }
            if !isOpen { #expect(trial.seller.images(sku).map(\.stem) == (try trial.stems(sku)), story) }
        }
        #expect(trial.seller.imageFetches <= sent, story)
    }

    private func shipSome() throws {
        guard let sale = open().first, let order = try trial.order(sale.order) else { return }
        do {
            try trial.ship(order, number: "PARCEL-1\(number)")
            shipped.insert(sale.order)
            log.append("shipped \(sale.order)")
        } catch let refusal as Refusal { log.append("not shipped \(sale.order): \(refusal.code)") }
    }

    private func cancelSome() throws {
        guard let sale = open().last, let order = try trial.order(sale.order) else { return }
        if pick(2) == 0 {
            do {
                try trial.shop.perform(CancelOrders(orders: [order], reason: "asked"))
                cancelledHere.insert(sale.order)
                log.append("cancelled \(sale.order)")
            } catch let refusal as Refusal { log.append("not cancelled \(sale.order): \(refusal.code)") }
        } else {
            trial.seller.cancel(sale.order)
            cancelledThere.insert(sale.order)
            log.append("cancelled there \(sale.order)")
        }
    }

    private func refundSome() throws {
        guard let sale = bought.first(where: { refunded[$0.order] == nil }),
            !cancelledThere.contains(sale.order), !cancelledHere.contains(sale.order),
            let order = try trial.order(sale.order)
        else { return }
        do {
            try trial.shop.perform(RecordRefund(order: order, amount: try trial.money("1.00")))
            refunded[sale.order, default: 0] += 1
            log.append("refunded \(sale.order)")
        } catch let refusal as Refusal { log.append("not refunded \(sale.order): \(refusal.code)") }
    }

    private func open() -> [(order: String, sku: String, quantity: Int)] {
        bought.filter {
            !shipped.contains($0.order) && !cancelledHere.contains($0.order)
                && !cancelledThere.contains($0.order)
        }
    }

    /// Dies at a request of a sync, and starts anew.
    private func kill() async throws {
        let shop = trial.shop
        trial.killer.kill(afterRequests: pick(6), whenDone: pick(2) == 0) { try? shop.close() }
        // What it says about its end is nobody's any more.
        _ = try? await trial.sync(after: Double(pick(50)))
        try trial.restart()
    }

    func check() async throws {
        trial.network.course.follow(.calm)
        try await trial.settle(12)
        try settleMoney()
        // What was deleted there is made anew by the seller's word alone.
        try trial.shop.perform(PublishProducts([trial.product("BOWL")], on: trial.connection.id))
        try await trial.settle(6)
        let story: Comment = "seed \(seed): \(log.joined(separator: "; "))"
        let conflicts = try trial.shop.conflicts()
        for sku in Self.skus {
            let product = try trial.product(sku)
            let open = Set(conflicts.filter { $0.product == product }.map(\.field))
            if !open.contains(.price) {
                let there = trial.seller.price(sku).flatMap(PlainPrice.of)
                let known = [ours[sku + " price"], theirs[sku + " price"], "20"].compactMap { $0 }
                #expect(there.map(known.contains) == true, story)
            }
            if !open.contains(.title), let mine = ours[sku + " title"] {
                let there = trial.seller.title(sku)
                #expect(there == mine || there == theirs[sku + " title"], story)
            }
            #expect(open.contains(.stock) == false, story)
            #expect(trial.seller.stock(sku) == (try trial.level(sku)).available, story)
        }
        #expect(try trial.service.plan(trial.connection).rows.isEmpty, story)
        try checkOrders(story)
        try checkVariantsAndImages(conflicts, story)
    }

    /// What moves money and was not done waits for a person: the person says yes.
    private func settleMoney() throws {
        for item in try trial.shop.goingOut() where item.state == .inDoubt && item.lookedAt != nil {
            try trial.shop.perform(SettleEffects([item.id], .retry))
        }
    }

    private func checkOrders(_ story: Comment) throws {
        #expect(
            try trial.shop.boundIdentifiers("order", of: trial.connection.id) == Set(bought.map(\.order)),
            story)
        for sale in bought {
            let order = try #require(try trial.order(sale.order), story)
            let detail = try trial.shop.order(order)
            #expect(detail.lines.filter { $0.quantity > 0 }.count == 1, story)
            let shipments = trial.seller.shipments(sale.order).count
            #expect(shipments <= 1, story)
            if shipped.contains(sale.order), !cancelledThere.contains(sale.order) {
                #expect(shipments == 1, story)
            }
            let refunds = trial.seller.refunds(sale.order).count
            if !cancelledThere.contains(sale.order), !cancelledHere.contains(sale.order) {
                #expect(refunds <= refunded[sale.order] ?? 0, story)
            }
            if cancelledHere.contains(sale.order) { #expect(trial.seller.isCancelled(sale.order), story) }
        }
    }
}
