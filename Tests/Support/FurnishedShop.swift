package import Commerce
import Foundation
package import Shop

/// The demo shop as it stands at ten in the morning of Saturday, 21 November 2026, in a folder of its own.
package final class FurnishedShop: Sendable {
    package let shop: Shop
    private let folder: ShopFolder
    /// 10:00 in Berlin.
    package static let now = Instant(milliseconds: 1_795_251_600_000)

    /// One for all tests that only look: furnishing takes a second.
    package static let looked = Result { try FurnishedShop() }

    package init() throws {
        folder = try ShopFolder(now: Self.now)
        shop = try folder.open()
        let samples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "SampleData")
        let zone = ShopZone(identifier: DemoShop.timeZone) ?? .utc
        try DemoShop.furnish(shop, from: samples.path, today: zone.day(of: Self.now))
    }
}
