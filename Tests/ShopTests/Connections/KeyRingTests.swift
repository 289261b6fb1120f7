import Commerce
import Foundation
import Shop
import TestSupport
import Testing

/// The connections' secrets, sealed by a key file or by a passphrase.
@Suite struct KeyRingTests {
    private let folder: ShopFolder
    private let shop: Shop
    private let id: ConnectionID
    private let path: String
    private let secrets = ["token": "shpat_SECRET"]

    /// A guess costs next to nothing here.
    private static let rounds = 16

    init() throws {
        folder = try ShopFolder()
        shop = try folder.open()
        try shop.perform(
            SetUpShop(
                name: "Kiln & Clay", currency: "EUR", country: "DE",
                timeZone: "Europe/Berlin"))
        id = try shop.perform(
            ConnectShop(
                kind: "woo", name: "WooCommerce", prefix: "W", shop: "1", url: "", currency: "EUR",
                settings: [:])
        ).outcome.connection
        path = folder.path + "/key"
        try shop.keepSecrets(secrets, of: id, sealer: KeyRing(shop: shop, path: path).sealer(creating: true))
    }

    private func opened(_ keys: KeyRing) throws -> [String: String] {
        try shop.secrets(of: id, sealer: keys.sealer(creating: false))
    }

    @Test func `to a passphrase and back, all secrets are sealed anew and can be opened`() throws {
        let keys = KeyRing(shop: shop, path: path)
        #expect(try !keys.isLocked())
        try keys.usePassphrase("Tonkrug am Fenster", rounds: Self.rounds)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try !keys.isLocked() && opened(keys) == secrets)
        let later = KeyRing(shop: shop, path: path)
        #expect(try later.isLocked())
        #expect(throws: SealFailure.locked) { try opened(later) }
        try later.unlock("Tonkrug am Fenster")
        #expect(try opened(later) == secrets)
        try later.useKeyFile()
        #expect(try opened(KeyRing(shop: shop, path: path)) == secrets)
        #expect(try !later.hasPassphrase())
    }

    @Test func `a wrong passphrase is told from none, and loses nothing`() throws {
        try KeyRing(shop: shop, path: path).usePassphrase("right right", rounds: Self.rounds)
        let keys = KeyRing(shop: shop, path: path)
        for wrong in ["right  right", "Right right", ""] {
            #expect(throws: SealFailure.wrongPassphrase, "\(wrong)") { try keys.unlock(wrong) }
            #expect(throws: SealFailure.locked) { try keys.sealer(creating: true) }
        }
        #expect(throws: SealFailure.locked) { try keys.useKeyFile() }
        #expect(!FileManager.default.fileExists(atPath: path))
        try keys.unlock("right right")
        #expect(try opened(keys) == secrets)
    }

    @Test func `letters are the same however they were composed`() throws {
        try KeyRing(shop: shop, path: path).usePassphrase("Z\u{FC}rich blau", rounds: Self.rounds)
        let keys = KeyRing(shop: shop, path: path)
        try keys.unlock("Zu\u{308}rich blau")
        #expect(try opened(keys) == secrets)
    }

    @Test func `a changed passphrase locks who knows only the old one`() throws {
        let keys = KeyRing(shop: shop, path: path)
        try keys.usePassphrase("the first one", rounds: Self.rounds)
        let other = KeyRing(shop: shop, path: path)
        try other.unlock("the first one")
        try keys.usePassphrase("the second one", rounds: Self.rounds)
        #expect(try other.isLocked())
        #expect(throws: SealFailure.locked) { try opened(other) }
        #expect(throws: SealFailure.wrongPassphrase) { try other.unlock("the first one") }
    }

    @Test func `one secret that cannot be opened leaves all as they were`() throws {
        let second = try shop.perform(
            ConnectShop(
                kind: "woo", name: "Second", prefix: "V", shop: "2", url: "", currency: "EUR", settings: [:])
        ).outcome.connection
        try shop.keepSecrets(
            secrets, of: second, sealer: Sealer(key: Data(repeating: 7, count: 32)))
        let keys = KeyRing(shop: shop, path: path)
        #expect(throws: SealFailure.cannotOpen) {
            try keys.usePassphrase("whatever it is", rounds: Self.rounds)
        }
        #expect(try !keys.hasPassphrase() && opened(keys) == secrets)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func `a lost key does not seal what cannot be opened under a new passphrase`() throws {
        try FileManager.default.removeItem(atPath: path)
        let keys = KeyRing(shop: shop, path: path)
        #expect(throws: SealFailure.missingKey(path: path)) {
            try keys.usePassphrase("whatever it is", rounds: Self.rounds)
        }
    }

    @Test func `a passphrase that is lost is dropped with what it sealed, and the channel wants a sign-in`()
        throws
    {
        try KeyRing(shop: shop, path: path).usePassphrase("lost for ever", rounds: Self.rounds)
        let keys = KeyRing(shop: shop, path: path)
        try keys.forget()
        #expect(try shop.connections().first?.condition.state == .signIn)
        #expect(try shop.secrets(of: id, sealer: keys.sealer(creating: true)).isEmpty)
    }
}
