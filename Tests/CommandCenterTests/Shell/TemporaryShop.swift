import Commerce
import Foundation
import Shop
import TestSupport
import Testing

/// A shop in a folder of its own, gone when the test is over.
final class TemporaryShop {
    let shop: Shop
    private let folder: URL
    /// Friday, 20 November 2026, 14:00 in Berlin.
    static let now = Instant("2026-11-20T13:00:00Z")!

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "mercer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        shop = try Shop.open(
            at: folder.appending(path: "shop.mercer").path, creating: true,
            world: .test(now: { Self.now }, homeFolder: { "/home/seller" }))
        for (key, value) in [
            ("name", "Kiln & Clay"), ("currency", "EUR"), ("country", "DE"), ("timeZone", "Europe/Berlin"),
        ] { try shop.perform(ChangeSetting(key: key, value: value), as: .mercer) }
    }

    deinit {
        // A folder of the system's temporary ones that cannot be removed is no fault of the test.
        try? shop.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
