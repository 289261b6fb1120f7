import CommandCenter
import Shop
import Terminal
import TestSupport
import Testing

struct FrameTests {
    @Test func `digits go to the panes and the header says where one is`() throws {
        let temporary = try TemporaryShop()
        let app = try CommandCenterApp.settled(
            shop: temporary.shop, keys: [.character("2")], size: Size(120, 36), clock: { TemporaryShop.now })
        let text = app.view(Size(120, 36)).text
        #expect(text.hasPrefix(" Kiln & Clay"))
        #expect(text.contains("[2 Sell]"))
    }
}
