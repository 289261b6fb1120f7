import Crypto
import CryptoExtras
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
package import Foundation

/// Why secrets cannot be sealed or opened.
package enum SealFailure: Error, Hashable, Sendable, CustomStringConvertible {
    case missingKey(path: String)
    case keyReadable(path: String)
    case badKey(path: String)
    case cannotWrite(path: String, reason: String)
    case cannotOpen
    /// They are sealed by a passphrase, and none was given.
    case locked
    case wrongPassphrase

    package var description: String {
        switch self {
        case .missingKey(let path):
            "The key that opens the connections' secrets is not at \(path). Bring it back from a backup of that folder, or connect again: nothing else is lost."
        case .keyReadable(let path):
            "Others can read the key \(path). `chmod 600 \(path)`, and give the channels new keys if somebody may have."
        case .badKey(let path):
            "\(path) holds no key of Mercer's. Bring it back from a backup, or connect again."
        case .cannotWrite(let path, let reason): "The key could not be written to \(path): \(reason)."
        case .locked:
            "The connections' secrets are sealed by a passphrase. Set MERCER_PASSPHRASE, or run Mercer in a terminal to be asked for it."
        case .wrongPassphrase: "That is not the passphrase that the connections' secrets are sealed by."
        case .cannotOpen:
            "The secrets of this connection cannot be opened: they were sealed with another key. Connect again; what waits is kept."
        }
    }
}

/// Seals what must not be read from the shop's file alone: AES-256 in GCM, with a key that lies in a file of its own,
/// readable by its owner only.
package struct Sealer: Sendable {
    private let key: SymmetricKey

    package init(key: Data) { self.key = SymmetricKey(data: key) }

    /// Reads the key, or makes one where there is none and `creating` says so.
    ///
    /// - Throws: ``SealFailure``.
    package static func open(at path: String, creating: Bool) throws(SealFailure) -> Sealer {
        if let found = FileManager.default.contents(atPath: path) {
            guard found.count == 32 else { throw .badKey(path: path) }
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            // Without its attributes nothing can be said against it; it could be read.
            let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o600
            guard mode & 0o077 == 0 else { throw .keyReadable(path: path) }
            return Sealer(key: found)
        }
        guard creating else { throw .missingKey(path: path) }
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        do {
            let folder = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw .cannotWrite(path: path, reason: error.localizedDescription) }
        // Made with its permissions, so that it is at no moment readable by others; never over one that is there.
        let descriptor = openFile(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        let written = key.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let isKept = fsync(descriptor) == 0
        close(descriptor)
        guard written == key.count, isKept else {
            unlink(path)
            throw .cannotWrite(path: path, reason: "the disk did not take it")
        }
        return Sealer(key: key)
    }

    /// A key made of a passphrase by scrypt (RFC 7914), slow and large on purpose: whoever has the shop's file alone can
    /// only guess, a second and 64 MB a guess.
    ///
    /// - Parameter rounds: a power of two; ``usualRounds`` for a new one.
    package init(passphrase: String, salt: Data, rounds: Int) throws {
        // The same letters, however a keyboard composes them.
        let bytes = Data(passphrase.precomposedStringWithCanonicalMapping.utf8)
        key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 8, parallelism: 2)
    }

    /// With blocks of 8 and two lanes, what OWASP's sheet on keeping passwords asks for.
    package static let usualRounds = 1 << 16

    /// - Parameter purpose: bound to what is sealed, so that it opens only as the same again.
    func seal(_ data: Data, for purpose: String) throws -> Data {
        guard let sealed = try AES.GCM.seal(data, using: key, authenticating: Data(purpose.utf8)).combined
        else { throw SealFailure.cannotOpen }
        return sealed
    }

    func open(_ sealed: Data, for purpose: String) throws(SealFailure) -> Data {
        do {
            return try AES.GCM.open(
                AES.GCM.SealedBox(combined: sealed), using: key, authenticating: Data(purpose.utf8))
        } catch { throw .cannotOpen }
    }
}

/// The system's `open`, which a method of the same name would hide.
private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
