import Commerce
import Shop
import Terminal

@testable import CommandCenter

/// The whole app on a shop, driven by keys, with every read and write done at once.
struct Driven {
    let temporary: TemporaryShop
    var app: CommandCenterApp
    var size: Size

    init(
        _ place: Place, isFurnished: Bool = false, isConnected: Bool = false, size: Size = Size(120, 36),
        look: Look = .unicode, sync: SyncView? = nil
    ) throws {
        temporary = try TemporaryShop(isFurnished: isFurnished || isConnected)
        if isConnected { try ConnectedShop.furnish(temporary.shop) }
        self.size = size
        app = try CommandCenterApp.settled(
            shop: temporary.shop, place: place, size: size, look: look,
            sync: sync ?? (isConnected ? ConnectedShop.view : SyncView()),
            clock: { TemporaryShop.now })
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

    /// Answers the newest call of a pane with this, as a channel would; false where none was made.
    mutating func answer(_ value: any Sendable) -> Bool {
        guard let call = app.calling.max(by: { $0.key < $1.key })?.value else { return false }
        app.settle(.message(.called(call, .success(value))), on: temporary.shop)
        return true
    }

    /// Refuses it in these words.
    mutating func refuse(_ reason: String) -> Bool {
        guard let call = app.calling.max(by: { $0.key < $1.key })?.value else { return false }
        app.settle(.message(.called(call, .failure(Refused(reason: reason)))), on: temporary.shop)
        return true
    }

    /// Refuses the call of that tag, whether or not there are newer ones.
    mutating func refuse(_ reason: String, of tag: String) {
        for call in app.calling.values where call.tag == tag {
            app.settle(.message(.called(call, .failure(Refused(reason: reason)))), on: temporary.shop)
        }
    }

    /// Goes to a place, to a thing there, as another place would send the seller.
    mutating func open(_ place: Place, _ target: Target) {
        let known = app
        // A driven app is opened anew at the place: the panes begin as at a start.
        app =
            (try? CommandCenterApp.settled(
                shop: temporary.shop, place: place, target: target, size: size, look: known.look,
                sync: known.sync, clock: { TemporaryShop.now })) ?? known
    }
}
