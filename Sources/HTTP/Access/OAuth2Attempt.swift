import Crypto
import Foundation

/// One way through a browser and back: what must come back unchanged, and what proves that who asks is who began
/// (RFC 7636).
package struct OAuth2Attempt: Sendable {
    /// Comes back with the redirect; another one was not ours.
    package let state: String
    /// Stays here until the code is exchanged.
    package let verifier: String
    package let redirectURL: String

    /// - Parameter random: 32 bytes at least, nowhere else used; from outside, so that a test knows them.
    package init(redirectURL: String, random: (Int) -> [UInt8]) {
        self.redirectURL = redirectURL
        state = Self.base64URL(Data(random(24)))
        verifier = Self.base64URL(Data(random(32)))
    }

    package init(redirectURL: String, state: String, verifier: String) {
        self.redirectURL = redirectURL
        self.state = state
        self.verifier = verifier
    }

    /// What the page is told of the verifier: its SHA-256 (S256).
    package var challenge: String { Self.base64URL(Data(SHA256.hash(data: Data(verifier.utf8)))) }

    /// The code that the redirect brought.
    package func code(in query: Query) throws(OAuth2Failure) -> String {
        guard let state = query["state"], MessageSignature.areSame(state, self.state) else {
            throw .wrongState
        }
        if let error = query["error"] {
            throw .denied(reason: Redaction.line(query["error_description"] ?? error))
        }
        guard let code = query["code"], !code.isEmpty else {
            throw .denied(reason: "the platform sent no code")
        }
        return code
    }

    private static func base64URL(_ bytes: Data) -> String {
        bytes.base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
