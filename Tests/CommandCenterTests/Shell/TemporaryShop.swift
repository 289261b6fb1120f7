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
        let file = folder.appending(path: "shop.mercer")
        if isFurnished { try Self.furnished.get().write(to: file) }
        shop = try Shop.open(at: file.path, creating: true, world: Self.world)
        if !isFurnished {
            try shop.perform(
                SetUpShop(name: "Kiln & Clay", currency: "EUR", country: "DE", timeZone: "Europe/Berlin"),
                as: .mercer)
        }
    }

    private static let world = World.test(now: { TemporaryShop.now }, homeFolder: { "/home/seller" })

    /// The demo's shop as bytes: furnished once for all tests.
    private static let furnished = Result<Data, any Error> {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mercer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // A folder of the system's temporary ones that cannot be removed is no fault of the test.
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "demo.mercer")
        let shop = try Shop.open(at: file.path, creating: true, world: world)
        try DemoShop.furnish(shop, from: sampleData, today: CalendarDay("2026-11-20")!)
        let copy = folder.appending(path: "copy.mercer")
        try shop.backUp(to: copy.path)
        try shop.close()
        return try Data(contentsOf: copy)
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
