import Commerce
import Connectors
import Foundation
import HTTP

/// Sends requests to one shop, at its pace, and reads its failures.
struct WooClient: Sendable {
    let pasted: String
    let key: String
    let secret: String
    let http: any HTTPClient
    let pacer: Pacer
    let now: @Sendable () -> Instant
    let random: @Sendable () -> UInt64
    let memory: WooMemory
    /// Whether the shop's version keeps barcodes.
    let keepsBarcodes: Bool

    /// The pacer's name for what the shop's host allows.
    static let operation = "rest"

    /// One request to a route below `/wc/v3`.
    struct Call: Sendable {
        var method: HTTPRequest.Method = .get
        var route: String
        var query: [(String, String)] = []
        var body: JSON?
        var label: String
        var changesNothing = false

        var isWrite: Bool { method != .get && !changesNothing }
    }

    struct Answer: Sendable {
        var body: Data
        var total: Int?
        var serverTime: Instant?

        func json() throws(ChannelFailure) -> JSON {
            do throws(JSONFailure) { return try JSON(body) } catch {
                throw .unreadable(reason: "the shop's answer is no JSON, or breaks off: \(error)")
            }
        }
    }

    /// Sends it. A read whose answer is lost is asked for again; a write never is.
    func send(_ call: Call) async throws(ChannelFailure) -> Answer {
        let site = try await site()
        do throws(ChannelFailure) { return try await send(call, to: site) } catch {
            guard case .signIn = error, !site.isSigned, call.method == .get, await !memory.hasRead else {
                throw error
            }
            // Behind a proxy PHP may not know of the TLS, or the server drops the header: the plain key is passed over.
            var signed = site
            signed.isSigned = true
            guard let answer = try? await send(call, to: signed) else { throw error }
            await memory.keep(signed)
            return answer
        }
    }

    private func send(_ call: Call, to site: WooSite) async throws(ChannelFailure) -> Answer {
        var tries = call.isWrite ? 1 : 3
        while true {
            tries -= 1
            do throws(ChannelFailure) { return try await once(call, site) } catch {
                guard tries > 0, Self.isPassing(error) else { throw error }
                await pacer.learn(BudgetReading(retryAfterSeconds: 1), of: Self.operation)
            }
        }
    }

    /// Whether a second try may well succeed at once. What asks for a pause is left to the engine.
    private static func isPassing(_ failure: ChannelFailure) -> Bool {
        switch failure {
        case .unanswered: true
        case .down(_, let retry, let surelyNotDone): retry == nil && !surelyNotDone
        default: false
        }
    }

    private func once(_ call: Call, _ site: WooSite) async throws(ChannelFailure) -> Answer {
        let request = request(call, site)
        let hasRead = await memory.hasRead
        let response = try await exchange(request, isWrite: call.isWrite)
        guard response.isSuccess else {
            throw WooFailure.from(response, isWrite: call.method != .get, hasRead: hasRead)
        }
        guard Self.isJSON(response.body) else { throw .unreadable(reason: WooFailure.page(response)) }
        if call.method == .get { await memory.noteRead() }
        return Answer(
            body: response.body, total: response.headers["X-WP-Total"].flatMap { Int($0) },
            serverTime: response.headers["Date"].flatMap(Self.instant(httpDate:)))
    }

    /// Whether it begins as one; hosts answer 200 with pages of their own.
    private static func isJSON(_ body: Data) -> Bool {
        let blanks: Set<UInt8> = [0x20, 0x0A, 0x0D, 0x09, 0xEF, 0xBB, 0xBF]
        guard let first = body.first(where: { !blanks.contains($0) }) else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    private func request(_ call: Call, _ site: WooSite) -> HTTPRequest {
        let (path, ofSite) = site.address(of: call.route)
        var query = ofSite + call.query
        var headers: HTTPHeaders = ["Accept": "application/json"]
        if site.isSigned {
            query = WooSignature.signed(
                query, method: call.method.rawValue, address: site.home + path, key: key, secret: secret,
                nonce: String(random(), radix: 16) + String(random(), radix: 16),
                seconds: now().milliseconds / 1000)
        } else {
            headers.add("Authorization", "Basic " + Data("\(key):\(secret)".utf8).base64EncodedString())
        }
        var body = HTTPBody.none
        if let json = call.body {
            headers.add("Content-Type", "application/json; charset=utf-8")
            body = .bytes(json.data)
        }
        let text = WooSignature.text(query)
        return HTTPRequest(
            call.method, site.base + path + (text.isEmpty ? "" : "?" + text), headers: headers, body: body,
            isRepeatable: call.isWrite ? false : true, label: call.label)
    }

    /// One request at the shop's pace; the pace is learned from the answer.
    func exchange(_ request: HTTPRequest, isWrite: Bool) async throws(ChannelFailure) -> HTTPResponse {
        do throws(CancellationError) { try await pacer.take(1, of: Self.operation) } catch {
            // Nothing left yet; all the same the caller gave up.
            throw .cancelled
        }
        let response: HTTPResponse
        do throws(HTTPFailure) { response = try await http.send(request) } catch {
            throw WooFailure.from(error, isWrite: isWrite)
        }
        let isTooMuch = response.status == 429
        let pause =
            isTooMuch || response.status == 503 ? WooFailure.seconds(response.headers["Retry-After"]) : nil
        await adaptPace(isTooMuch: isTooMuch)
        if isTooMuch || pause != nil {
            await pacer.learn(BudgetReading(retryAfterSeconds: pause ?? 30), of: Self.operation)
        }
        return response
    }

    /// Most hosts bear about eight requests a second, some ban at less: faster by little after four good answers. One that
    /// says too much to a burst gets no more bursts; one that says it to a steady pace is gone on with at half of it, and
    /// not asked for as much again. A pace that is higher already, as a test's, stays.
    private func adaptPace(isTooMuch: Bool) async {
        guard await memory.isTimeToLearn(isTooMuch: isTooMuch),
            let bucket = await pacer.snapshot()[Self.operation]
        else { return }
        let rate = bucket.refillPerSecond
        guard isTooMuch else {
            let most = await memory.mostPerSecond
            guard rate < most else { return }
            return await pacer.learn(
                BudgetReading(refillPerSecond: min(most, rate * 1.25)), of: Self.operation)
        }
        // Who had to wait for the bucket found it empty; with more left in it this came of a burst.
        guard bucket.level < 1 || bucket.capacity <= 2 else {
            return await pacer.learn(BudgetReading(capacity: 2, remaining: 0), of: Self.operation)
        }
        await memory.limit(perSecond: max(0.2, rate * 0.8))
        await pacer.learn(
            BudgetReading(capacity: 2, remaining: 0, refillPerSecond: max(0.2, rate / 2)),
            of: Self.operation)
    }

    /// Of a `Date` header (RFC 9110, 5.6.7): `Tue, 24 Nov 2026 09:00:00 GMT`.
    static func instant(httpDate text: String) -> Instant? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = text.split(separator: " ")
        guard parts.count >= 5, let month = months.firstIndex(of: String(parts[2])) else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        let day = parts[1].count == 1 ? "0" + parts[1] : String(parts[1])
        return Instant("\(parts[3])-\(number)-\(day)T\(parts[4])Z")
    }
}

/// What a channel has found out about its shop and need not ask again.
actor WooMemory {
    private(set) var site: WooSite?
    private(set) var facts: WooFacts?
    private(set) var hasRead = false
    private var goodAnswers = 0
    /// What the host bears at most, as far as is known.
    private(set) var mostPerSecond: Double = 8
    /// Identifiers of categories and tags by their name's path.
    private(set) var categories: [String: Int]?
    private(set) var tags: [String: Int] = [:]

    func keep(_ site: WooSite) { self.site = site }
    func keep(_ facts: WooFacts) { self.facts = facts }
    func keep(categories: [String: Int]) { self.categories = categories }
    func keep(tag: String, id: Int) { tags[tag] = id }
    func noteRead() { hasRead = true }
    func limit(perSecond: Double) { mostPerSecond = min(mostPerSecond, perSecond) }

    /// After one answer that says too much, and after every four good ones: the pace is found in less than half a minute.
    func isTimeToLearn(isTooMuch: Bool) -> Bool {
        goodAnswers = isTooMuch ? 0 : goodAnswers + 1
        return isTooMuch || goodAnswers % 4 == 0
    }
}

/// The shop's settings that its products and orders do not repeat.
struct WooFacts: Hashable, Sendable {
    var currency: Currency
    var decimals: Int
    var weightUnit: String
    var country: String
    /// Whether it keeps barcodes (`global_unique_id`), which 9.2 and later do.
    var keepsBarcodes = false
}
