import Foundation
import HTTP

/// Signs requests as OAuth 1.0a (RFC 5849) without a user, as WooCommerce wants it where there is no TLS.
enum WooSignature {
    /// The query with the signature in it.
    ///
    /// - Parameters:
    ///   - address: The site's home and the path, without the query.
    ///   - nonce: Never used before with this key.
    ///   - seconds: Since 1970; within a quarter of an hour of the shop's clock.
    static func signed(
        _ query: [(String, String)], method: String, address: String, key: String, secret: String,
        nonce: String, seconds: Int64
    ) -> [(String, String)] {
        var all = query
        all += [
            ("oauth_consumer_key", key), ("oauth_nonce", nonce), ("oauth_signature_method", "HMAC-SHA256"),
            ("oauth_timestamp", String(seconds)),
        ]
        let pairs = all.map { (escaped($0.0), escaped($0.1)) }.sorted { $0 < $1 }
        let text = [method, address, pairs.map { $0.0 + "=" + $0.1 }.joined(separator: "&")]
            .map(escaped).joined(separator: "&")
        let code = KeyedHash.sha256(text, secret: secret + "&").base64EncodedString()
        return all + [("oauth_signature", code)]
    }

    /// All but the unreserved letters as `%XX` (RFC 3986, 2.3).
    static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func text(_ query: [(String, String)]) -> String {
        query.map { escaped($0.0) + "=" + escaped($0.1) }.joined(separator: "&")
    }
}
