package import Commerce
import CSQLiteSession
import GRDB
import Synchronization

/// The shop: one file, one way to write it, many ways to read it.
///
/// All calls block until they are done; a caller that must not wait calls from a thread of its own. Writes are
/// in order, reads see the last whole Action.
package final class Shop: Sendable {
    package let path: String
    let pool: any DatabaseWriter
    /// Nil where the file is only read: the one connection does it then.
    private let readers: ReaderShelf?
    let world: World
    let seat: Int
    let observers = Mutex<[Int: @Sendable (ChangeNotice) -> Void]>([:])
    let nextObserver = Mutex<Int>(0)
    /// Entries up to here have been told to the observers, or are older than this opening.
    let told = Mutex<Told>(Told())
    private let watch = Mutex<WriteAheadWatch?>(nil)

    private init(
        path: String, pool: any DatabaseWriter, readers: ReaderShelf? = nil, world: World, seat: Int
    ) {
        self.path = path
        self.pool = pool
        self.readers = readers
        self.world = world
        self.seat = seat
    }

    /// Opens the shop at the path, bringing an older file up to date after a backup.
    ///
    /// - Parameter creating: whether a file that is missing is made. It then has no settings yet.
    /// - Throws: ``ShopError``.
    package static func open(
        at path: String, creating: Bool = false, seat: Int = 0, world: World
    ) throws -> Shop {
        try ShopError.translating(path: path) {
            try FileState.check(path, creating: creating)
            _ = mercer_sqlite_without_memory_count()
            let pool = try DatabasePool(path: path, configuration: configuration)
            try Migrations.bringUpToDate(pool, path: path, now: world.now())
            // GRDB sets NORMAL when it turns the write-ahead log on; what was acknowledged must survive a power cut.
            // A part of a long read or import touches some thousand pages, by the indexes of its products: all of them
            // stay in memory until it is whole, and are copied into the file after several such parts, not each.
            try pool.writeWithoutTransaction {
                try $0.execute(
                    sql: """
                        PRAGMA synchronous = FULL; PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 4000
                        """)
            }
            let readers = ReaderShelf(path: path, configuration: configuration)
            let shop = Shop(path: path, pool: pool, readers: readers, world: world, seat: seat)
            let newest = try shop.newestEntry()
            shop.told.withLock { $0.upTo = newest }
            return shop
        }
    }

    /// Opens the shop to read from it alone: nothing is written, so nothing is waited for, and a file that may only be
    /// read will do. An older file is brought up to date first, which needs more.
    ///
    /// - Throws: ``ShopError``; so does every write to it.
    package static func openToRead(at path: String, world: World) throws -> Shop {
        try ShopError.translating(path: path) {
            try FileState.checkReadable(path)
            var reading = configuration
            reading.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: reading)
            let (version, application) = try queue.read { db in
                (
                    try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                    try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                )
            }
            guard application == Migrations.applicationID else { throw ShopError.notAShop(path: path) }
            guard version <= Migrations.newest else {
                throw ShopError.newer(fileVersion: version, ours: Migrations.newest)
            }
            guard version == Migrations.newest else {
                try queue.close()
                return try open(at: path, world: world)
            }
            return Shop(path: path, pool: queue, world: world, seat: 0)
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 3
        configuration.label = "mercer"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -4000")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Closes the file. What comes after fails.
    package func close() throws {
        watch.withLock { $0 = nil }
        try readers?.close()
        try pool.close()
    }

    /// Reads from the last whole state of the file.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try ShopError.translating(path: path) { try readers?.read(body) ?? pool.read(body) }
    }

    /// The moment it is, by the world's clock.
    package var now: Instant { world.now() }

    /// The settings the shop's rules read.
    package func settings() throws -> ShopSettings { try read { try ShopSettings.fetch($0) } }

    /// Starts telling observers of what other programs write to the file, without ever waking when nothing is
    /// written.
    package func watchOthers() throws {
        let watch = try WriteAheadWatch(path: path + "-wal") { [weak self] in self?.tellOfOthers() ?? true }
        self.watch.withLock { $0 = watch }
    }
}

/// Which entries the observers of this opening know of.
struct Told {
    var upTo: Int64 = 0
    /// Our own entries, told at their commit, that the watch has not passed yet.
    var own: Set<Int64> = []
}
