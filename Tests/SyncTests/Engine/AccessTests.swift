import Commerce
import Foundation
import Sandbox
import Shop
import Sync
import Synchronization
import Testing
import TestSupport

/// Keys: what they may not do, where they lie, and who has the right to sync.
@Suite struct AccessTests {
    @Test(arguments: [ConformingPlatform.woo7, .woo9])
    func `keys that may only read bring orders in, and say why nothing goes out`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let seller = try #require(trial.seller as? WooSeller)
        let bought = trial.seller.buy("MUG", 1)
        try await trial.sync()
        seller.shop.configure {
            $0.keys = [.init(consumerKey: "ck_full", secret: "cs_full", permission: .read)]
        }
        let order = try #require(try trial.order(bought))
        try trial.ship(order, number: "PARCEL-1")
        try trial.setPrice("MUG", to: "26")
        let later = trial.seller.buy("MUG", 1)
        try await trial.settle(2)
        #expect(try trial.order(later) != nil)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "24")
        let blocked = try trial.service.plan(trial.connection).blocked.first { $0.field == .price }
        #expect(blocked?.words.contains("may only read") == true, "\(String(describing: blocked))")
        let effect = try #require(try trial.shop.effects(of: order).first)
        #expect(effect.state == .rejected)
        #expect(effect.reason.contains("may only read"), "\(effect.reason)")
        #expect(trial.seller.shipments(bought).count == 0)
        #expect(try trial.shop.connection(named: trial.connection.handle).condition.state == .ready)
        // With keys that may, what was refused goes out by itself.
        trial.seller.restoreKeys()
        _ = try await trial.service.signIn(trial.connection, values: trial.seller.values)
        try await trial.settle(2)
        #expect(trial.seller.price("MUG").flatMap { PlainPrice.of($0) } == "26")
    }

    @Test func `whoever hears of a new connection can open it at once`() async throws {
        let here = try await TwoShops()
        let shop = here.shop
        try shop.perform(DisconnectShop(here.connections[0].id))
        let sealer = try here.service.keys.sealer(creating: false)
        let heard = Mutex<[Bool]>([])
        let observer = shop.observe { _ in
            // The engine looks at what is new as soon as this is called.
            for connection in (try? shop.connections()) ?? [] {
                let secrets = try? shop.secrets(of: connection.id, sealer: sealer)
                heard.withLock { $0.append(secrets?["key"] == "ck_full") }
            }
        }
        let values = ["url": "https://one.example", "key": "ck_full", "secret": "cs_full"]
        let identity = try await here.service.identify(kind: "woo", values: values)
        _ = try here.service.connect(kind: "woo", values: values, as: identity)
        shop.stopObserving(observer)
        #expect(heard.withLock { $0.count >= 2 && !$0.contains(false) }, "\(heard.withLock { $0 })")
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `the shop's file holds no secret in the open`(_ platform: ConformingPlatform) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        _ = trial.seller.buy("MUG", 1)
        try await trial.settle(2)
        let secrets = trial.seller.values.values.filter { $0.contains("_") }
        #expect(!secrets.isEmpty)
        var read = 0
        for ending in ["", "-wal"] {
            guard let bytes = FileManager.default.contents(atPath: trial.shop.path + ending) else { continue }
            read += bytes.count
            for secret in secrets {
                #expect(bytes.firstRange(of: Data(secret.utf8)) == nil, "\(ending): \(secret.prefix(3))…")
                let encoded = Data(secret.utf8).base64EncodedString().prefix(8)
                #expect(bytes.firstRange(of: Data(encoded.utf8)) == nil, "\(ending): \(secret.prefix(3))…")
            }
        }
        #expect(read > 10_000)
    }

    private func keyPath(_ trial: ChannelTrial) -> String {
        (trial.shop.path as NSString).deletingLastPathComponent + "/key"
    }

    @Test(arguments: ConformingPlatform.allCases)
    func `without its key file a connection wants to be signed in, and says what to do`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        let path = keyPath(trial)
        let key = try #require(FileManager.default.contents(atPath: path))
        try FileManager.default.removeItem(atPath: path)
        try trial.restart()
        let report = try await trial.sync()
        #expect(report.failure?.contains("is not at \(path)") == true, "\(report.words)")
        var condition = try trial.shop.connection(named: trial.connection.handle).condition
        #expect(condition.state == .signIn)
        #expect(!FileManager.default.fileExists(atPath: path), "no new key hides that the old one is gone")

        for (mode, isRefused) in [(0o644, true), (0o640, true), (0o604, true), (0o600, false)] {
            try key.write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            try trial.restart()
            let report = try await trial.sync()
            #expect((report.failure?.contains("chmod 600") == true) == isRefused, "\(report.words)")
        }
        condition = try trial.shop.connection(named: trial.connection.handle).condition
        #expect(condition.state == .ready)
    }

    @Test func `secrets open with their own key only`() async throws {
        let trial = try await ChannelTrial(.shopify)
        let other = Sealer(key: Data(repeating: 7, count: 32))
        #expect(throws: SealFailure.cannotOpen) {
            try trial.shop.secrets(of: trial.connection.id, sealer: other)
        }
        let path = keyPath(trial)
        try Data("short".utf8).write(to: URL(filePath: path))
        #expect(throws: SealFailure.badKey(path: path)) { try Sealer.open(at: path, creating: true) }
    }

    @Test func `only one Mercer syncs a shop, and the other says so`() async throws {
        let trial = try await ChannelTrial(.woo9, stocked: [("MUG", "24.00", 7)])
        let second = try Shop.open(at: trial.shop.path, world: trial.clock.world)
        let other = SyncService(
            shop: second, maker: SandboxMaker(trial.killer, clock: trial.clock), keyPath: keyPath(trial),
            clock: SyncClock(now: trial.clock.nowClosure, sleep: trial.clock.sleepClosure))
        let bought = trial.seller.buy("MUG", 1)
        let count = trial.network.requestCount
        do {
            let lock = try #require(try SyncLock.take(trial.shop))
            defer { withExtendedLifetime(lock) {} }
            await #expect {
                try await other.sync([trial.connection])
            } throws: { error in
                guard let refusal = error as? Refusal else { return false }
                return refusal.code == "syncing" && refusal.reason.contains("Another Mercer")
            }
            #expect(trial.network.requestCount == count)
        }
        let report = try await other.sync([trial.connection])[0]
        #expect(report.failure == nil)
        #expect(try trial.order(bought) != nil)
        try second.close()
    }
}
