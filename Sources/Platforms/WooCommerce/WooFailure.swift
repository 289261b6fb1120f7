import Connectors
import Foundation
import HTTP

/// What a WooCommerce shop says when it does not do what it was asked (OBSERVED 27 and 30).
struct WooRefusal: Hashable, Sendable {
    var status: Int
    var code: String
    /// In the shop's language, without markup.
    var message: String
    /// The fields that validation names.
    var fields: [String]
    /// The thing that is in the way, such as the product that has the SKU.
    var resource: Int?

    /// - Parameter json: The body, or the `error` of one row of a batch.
    init?(_ json: JSON, status: Int) {
        guard let code = json["code"].string else { return nil }
        self.code = code
        self.status = json["data"]["status"].integer ?? json["data"].integer ?? status
        message = WooText.plain(json["message"].string ?? code)
        let params = json["data"]["params"]
        fields = params.isArray ? params.items.compactMap(\.string) : params.members.map(\.name)
        resource = json["data"]["resource_id"].integer
        // Validation's own sentence names the field but not what is wrong with it.
        if code == "rest_invalid_param", let first = params.members.first?.value.string {
            message = WooText.plain(first)
        }
    }
}

enum WooFailure {
    /// - Parameter isWrite: Whether what was asked would have changed something.
    static func from(_ failure: HTTPFailure, isWrite: Bool) -> ChannelFailure {
        switch failure {
        case .notSent(let reason): .offline(reason: reason)
        case .untrusted(let reason): .untrusted(reason: reason)
        case .unanswered(let reason): .unanswered(reason: reason)
        case .tooLarge(let limit):
            .unreadable(reason: "the shop's answer is larger than \(limit >> 20) MB")
        case .malformed(let reason): .rejected(reason: reason)
        case .cancelled: .cancelled
        }
    }

    /// Of an answer that is no success.
    ///
    /// - Parameter hasRead: Whether these keys have read before: the shop gives a key that may not write the same code
    ///   as a wrong secret, in words of its own language.
    static func from(_ response: HTTPResponse, isWrite: Bool, hasRead: Bool) -> ChannelFailure {
        let status = response.status
        let retry = seconds(response.headers["Retry-After"])
        let refusal = (try? JSON(response.body)).flatMap { WooRefusal($0, status: status) }  // HTML is none.
        if status == 429 { return .throttled(retryAfterSeconds: retry) }
        guard let refusal else { return unreadable(response, retry) }
        switch status {
        case 401: return signIn(refusal, isWrite: isWrite, hasRead: hasRead)
        case 403: return .notAllowed(reason: refusal.message, scope: isWrite ? "write" : "read")
        case 404 where refusal.code == "rest_no_route":
            return .rejected(reason: "the shop has no such part of the API: is WooCommerce switched on?")
        case 404, 410: return .gone(reason: refusal.message)
        case 413: return .rejected(reason: refusal.message)
        case 400 where refusal.code.hasSuffix("_invalid_id"): return .gone(reason: refusal.message)
        case 400..<500: return .rejected(reason: refusal.message)
        // Refunds say in this way that the seller's wish cannot be met, and nothing was recorded. Only where the gateway
        // was asked and did not answer is it open whether it paid.
        case 500 where refusal.code == "woocommerce_rest_cannot_create_order_refund":
            return isLost(refusal.message)
                ? .down(reason: refusal.message, retryAfterSeconds: nil, surelyNotDone: false)
                : .rejected(reason: refusal.message)
        case 501: return .rejected(reason: refusal.message)
        // Maintenance answers before anything of the shop runs.
        case 503:
            return .down(
                reason: refusal.message, retryAfterSeconds: retry, surelyNotDone: refusal.code == "wp_die")
        default: return .down(reason: refusal.message, retryAfterSeconds: retry, surelyNotDone: false)
        }
    }

    /// Whether a gateway's words mean that its own answer was lost.
    private static func isLost(_ message: String) -> Bool {
        let words = message.lowercased()
        return ["timed out", "timeout", "curl error", "connection"].contains { words.contains($0) }
    }

    private static func signIn(_ refusal: WooRefusal, isWrite: Bool, hasRead: Bool) -> ChannelFailure {
        let words = refusal.message.lowercased()
        let isOfKey = refusal.code == "woocommerce_rest_authentication_error"
        if words.contains("write permission") || (isWrite && hasRead && isOfKey) {
            return .notAllowed(
                reason:
                    "the key may only read; make one with Read/Write under WooCommerce, Settings, Advanced, REST API",
                scope: "write")
        }
        if words.contains("read permission") {
            return .notAllowed(
                reason:
                    "the key may not read; make one with Read/Write under WooCommerce, Settings, Advanced, REST API",
                scope: "read")
        }
        if isOfKey {
            return .signIn(reason: "the shop refuses the key: \(refusal.message)")
        }
        return .signIn(
            reason: "the shop does not know this key, or its server drops it on the way: \(refusal.message)")
    }

    /// What came is no answer of the API.
    private static func unreadable(_ response: HTTPResponse, _ retry: Double?) -> ChannelFailure {
        switch response.status {
        case 502, 504: return .down(reason: page(response), retryAfterSeconds: retry, surelyNotDone: false)
        case 503: return .down(reason: page(response), retryAfterSeconds: retry, surelyNotDone: retry != nil)
        case 500..<600: return .down(reason: page(response), retryAfterSeconds: retry, surelyNotDone: false)
        case 403, 406:
            return .notAllowed(
                reason:
                    "the shop's host or firewall refused the request (\(response.status)), not WooCommerce",
                scope: nil)
        case 300..<400:
            let place = response.headers["Location"].map { " to \($0)" } ?? ""
            return .unreadable(reason: "the shop sends requests on\(place) instead of answering")
        default: return .unreadable(reason: page(response))
        }
    }

    /// What kind of page answered in the API's place.
    static func page(_ response: HTTPResponse) -> String {
        let start = String(decoding: response.body.prefix(4000), as: UTF8.self).lowercased()
        if start.contains("<html") || start.contains("<!doctype") {
            if start.contains("wp-login") || start.contains("password") {
                return "a login page answered (\(response.status)), not WooCommerce"
            }
            return "an HTML page of the host answered (\(response.status)), not WooCommerce"
        }
        return response.body.isEmpty
            ? "the shop's answer (\(response.status)) is empty"
            : "the shop's answer (\(response.status)) is no JSON, or breaks off"
    }

    /// `Retry-After` in seconds; the form with a date is rare and passed over, and nobody waits longer than a day.
    static func seconds(_ text: String?) -> Double? {
        guard let seconds = text.flatMap({ Double($0.trimmingCharacters(in: .whitespaces)) }),
            seconds.isFinite
        else { return nil }
        return min(max(0, seconds), 86_400)
    }
}
