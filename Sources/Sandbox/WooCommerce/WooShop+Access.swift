import Commerce
import Foundation
import HTTP

extension WooShop {
    /// Whose request it is; nil for a stranger's (facts 27 to 29).
    mutating func permission(for call: WooCall) throws(WooRefusal) -> WooConfiguration.Key? {
        // The check of keys looks for this in the address; anything else is a stranger.
        guard call.path.contains("wp-json/wc/") else { return nil }
        var key: WooConfiguration.Key?
        if configuration.believesTLS ?? call.isTLS { key = try basic(call) }
        if key == nil { key = try signed(call) }
        guard let key else { return nil }
        let reads = call.method == .get || call.method == .head
        if reads, key.permission == .write {
            throw Self.wrong("The API key provided does not have read permissions.")
        }
        if !reads, key.permission == .read {
            throw Self.wrong("The API key provided does not have write permissions.")
        }
        return key
    }

    private static func wrong(_ message: String) -> WooRefusal {
        WooRefusal(status: 401, code: "woocommerce_rest_authentication_error", message: message)
    }

    private func basic(_ call: WooCall) throws(WooRefusal) -> WooConfiguration.Key? {
        var name = call["consumer_key"] ?? ""
        var secret = call["consumer_secret"] ?? ""
        if let header = call.headers["Authorization"], header.hasPrefix("Basic "),
            let bytes = Data(base64Encoded: String(header.dropFirst(6)))
        {
            let halves = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1)
            if halves.count == 2 {
                name = String(halves[0])
                secret = String(halves[1])
            }
        }
        guard !name.isEmpty, let key = configuration.keys.first(where: { $0.consumerKey == name }) else {
            return nil
        }
        guard key.secret == secret else { throw Self.wrong("Consumer secret is invalid.") }
        return key
    }

    private mutating func signed(_ call: WooCall) throws(WooRefusal) -> WooConfiguration.Key? {
        var parameters = call.query
        if let header = call.headers["Authorization"], header.hasPrefix("OAuth ") {
            for part in header.dropFirst(6).split(separator: ",") {
                let halves = part.split(separator: "=", maxSplits: 1)
                guard halves.count == 2 else { continue }
                let value = halves[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" "))
                parameters.append(
                    (halves[0].trimmingCharacters(in: .whitespaces), value.removingPercentEncoding ?? value))
            }
        }
        func named(_ name: String) -> String? { parameters.last { $0.name == name }?.value }
        guard let name = named("oauth_consumer_key"), let sent = named("oauth_signature"),
            let nonce = named("oauth_nonce"), let timestamp = named("oauth_timestamp"),
            let method = named("oauth_signature_method")
        else { return nil }
        guard let key = configuration.keys.first(where: { $0.consumerKey == name }) else {
            throw Self.wrong("Consumer key is invalid.")
        }
        let wanted = try signature(call, parameters, method, key.secret)
        guard wanted == sent else {
            throw Self.wrong("Invalid signature - provided signature does not match.")
        }
        guard let seconds = Int64(timestamp), abs(now.milliseconds / 1000 - seconds) <= 900 else {
            throw Self.wrong("Invalid timestamp.")
        }
        guard usedNonces.insert(name + " " + nonce).inserted else {
            throw Self.wrong("Invalid nonce - nonce has already been used.")
        }
        return key
    }

    /// Over the site's home and the path, whatever name it was called by.
    private func signature(
        _ call: WooCall, _ parameters: [(name: String, value: String)], _ method: String, _ secret: String
    ) throws(WooRefusal) -> String {
        guard !parameters.contains(where: { $0.name.hasSuffix("[]") }) else { return "" }
        let pairs = parameters.filter { $0.name != "oauth_signature" }
            .map { (Self.escaped($0.name), Self.escaped($0.value)) }
            .sorted { $0 < $1 }
            .map { $0.0 + "=" + $0.1 }
        let text = [call.method.rawValue, configuration.home + call.path, pairs.joined(separator: "&")]
            .map(Self.escaped).joined(separator: "&")
        switch method {
        case "HMAC-SHA1": return KeyedHash.sha1(text, secret: secret + "&").base64EncodedString()
        case "HMAC-SHA256": return KeyedHash.sha256(text, secret: secret + "&").base64EncodedString()
        default: throw Self.wrong("Invalid signature - signature method is invalid.")
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let letter = Character(Unicode.Scalar(byte))
            if byte < 128, letter.isLetter || letter.isNumber || "-._~".contains(letter) {
                result.append(letter)
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
