import CommandCenter
import Commerce
import Shop
import Terminal

/// The whole app on a shop, driven by keys, with every read and write done at once.
struct Driven {
    let temporary: TemporaryShop
    var app: CommandCenterApp
    var size: Size

    init(
        _ place: Place, isFurnished: Bool = false, size: Size = Size(120, 36), look: Look = .unicode
    ) throws {
        temporary = try TemporaryShop(isFurnished: isFurnished)
        self.size = size
        app = try CommandCenterApp.settled(
            shop: temporary.shop, place: place, size: size, look: look, clock: { TemporaryShop.now })
    }

    /// Keys by their spellings, blanks between them.
    mutating func press(_ spellings: String) {
        for spelling in spellings.split(separator: " ") {
            if let key = Key(spelling) { app.settle(.input(.key(key)), on: temporary.shop) }
        }
    }

    mutating func type(_ text: String) {
        for character in text { app.settle(.input(.key(.character(character))), on: temporary.shop) }
    }

    mutating func paste(_ text: String) { app.settle(.input(.paste(text)), on: temporary.shop) }

    mutating func click(_ point: Point) {
        app.settle(.input(.mouse(MouseEvent(.press(.left), at: point))), on: temporary.shop)
    }

    mutating func resize(to size: Size) {
        self.size = size
        app.settle(.input(.resize(size)), on: temporary.shop)
    }

    var frame: Frame { app.view(size) }
    var text: String { frame.text }
    var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    /// The last line that is drawn.
    var footer: String { lines[size.rows - 1] }

    /// How many entries the journal has.
    func entryCount() throws -> Int { try temporary.shop.entries(limit: 100_000).count }
}
