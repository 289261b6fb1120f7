import Commerce
import Foundation
import Shop
import TestSupport
import Testing

/// A shop in a folder of its own, gone when the test is over.
final class TemporaryShop {
    let shop: Shop
    private let folder: URL
    /// Friday, 20 November 2026, 10:00 in Berlin.
    static let now = Instant("2026-11-20T09:00:00Z")!

    /// - Parameter isFurnished: whether it is the demo's shop of that day.
    init(isFurnished: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "mercer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        shop = try Shop.open(
            at: folder.appending(path: "shop.mercer").path, creating: true,
            world: .test(now: { Self.now }, homeFolder: { "/home/seller" }))
        if isFurnished {
            try DemoShop.furnish(shop, from: Self.sampleData, today: CalendarDay("2026-11-20")!)
        } else {
            try shop.perform(
                SetUpShop(name: "Kiln & Clay", currency: "EUR", country: "DE", timeZone: "Europe/Berlin"),
                as: .mercer)
        }
    }

    private static var sampleData: String {
        URL(filePath: #filePath).appending(path: "../../../../SampleData").standardized.path
    }

    deinit {
        // A folder of the system's temporary ones that cannot be removed is no fault of the test.
        try? shop.close()
        try? FileManager.default.removeItem(at: folder)
    }
}
