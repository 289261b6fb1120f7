import Commerce
import Foundation
import Shop

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The furnished shop: in the state folder and gone with the Mercer that looks at it, or where the seller keeps it.
struct DemoPlace {
    let path: String
    let day: CalendarDay
    /// A clock that begins at ten in the morning of the demo's day: what is shown is the same each time.
    let world: World
    /// Ten o'clock on that day, by the demo's clock.
    let morning: Instant
    let isThrownAway: Bool

    /// - Parameter day: nil for today.
    init(_ session: Session, day: CalendarDay? = nil, keepsFile: Bool = false) throws {
        self.day = day ?? ShopZone.utc.day(of: session.world.now())
        let zone = ShopZone(identifier: DemoShop.timeZone) ?? .utc
        morning = zone.instant(of: self.day, hour: 10, minute: 0)
        world = Self.world(session.world, from: morning)
        if let kept = session.options.shop {
            path = kept
            isThrownAway = false
        } else if keepsFile {
            path = session.places.state + "/demo.mercer"
            isThrownAway = false
            Self.remove(path)
        } else {
            // One for each Mercer that runs, so that a second demo does not pull the first one's file away.
            path = session.places.state + "/demo-\(getpid()).mercer"
            isThrownAway = true
            Self.removeLeftOvers(in: session.places.state)
            Self.remove(path)
        }
        try session.makeFolder(of: path)
    }

    /// The demo's shop. One the seller keeps is furnished once and then opened as it is.
    func open() throws -> Shop {
        // While it is furnished the clock stands still: identifiers hold the moment they were made at.
        var still = world
        let morning = morning
        still.now = { morning }
        let shop = try Shop.open(at: path, creating: true, world: still)
        if try shop.isUntouched() {
            do {
                let data = try ShippedFolders(world: world).path(of: .sampleData)
                try DemoShop.furnish(shop, from: data, today: day)
            } catch {
                try shop.close()
                Self.remove(path)
                throw error
            }
        }
        try shop.close()
        return try Shop.open(at: path, world: world)
    }

    /// Where the key to the keys of its simulated channels is.
    var keyPath: String { path + ".key" }

    func removeIfThrownAway() {
        if isThrownAway { Self.remove(path) }
    }

    /// Removes the file and what stands beside it.
    private static func remove(_ path: String) {
        for ending in ["", "-wal", "-shm", "-backups", "-sync", ".key"] {
            try? FileManager.default.removeItem(atPath: path + ending)  // What is not there need not go.
        }
    }

    private static func world(_ real: World, from morning: Instant) -> World {
        let began = real.now()
        var world = real
        world.now = { morning.adding(milliseconds: real.now().milliseconds(since: began)) }
        return world
    }

    /// Demos whose Mercer was killed.
    private static func removeLeftOvers(in folder: String) {
        // A folder that cannot be read has nothing that we could remove.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix("demo-") {
            let number = name.dropFirst(5).prefix { $0.isNumber }
            guard let process = Int32(number), kill(process, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: folder + "/" + name)  // The next demo tries again.
        }
    }
}
