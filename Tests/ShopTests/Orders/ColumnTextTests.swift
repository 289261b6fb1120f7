import Commerce
import Foundation
import Testing
import TestSupport

@testable import Shop

/// What is written without Foundation's coders reads as if they had written it.
@Suite struct ColumnTextTests {
    @Test func `an address is kept as JSON would keep it, and comes back the same`() throws {
        for seed in UInt64(1)...2_000 {
            var random = SeededRandom(seed: seed)
            func word() -> String { random.chance(1, in: 3) ? random.nastyText() : "Lindenstr. 5" }
            let address = PostalAddress(
                name: word(), company: word(), street: word(), extra: word(), city: word(), province: word(),
                postcode: word(), country: random.chance(1, in: 2) ? CountryCode(code: "GE") : nil,
                countryText: word(), phone: word())
            let text = address.columnText
            #expect(try text == JSONText.encode(address), "seed \(seed)")
            #expect(PostalAddress(columnText: text) == address, "seed \(seed)")
        }
    }

    @Test func `what was seen of an order, and what a file says more, is the same text as ever`() throws {
        for seed in UInt64(1)...500 {
            var random = SeededRandom(seed: seed)
            var view = OrderView()
            view.payment = random.chance(1, in: 4) ? nil : .paid
            view.isOnHold = random.chance(1, in: 2)
            view.email = random.nastyText()
            view.shipTo = PostalAddress(name: random.nastyText(), street: "Rustaveli 1").columnText
            #expect(try view.text == JSONText.encode(view), "seed \(seed)")
            let extra = [random.nastyText(): random.nastyText(), "rate": "1.1", "a": "/"]
            #expect(try ExtraText.encode(extra) == JSONText.encode(extra), "seed \(seed)")
        }
    }

    @Test(arguments: [
        "", "{", "[]", "{}x", #"{"a"}"#, #"{"a":}"#, #"{"a":"b",}"#, #"{"a":"b\u0041"}"#, #"{"a":{}}"#,
        #"{"a":["b"]}"#, #"{ "a":"b"}"#, "{\"a\":\"\n\"}", #"{"a":"b""#,
    ])
    func `text that the writer would not write is left to the coders`(_ text: String) {
        #expect(FlatJSON.members(of: text) == nil)
    }

    @Test(arguments: [
        #"{"city":"Berlin"}"#, #"{"firstSeen":1}"#, #"{"name":1}"#, "null",
    ])
    func `half an address is none`(_ text: String) {
        #expect(PostalAddress(columnText: text) == nil)
    }

    @Test func `what a variant's binding remembers comes back, however it was written`() throws {
        for stockItem in ["", "gid://shopify/InventoryItem/7", "with \"quotes\""] {
            let binding = VariantBinding(
                stockItem: stockItem, firstSeen: 1_795_000_000_000, isImported: true, isAssembled: false)
            let back = try VariantBinding(binding.text)
            #expect(back.stockItem == stockItem && back.firstSeen == binding.firstSeen)
            #expect(back.isImported && !back.isAssembled)
        }
        #expect(throws: (any Error).self) { try VariantBinding(#"{"firstSeen":"soon"}"#) }
    }

    @Test func `bytes packed one after the other come back each for itself`() throws {
        let packing = Packing()
        for seed in UInt64(1)...200 {
            var random = SeededRandom(seed: seed)
            let data = Data((0..<random.integer(in: 1...60)).map { _ in random.nastyText() }.joined().utf8)
            let packed = try #require(packing.packed(data))
            #expect(Packing.unpacked(packed, size: data.count) == data, "seed \(seed)")
        }
    }
}
