import Crypto
package import Foundation

/// Codes by which one side proves to the other that it holds a secret (RFC 2104).
package enum KeyedHash {
    package static func sha256(_ message: String, secret: String) -> Data {
        let key = SymmetricKey(data: Data(secret.utf8))
        return Data(HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: key))
    }

    /// For platforms that still take nothing newer.
    package static func sha1(_ message: String, secret: String) -> Data {
        let key = SymmetricKey(data: Data(secret.utf8))
        return Data(HMAC<Insecure.SHA1>.authenticationCode(for: Data(message.utf8), using: key))
    }
}
