import Crypto
package import Foundation

/// HMAC-SHA256 (RFC 2104) of a text or a body, as platforms sign calls and webhooks.
package enum MessageSignature {
    package static func sha256(_ message: Data, secret: String) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: message, using: key(secret)))
    }

    package static func sha1(_ message: Data, secret: String) -> Data {
        Data(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: key(secret)))
    }

    package enum Form: Sendable, Hashable {
        case base64, hex
    }

    /// Whether a webhook comes from whom it says: its header is the HMAC-SHA256 of the body as it arrived, with the
    /// secret shared with the platform. Shopify's X-Shopify-Hmac-Sha256 and WooCommerce's X-WC-Webhook-Signature are
    /// base64. Takes the same time however much of it is right.
    package static func isGenuine(
        _ signature: String, of body: Data, secret: String, form: Form = .base64
    ) -> Bool {
        // Without a secret, anybody can sign.
        guard !secret.isEmpty, let code = bytes(signature, form) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: body, using: key(secret))
    }

    /// Whether two secrets are the same, in a time that says nothing of where they differ.
    package static func areSame(_ one: String, _ other: String) -> Bool {
        let key = SymmetricKey(size: .bits256)
        let code = HMAC<SHA256>.authenticationCode(for: Data(one.utf8), using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Data(other.utf8), using: key)
    }

    /// Lower case.
    package static func hex(_ bytes: Data) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func key(_ secret: String) -> SymmetricKey { SymmetricKey(data: Data(secret.utf8)) }

    private static func bytes(_ text: String, _ form: Form) -> Data? {
        guard form == .hex else { return Data(base64Encoded: text.trimmed) }
        let digits = text.trimmed.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        let values = digits.compactMap { $0 }
        return Data(stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) })
    }
}
