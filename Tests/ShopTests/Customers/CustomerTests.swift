import Commerce
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Shop

@Suite struct CustomerTests {
    private func order(
        _ number: String, for customer: CustomerID, total: Int64, currency: String, _ shop: Shop
    ) throws {
        try shop.bookkeeping { db in
            try db.execute(
                sql: """
                    INSERT INTO orders(id, number, currency, placed_at, payment, fulfillment, total, customer_id)
                    VALUES ((SELECT coalesce(max(id), 0) + 1 FROM orders), ?, ?, 0, 'paid', 'unallocated', ?, ?)
                    """, arguments: [number, currency, total, customer.rawValue])
        }
    }

    @Test func `a customer is taken in, changed, noted and found`() throws {
        let shop = try ShopFolder().open()
        let anna = try shop.perform(
            CreateCustomer(
                CustomerSheet(name: "Anna  Keller", email: " Anna@Example.COM ", country: "Germany"))
        ).outcome
        try shop.perform(ChangeCustomer(anna, [.init(.phone, "+49 30 1"), .init(.tags, "friend, vip")]))
        try shop.perform(NoteOnCustomer(anna, text: "rings twice"))

        let detail = try #require(try shop.customerDetail(anna))
        #expect(detail.sheet.name == "Anna Keller")
        #expect(detail.sheet.email == "anna@example.com")
        #expect(detail.sheet.country == "DE")
        #expect(detail.sheet.tags == ["friend", "vip"])
        #expect(detail.notes.map(\.text) == ["rings twice"])
        #expect(try shop.customerNamed("anna@example.com") == anna)
        #expect(try shop.customerNamed("Anna Keller") == anna)
        _ = try shop.undo()
        _ = try shop.undo()
        #expect(try shop.customerDetail(anna)?.sheet.phone == "")
    }

    @Test func `what cannot be kept is refused`() throws {
        let shop = try ShopFolder().open()
        try shop.perform(CreateCustomer(CustomerSheet(name: "Anna", email: "anna@example.com")))
        for (sheet, code) in [
            (CustomerSheet(), "no-name"), (CustomerSheet(name: "B", email: "anna"), "bad-email"),
            (CustomerSheet(name: "B", country: "Atlantis"), "bad-country"),
            (CustomerSheet(name: "B", email: "ANNA@example.com"), "same-email"),
        ] {
            let refusal = #expect(throws: Refusal.self) { try shop.perform(CreateCustomer(sheet)) }
            #expect(refusal?.code == code)
        }
    }

    @Test func `merging brings orders and notes along, and undo parts them again`() throws {
        let shop = try ShopFolder().open()
        let anna = try shop.perform(CreateCustomer(CustomerSheet(name: "Anna", email: "anna@example.com")))
            .outcome
        let twin = try shop.perform(
            CreateCustomer(CustomerSheet(name: "A. Keller", phone: "123456", tags: ["vip"]))
        ).outcome
        try order("W-1", for: twin, total: 500, currency: "EUR", shop)
        try shop.perform(NoteOnCustomer(twin, text: "careful"))
        let before = try shop.everything()

        let merged = try shop.perform(MergeCustomers(into: anna, others: [twin, anna]))
        #expect(merged.summary == "A. Keller merged into Anna, with 1 order")
        let detail = try #require(try shop.customerDetail(anna))
        #expect(detail.orders.map(\.number) == ["W-1"])
        #expect(detail.notes.count == 1)
        #expect(detail.sheet.phone == "123456")
        #expect(detail.sheet.tags == ["vip"])
        #expect(try shop.customerDetail(twin) == nil)
        _ = try shop.undo()
        let after = try shop.everything()
        #expect(after["customers"] == before["customers"])
        #expect(after["orders"] == before["orders"])
        #expect(after["notes"] == before["notes"])
    }

    @Test func `what a customer spent is a sum for each currency`() throws {
        let shop = try ShopFolder().open()
        let anna = try shop.perform(CreateCustomer(CustomerSheet(name: "Anna"))).outcome
        try order("1", for: anna, total: 500, currency: "EUR", shop)
        try order("2", for: anna, total: 250, currency: "EUR", shop)
        try order("3", for: anna, total: 900, currency: "JPY", shop)
        let totals = try #require(try shop.customerDetail(anna)).totals
        #expect(totals.map(\.description) == ["€7.50", "¥900"])
    }

    @Test func `the list is filtered by words in any script, fields and counts`() throws {
        let shop = try ShopFolder().open()
        let nino = try shop.perform(
            CreateCustomer(CustomerSheet(name: "ნინო ბერიძე", email: "nino@example.ge", country: "GE"))
        ).outcome
        let owe = try shop.perform(CreateCustomer(CustomerSheet(name: "Öwe Ål", country: "SE"))).outcome
        try order("1", for: nino, total: 1, currency: "GEL", shop)
        func found(_ text: String) throws -> [CustomerID] {
            let filter = try FilterExpression(text, vocabulary: CustomerQuery.vocabulary)
            return try shop.customers(CustomerQuery(filter: filter), limit: 10).map(\.id)
        }
        #expect(try found("ბერიძე") == [nino])
        #expect(try found("öwe") == [owe])
        #expect(try found("country:ge") == [nino])
        #expect(try found("never") == [owe])
        #expect(try found("orders>=1") == [nino])
        #expect(try found("-nino") == [owe])
        #expect(try found("nobody") == [])
    }
}
