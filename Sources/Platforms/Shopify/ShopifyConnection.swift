import Commerce
import Connectors
import Foundation
import HTTP

/// Sends documents to one shop, at its pace, and turns all that can go wrong into ``ChannelFailure``.
struct ShopifyConnection: Sendable {
    /// What the pacer calls this budget.
    static let operation = "graphql"
    /// Seconds. Longer than any pause that Shopify asks for; a wrong figure must not put the shop to sleep.
    private static let longestWait = 600.0

    let settings: ShopifySettings
    let access: AccessToken
    let client: any HTTPClient
    let pacer: Pacer
    let lane: Pacer.Lane

    /// One answer that came whole.
    struct Answer: Sendable {
        var data: JSON
        var serverTime: Instant?
    }

    /// Sends it, and again where that is safe: a read after a failure of the other side, anything after `THROTTLED`,
    /// since then nothing was done.
    func run(_ document: ShopifyDocument, _ variables: JSON = [:]) async throws(ChannelFailure) -> Answer {
        var refusals = 0
        var attempts = 0
        while true {
            do throws(CancellationError) {
                try await pacer.take(Double(document.cost), of: Self.operation, lane: lane)
            } catch {
                throw .cancelled
            }
            do throws(ChannelFailure) {
                return try await once(document, variables)
            } catch .throttled(let seconds) {
                refusals += 1
                if refusals > 20 { throw .throttled(retryAfterSeconds: seconds) }
                await pacer.learn(BudgetReading(retryAfterSeconds: seconds ?? 1), of: Self.operation)
            } catch {
                guard !document.isMutation, attempts < 2, isPassing(error) else { throw error }
                attempts += 1
                await pacer.learn(BudgetReading(retryAfterSeconds: Double(attempts)), of: Self.operation)
            }
        }
    }

    /// Whether a read may well go through a second later.
    private func isPassing(_ failure: ChannelFailure) -> Bool {
        switch failure {
        case .unanswered: true
        case .down(_, let seconds, _): seconds == nil
        default: false
        }
    }

    private func once(_ document: ShopifyDocument, _ variables: JSON) async throws(ChannelFailure) -> Answer {
        let token = try await access.current()
        var response = try await send(document, variables, token)
        if response.status == 401, access.canRenew {
            // It ended before its time, and nothing was done: once more with the next one.
            response = try await send(document, variables, access.current(butNot: token))
        }
        try checkStatus(response, document)
        let json: JSON
        do throws(JSONFailure) { json = try JSON(response.body) } catch {
            throw .unreadable(reason: "Shopify's answer is no JSON: \(error)")
        }
        guard json.isObject, json["data"].isObject || json["errors"].isArray || json["errors"].string != nil
        else {
            throw .unreadable(reason: "Shopify's answer has neither data nor errors.")
        }
        let wait = await learn(json["extensions"]["cost"])
        try checkErrors(json, document, wait: wait)
        return Answer(data: json["data"], serverTime: ShopifyDate.instant(response.headers["Date"]))
    }

    private func send(
        _ document: ShopifyDocument, _ variables: JSON, _ token: OAuth2Token
    ) async throws(ChannelFailure) -> HTTPResponse {
        let body: JSON = ["query": .string(document.text), "variables": variables]
        let request = HTTPRequest(
            .post, settings.endpoint,
            headers: [
                "Content-Type": "application/json", "Accept": "application/json",
                "X-Shopify-Access-Token": token.access,
            ],
            body: .bytes(body.data), isRepeatable: !document.isMutation, label: document.name)
        do throws(HTTPFailure) { return try await client.send(request) } catch {
            throw ChannelFailure(error)
        }
    }

    /// Takes in what the answer says of the budget.
    ///
    /// - Returns: after a refusal, how many seconds until what was asked can be afforded.
    private func learn(_ cost: JSON) async -> Double? {
        let status = cost["throttleStatus"]
        guard let maximum = points(status["maximumAvailable"]), maximum > 0,
            let available = points(status["currentlyAvailable"]),
            let rate = points(status["restoreRate"]), rate >= 0.1
        else { return nil }
        await pacer.learn(
            BudgetReading(capacity: maximum, remaining: available, refillPerSecond: rate), of: Self.operation)
        guard let asked = points(cost["requestedQueryCost"]) else { return nil }
        return min(Self.longestWait, max(0.05, (asked - available) / rate))
    }

    /// A number of points that can be reckoned with: what is sent here decides how long we wait.
    private func points(_ value: JSON) -> Double? {
        value.text.flatMap(Double.init).flatMap { $0.isFinite && abs($0) < 1e9 ? $0 : nil }
    }

    // MARK: The three layers of errors

    private func checkStatus(_ response: HTTPResponse, _ document: ShopifyDocument) throws(ChannelFailure) {
        let retry = response.headers["Retry-After"].flatMap(Double.init).flatMap {
            $0 >= 0 ? min($0, Self.longestWait) : nil
        }
        switch response.status {
        case 200: return
        case 401:
            throw .signIn(
                reason: "Shopify does not know this token (any more): make a new one and connect again.")
        case 402:
            throw .notAllowed(reason: "The shop is frozen: its bill at Shopify is not paid.", scope: nil)
        case 403:
            throw .notAllowed(reason: "Shopify refuses this app the shop (403).", scope: nil)
        case 404:
            // The queue must outlive a mistyped address, so this asks for a person and is no verdict on any product.
            throw .signIn(
                reason: "There is no Shopify shop at \(settings.base), or none with API version"
                    + " \(ShopifyDocument.version).")
        case 423:
            throw .notAllowed(
                reason: "The shop is locked: Shopify limits it, as after failed payments.", scope: nil)
        case 429: throw .throttled(retryAfterSeconds: retry)
        case 500...:
            throw .down(
                reason: "Shopify is out of order (\(response.status)).", retryAfterSeconds: retry,
                surelyNotDone: !document.isMutation)
        case 300..<400:
            throw .unreadable(
                reason: "\(settings.base) sends elsewhere (\(response.status)): give the shop's own address.")
        default:
            throw .rejected(reason: "Shopify refuses the request (\(response.status)).")
        }
    }

    private func checkErrors(_ json: JSON, _ document: ShopifyDocument, wait: Double?) throws(ChannelFailure)
    {
        if let text = json["errors"].string { throw .rejected(reason: text) }
        let errors = json["errors"].items
        guard let first = errors.first else { return }
        let codes = errors.map { $0["extensions"]["code"].string ?? "" }
        if codes.contains("THROTTLED") { throw .throttled(retryAfterSeconds: wait ?? 1) }
        let isPartly = json["data"].isObject && !document.isMutation
        // Customers' names are kept from apps that were not approved for them: the order is still an order.
        if isPartly, zip(codes, errors).allSatisfy({ $0 == "ACCESS_DENIED" && $1["path"].items.count > 1 }) {
            return
        }
        let message = first["message"].string ?? "Shopify names no reason."
        if let denied = zip(codes, errors).first(where: { $0.0 == "ACCESS_DENIED" }) {
            let words = denied.1["message"].string ?? message
            throw .notAllowed(reason: words, scope: Self.scope(in: denied.1, words))
        }
        if codes.contains("SHOP_INACTIVE") { throw .notAllowed(reason: message, scope: nil) }
        if codes.contains(where: { ["INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"].contains($0) })
        {
            throw .down(reason: message, retryAfterSeconds: nil, surelyNotDone: !document.isMutation)
        }
        throw .rejected(reason: message)
    }

    /// The scope that a refusal names between backquotes, as in “Required access: `write_products` access scope”.
    private static func scope(in error: JSON, _ message: String) -> String? {
        for text in [error["extensions"]["requiredAccess"].string ?? "", message] {
            let parts = text.split(separator: "`", omittingEmptySubsequences: false)
            if parts.count >= 3 { return String(parts[1]) }
        }
        return nil
    }
}

/// Reads the moment an answer was made (RFC 9110, 5.6.7), such as `Sat, 21 Nov 2026 09:12:00 GMT`.
enum ShopifyDate {
    private static let months = [
        "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10,
        "Nov": 11, "Dec": 12,
    ]

    static func instant(_ text: String?) -> Instant? {
        guard let parts = text?.split(separator: " "), parts.count == 6, parts[5] == "GMT",
            let month = months[String(parts[2])], parts[1].count == 2, parts[3].count == 4
        else { return nil }
        return Instant("\(parts[3])-\(month < 10 ? "0" : "")\(month)-\(parts[1])T\(parts[4])Z")
    }
}
