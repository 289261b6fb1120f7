import Commerce
import Crypto
import Foundation
import GRDB
import Synchronization

/// What opens the secrets of a shop's connections: the key in a file beside, or one made of a passphrase.
///
/// A passphrase is asked for by whoever has a terminal, once, and given to ``unlock(_:)``; the key made of it is held
/// in memory alone.
package final class KeyRing: Sendable {
    private let shop: Shop
    private let path: String
    private let made = Mutex<MadeKey?>(nil)

    /// A key that was made of the passphrase, and of which salt: with another salt it is another passphrase's.
    private struct MadeKey: Sendable {
        let salt: Data
        let sealer: Sealer
    }

    /// - Parameter path: the key's file.
    package init(shop: Shop, path: String) {
        self.shop = shop
        self.path = path
    }

    /// Whether the passphrase is wanted before anything can be opened.
    package func isLocked() throws -> Bool {
        guard let passphrase = try shop.passphrase() else { return false }
        return made.withLock { $0?.salt != passphrase.salt }
    }

    /// Whether secrets are sealed by a passphrase.
    package func hasPassphrase() throws -> Bool { try shop.passphrase() != nil }

    /// Takes the passphrase. Takes about a second.
    ///
    /// - Throws: ``SealFailure/wrongPassphrase``.
    package func unlock(_ text: String) throws {
        guard let passphrase = try shop.passphrase() else { return }
        let sealer = try Sealer(passphrase: text, salt: passphrase.salt, rounds: passphrase.rounds)
        guard (try? sealer.open(passphrase.proof, for: KeptPassphrase.purpose)) != nil else {
            throw SealFailure.wrongPassphrase
        }
        made.withLock { $0 = MadeKey(salt: passphrase.salt, sealer: sealer) }
    }

    /// What seals and opens now.
    ///
    /// - Parameter creating: whether a key's file is made where there is none and no passphrase.
    /// - Throws: ``SealFailure``.
    package func sealer(creating: Bool) throws -> Sealer {
        guard let passphrase = try shop.passphrase() else {
            return try Sealer.open(at: path, creating: creating)
        }
        guard let made = made.withLock({ $0 }), made.salt == passphrase.salt else { throw SealFailure.locked }
        return made.sealer
    }

    /// Seals all secrets anew by this passphrase, all of them or none, and removes the key's file.
    ///
    /// - Parameter rounds: what a guess costs; less only in tests.
    package func usePassphrase(_ text: String, rounds: Int = Sealer.usualRounds) throws {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let next = try Sealer(passphrase: text, salt: salt, rounds: rounds)
        let proof = try next.seal(Data("Mercer".utf8), for: KeptPassphrase.purpose)
        try shop.reseal(
            from: oldSealer(), to: next, KeptPassphrase(salt: salt, rounds: rounds, proof: proof))
        made.withLock { $0 = MadeKey(salt: salt, sealer: next) }
        // Were it left, it would still open the backups that were made before.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Seals all secrets anew by a key in a file.
    package func useKeyFile() throws {
        guard try shop.passphrase() != nil else { return }
        let old = try sealer(creating: false)
        try shop.reseal(from: old, to: Sealer.open(at: path, creating: true), nil)
        made.withLock { $0 = nil }
    }

    /// Throws away what a lost passphrase has sealed, and the passphrase: the channels are signed in to anew.
    package func forget() throws {
        try shop.forgetSealed()
        made.withLock { $0 = nil }
    }

    /// Nil where nothing is sealed yet and there is no key either.
    private func oldSealer() throws -> Sealer? {
        do { return try sealer(creating: false) } catch SealFailure.missingKey(let path) {
            guard try !shop.hasSecrets() else { throw SealFailure.missingKey(path: path) }
            return nil
        }
    }
}

/// What the shop's file knows of the passphrase: enough to prove one right, and nothing to find it by but guessing.
struct KeptPassphrase {
    static let purpose = "passphrase"

    let salt: Data
    let rounds: Int
    let proof: Data
}

extension Shop {
    func passphrase() throws -> KeptPassphrase? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT salt, rounds, proof FROM passphrases WHERE id = 1").map {
                KeptPassphrase(salt: $0[0], rounds: $0[1], proof: $0[2])
            }
        }
    }

    fileprivate func hasSecrets() throws -> Bool {
        try read { db in try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM secrets)") ?? false }
    }

    fileprivate func forgetSealed() throws {
        try sync { db in
            for connection in try Connection.fetchAll(db) {
                try db.execute(
                    sql: "DELETE FROM secrets WHERE connection_id = ?", arguments: [connection.id.rawValue])
            }
            try db.execute(sql: "DELETE FROM passphrases WHERE id = 1")
        }
        for connection in try connections() {
            try note(.signIn, reason: "its keys were sealed by a passphrase that is lost", of: connection.id)
        }
    }

    /// Opens all secrets and seals them anew in one transaction: what cannot be opened leaves all as it was.
    ///
    /// - Parameter old: nil where there are none.
    fileprivate func reseal(from old: Sealer?, to next: Sealer, _ passphrase: KeptPassphrase?) throws {
        try sync { db in
            for connection in try Connection.fetchAll(db) {
                let id = connection.id
                guard let old,
                    let sealed = try Data.fetchOne(
                        db, sql: "SELECT sealed FROM secrets WHERE connection_id = ?",
                        arguments: [id.rawValue])
                else { continue }
                let opened = try old.open(sealed, for: Self.purpose(id))
                try db.execute(
                    sql: "UPDATE secrets SET sealed = ? WHERE connection_id = ?",
                    arguments: [try next.seal(opened, for: Self.purpose(id)), id.rawValue])
            }
            try db.execute(sql: "DELETE FROM passphrases WHERE id = 1")
            guard let passphrase else { return }
            try db.execute(
                sql: "INSERT INTO passphrases VALUES (1, ?, ?, ?)",
                arguments: [passphrase.salt, passphrase.rounds, passphrase.proof])
        }
    }
}
