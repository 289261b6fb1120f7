package import Commerce
package import Connectors
package import Shop
import Synchronization

/// Sync as the command center and the command line use it: works in the background, answers plans, connects.
///
/// One Mercer a shop does the work, by a lock on a file beside the shop's; in the others it only answers.
package final class SyncService: Sendable {
    package let shop: Shop
    package let maker: any ChannelMaker
    /// What opens the connections' secrets.
    package let keys: KeyRing
    /// Nil where none is at hand: what comes back from a page is pasted then.
    package let browser: SellersBrowser?
    let clock: SyncClock
    /// The network of a demo, which can be pulled; nil where it is the real one.
    package let cable: Cable?
    let signal = Signal()
    /// Connections whose turn somebody asked for.
    let asked = Mutex<Set<ConnectionID>>([])
    let works = Mutex<[ConnectionID: KeptWork]>([:])
    let marks = Mutex<Int>(0)

    /// - Parameter keyPath: the file whose key opens the connections' secrets.
    package init(
        shop: Shop, maker: any ChannelMaker, keyPath: String, clock: SyncClock,
        browser: SellersBrowser? = nil, cable: Cable? = nil
    ) {
        self.cable = cable
        self.shop = shop
        self.maker = maker
        keys = KeyRing(shop: shop, path: keyPath)
        self.browser = browser
        self.clock = clock
    }

    /// What can be connected.
    package var platforms: [PlatformDescription] { maker.platforms }
}

/// The way to simulated channels: pulled, nothing gets through until it is put back.
package struct Cable: Sendable {
    package var isCut: @Sendable () -> Bool
    package var cut: @Sendable (Bool) -> Void

    package init(isCut: @escaping @Sendable () -> Bool, cut: @escaping @Sendable (Bool) -> Void) {
        self.isCut = isCut
        self.cut = cut
    }
}

/// Time as the engine sees it; a test makes its own.
package struct SyncClock: Sendable {
    package var now: @Sendable () -> Instant
    package var sleep: @Sendable (Double) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Instant, sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }

    package static func real(_ world: World) -> SyncClock {
        SyncClock(now: world.now) { seconds in try await Task.sleep(for: .seconds(seconds)) }
    }
}
