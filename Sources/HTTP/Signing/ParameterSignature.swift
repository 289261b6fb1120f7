package import Foundation

/// Signatures over sorted parameters, each name followed by its value, with nothing in between.
package enum ParameterSignature {
    /// AliExpress's open platform: upper-case hexadecimal HMAC-SHA256 of the path and the parameters.
    ///
    /// - Parameter path: such as `/auth/token/create` for the path-style calls; empty for the others.
    package static func aliExpress(path: String, parameters: Query, secret: String) -> String {
        let text = path + joined(parameters, without: ["sign"])
        return MessageSignature.hex(MessageSignature.sha256(Data(text.utf8), secret: secret)).uppercased()
    }

    /// TikTok Shop: lower-case hexadecimal HMAC-SHA256 of path, parameters and body between two copies of the secret.
    /// Parameters without a value do not count.
    ///
    /// - Parameter body: exactly as it is sent; empty for a GET and for a multipart body.
    package static func tikTok(path: String, parameters: Query, body: Data, secret: String) -> String {
        var text = Data((secret + path + joined(parameters, without: ["sign", "access_token"])).utf8)
        text.append(body)
        text.append(contentsOf: secret.utf8)
        return MessageSignature.hex(MessageSignature.sha256(text, secret: secret))
    }

    private static func joined(_ parameters: Query, without names: Set<String>) -> String {
        parameters.items
            .filter { !names.contains($0.name) && !$0.value.isEmpty }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { $0.name + $0.value }
            .joined()
    }
}
