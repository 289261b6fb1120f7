package import Commerce
import Foundation
package import Shop
import Synchronization

/// A folder of its own for one test, with a shop in it, removed when the test is over.
package final class ShopFolder: Sendable {
    package let path: String
    private let clock: Mutex<Instant>

    package init(now: Instant = Instant(milliseconds: 1_795_248_000_000)) throws {
        path = NSTemporaryDirectory() + "mercer-test-" + UUID().uuidString
        clock = Mutex(now)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }  // What is left is the system's to clear.

    package var file: String { path + "/shop.mercer" }

    /// The clock stands still until it is moved on.
    package func wait(milliseconds: Int64) { clock.withLock { $0 = $0.adding(milliseconds: milliseconds) } }

    /// A world whose clock is this folder's, whose chance is a counter, and whose environment is empty.
    package var world: World {
        World(
            now: { self.clock.withLock { $0 } }, randomBits: { 4 }, environment: { _ in nil },
            homeFolder: { self.path })
    }

    package func open() throws -> Shop { try Shop.open(at: file, creating: true, world: world) }
}
