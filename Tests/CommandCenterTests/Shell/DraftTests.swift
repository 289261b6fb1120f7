import CommandCenter
import Commerce
import Shop
import Terminal
import TestSupport
import Testing

struct DraftTests {
    @Test func `what is being written is kept as it is typed and dropped when it is saved`() throws {
        let temporary = try TemporaryShop()
        try temporary.shop.keepDraft("note/1", "half a thou")
        #expect(try temporary.shop.drafts() == ["note/1": "half a thou"])
        try temporary.shop.keepDraft("note/1", nil)
        #expect(try temporary.shop.drafts().isEmpty)
    }

    @Test func `a draft of another form's making is not put into the wrong fields`() throws {
        let temporary = try TemporaryShop()
        let before = try temporary.shop.entries().count
        try temporary.shop.keepDraft("order/new", "one field only")
        var app = try CommandCenterApp.settled(
            shop: temporary.shop, place: .fulfill, keys: [.character("n")], size: Size(80, 24),
            clock: { TemporaryShop.now })
        app.settle(.input(.key(.escape)), on: temporary.shop)
        #expect(try temporary.shop.entries().count == before)
    }

    @Test func `drafts and remembered views are bookkeeping: no entry, no undo`() throws {
        let temporary = try TemporaryShop()
        let before = try temporary.shop.entries().count
        try temporary.shop.keepDraft("a", "b")
        try temporary.shop.rememberView("filter/sell.active", "mug")
        #expect(try temporary.shop.entries().count == before)
        #expect(try temporary.shop.viewStates() == ["filter/sell.active": "mug"])
    }
}
