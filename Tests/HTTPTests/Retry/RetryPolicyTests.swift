import HTTP
import Synchronization
import TestSupport
import Testing

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy(maxAttempts: 5, firstDelay: 1, longestDelay: 6, longestRetryAfter: 60)

    private func isRepeated(_ request: HTTPRequest, _ outcome: Result<HTTPResponse, HTTPFailure>) -> Bool {
        policy.decision(request, outcome: outcome, attempt: 1, now: 0, random: 0) != .giveUp
    }

    @Test(arguments: [
        (Result<HTTPResponse, HTTPFailure>.failure(.notSent(reason: "")), true, true),
        (.failure(.unanswered(reason: "")), true, false), (.failure(.untrusted(reason: "")), false, false),
        (.failure(.malformed(reason: "")), false, false), (.failure(.tooLarge(limit: 1)), false, false),
        (.failure(.cancelled), false, false), (.status(200), false, false), (.status(404), false, false),
        (.status(500), false, false), (.status(429), true, true), (.status(503), true, false),
        (.status(503, ["Retry-After": "1"]), true, false), (.status(502), true, false),
        (.status(504), true, false),
        (.status(401), false, false), (.status(302), false, false),
    ])
    func `only what surely was not done is sent again where doing it twice does harm`(
        _ outcome: Result<HTTPResponse, HTTPFailure>, _ whenHarmless: Bool, _ whenOnce: Bool
    ) {
        #expect(isRepeated(HTTPRequest(.get, ""), outcome) == whenHarmless)
        #expect(isRepeated(HTTPRequest(.put, ""), outcome) == whenHarmless)
        #expect(isRepeated(HTTPRequest(.post, "", isRepeatable: true), outcome) == whenHarmless)
        #expect(
            isRepeated(HTTPRequest(.delete, "", isRepeatable: false), outcome) == (whenHarmless && whenOnce))
        if case .failure(.notSent) = outcome {
            #expect(isRepeated(HTTPRequest(.post, ""), outcome))
        } else {
            #expect(isRepeated(HTTPRequest(.post, ""), outcome) == whenOnce)
        }
    }

    @Test func `waits double up to their limit, spread by half`() {
        let delays = (1...5).map {
            policy.decision(
                HTTPRequest(.get, ""), outcome: .status(503), attempt: $0, now: 0, random: 1)
        }
        #expect(
            delays == [
                .retry(afterSeconds: 1), .retry(afterSeconds: 2), .retry(afterSeconds: 4),
                .retry(afterSeconds: 6),
                .giveUp,
            ])
        let least = policy.decision(
            HTTPRequest(.get, ""), outcome: .status(503), attempt: 3, now: 0, random: 0)
        #expect(least == .retry(afterSeconds: 2))
    }

    @Test(arguments: [
        ("7", 7.0), ("0", 1), ("60", 60), ("61", nil), ("2.5", 2.5), ("-1", 1), ("soon", 1), ("", 1),
        ("1e9", 1), ("99999999999999999999", nil),
        ("Sun, 06 Nov 1994 08:49:47 GMT", 10), ("Sunday, 06-Nov-94 08:49:47 GMT", 10),
        ("Sun Nov  6 08:49:47 1994", 10), ("Sun, 06 Nov 1994 08:00:00 GMT", 1),
        ("Sun, 06 Nov 1995 08:49:37 GMT", nil),
    ])
    func `Retry-After is honoured as a number or a date, and too long a wait is given up`(
        _ value: String, _ delay: Double?
    ) {
        let now = 784_111_777.0  // 1994-11-06 08:49:37, the date of RFC 9110's example.
        let decision = policy.decision(
            HTTPRequest(.post, ""), outcome: .status(429, ["Retry-After": value]), attempt: 1, now: now,
            random: 1)
        #expect(decision == delay.map { .retry(afterSeconds: $0) } ?? .giveUp)
    }

    @Test func `a date is reckoned from the server's clock, not from ours`() {
        let response = HTTPResponse(
            status: 429,
            headers: [
                "Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:49:57 GMT",
            ])
        #expect(RetryAfter.seconds(in: response, now: 0) == 20)
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 946_684_800), ("Tue, 31 Dec 2069 00:00:00 GMT", 3_155_673_600),
        ("06 Nov 1994", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sun, 32 Nov 1994 08:49:37 GMT", nil),
        ("Sun, 06 Foo 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 24:49:37 GMT", nil), ("", nil),
    ])
    func `dates of headers are read`(_ text: String, _ seconds: Double?) {
        #expect(HTTPDate.seconds(text) == seconds)
    }

    @Test func `a client tries again until it is answered, sleeping in between`() async throws {
        let base = ScriptedClient([
            .failure(.notSent(reason: "")), .status(503, ["Retry-After": "9"]), .status(200, [:], "ok"),
        ])
        let slept = Mutex([Double]())
        let client = RetryingClient(
            base, policy: policy, now: { 0 }, sleep: { seconds in slept.withLock { $0.append(seconds) } },
            random: { 1 })
        let response = try await client.send(HTTPRequest(.get, "http://a/"))
        #expect(response.status == 200)
        #expect(slept.withLock { $0 } == [1, 9])
        #expect(base.requests.count == 3)
    }

    @Test func `an answer that will not get better is handed back, and a cancelled wait ends it`()
        async throws
    {
        let refused = ScriptedClient(Array(repeating: .status(429), count: 9))
        let client = RetryingClient(refused, policy: policy, now: { 0 }, sleep: { _ in }, random: { 0 })
        #expect(try await client.send(HTTPRequest(.post, "http://a/")).status == 429)
        #expect(refused.requests.count == 5)
        let impatient = RetryingClient(
            ScriptedClient([.status(429)]), now: { 0 }, sleep: { _ in throw CancellationError() },
            random: { 0 })
        await #expect(throws: HTTPFailure.cancelled) {
            try await impatient.send(HTTPRequest(.get, "http://a/"))
        }
    }

    @Test func `a stream is begun again while it has no head that is good`() async throws {
        let base = ScriptedClient([.failure(.notSent(reason: "")), .status(429), .status(200, [:], "data")])
        let client = RetryingClient(base, policy: policy, now: { 0 }, sleep: { _ in }, random: { 0 })
        let stream = try await client.stream(HTTPRequest(.post, "http://a/"))
        #expect(stream.status == 200)
        #expect(base.requests.count == 3)
    }
}
