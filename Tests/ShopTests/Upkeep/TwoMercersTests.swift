import Commerce
import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Shop

/// Two Mercers on one file.
@Suite struct TwoMercersTests {
    @Test func `two that write at once neither lose a change nor lock each other out`() async throws {
        let folder = try ShopFolder()
        let shops = [try folder.open(), try folder.open()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, shop) in shops.enumerated() {
                group.addTask {
                    for number in 0..<150 { try shop.perform(AddPlainProduct(title: "\(index)-\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try shops[0].number("SELECT count(*) FROM products") == 300)
        #expect(try shops[0].number("SELECT count(DISTINCT id) FROM entries") == 300)
        #expect(try shops[1].check().isSound)
    }

    @Test func `each hears of the other's changes within a second, and of its own once`() throws {
        let folder = try ShopFolder()
        let here = try folder.open()
        let there = try folder.open()
        let heardThere = Mutex<[ChangeNotice]>([])
        let heardHere = Mutex<[ChangeNotice]>([])
        there.observe { notice in heardThere.withLock { $0.append(notice) } }
        here.observe { notice in heardHere.withLock { $0.append(notice) } }
        try there.watchOthers()
        try here.watchOthers()

        let added = try here.perform(AddPlainProduct(title: "Mug"))
        let deadline = ContinuousClock.now + .seconds(1)
        while heardThere.withLock({ $0.isEmpty }), ContinuousClock.now < deadline { usleep(2000) }
        let told = try #require(heardThere.withLock { $0.first })
        #expect(told.fromElsewhere)
        #expect(told.entries == [added.entry])
        #expect(told.products == [ProductID(rawValue: added.outcome)])
        usleep(100_000)
        #expect(heardHere.withLock { $0.map(\.fromElsewhere) } == [false])
    }

    @Test func `two that make one shop at the same time make one shop`() async throws {
        let folder = try ShopFolder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try folder.open().close() } }
            try await group.waitForAll()
        }
        #expect(try folder.open().check().isSound)
    }
}
