import Commerce
import Foundation
import HTTP
import Sandbox
import TestSupport
import Testing

struct FaultTests {
    private let platform = CountingPlatform()
    private let clock = SteppedClock()

    private func client(_ faults: Fault?...) -> SandboxClient {
        SandboxClient(platform, faults: .script(faults), sleep: clock.sleepClosure)
    }

    private func get(_ path: String) -> HTTPRequest { HTTPRequest(.get, "https://kiln.example" + path) }

    @Test(
        arguments: [
            (Fault.refused, Outcome.notSent, 0),
            (.reset(.before), .unanswered, 0),
            (.reset(.after), .unanswered, 1),
            (.silence(.before), .unanswered, 0),
            (.silence(.after), .unanswered, 1),
            (.truncated(percent: 50), .unanswered, 1),
            (.truncated(percent: 100), .unanswered, 1),
            (.status(401), .answer(401), 0),
            (.status(403, body: .html), .answer(403), 0),
            (.status(409), .answer(409), 0),
            (.status(422, body: .empty), .answer(422), 0),
            (.status(429, retryAfterSeconds: 2), .answer(429), 0),
            (.status(500, .after), .answer(500), 1),
            (.status(502, .after, body: .html), .answer(502), 1),
            (.status(503, .before, retryAfterSeconds: 30, body: .html), .answer(503), 0),
            (.garbage, .answer(201), 1),
            (.loginPage, .answer(200), 0),
            (.invalidUTF8, .answer(201), 1),
            (.delay(seconds: 3), .answer(201), 1),
            (.drip(bytes: 4, pauseSeconds: 0.5), .answer(201), 1),
            (.clockSkew(seconds: 90), .answer(201), 1),
        ] as [(Fault, Outcome, Int)])
    func `each fault says what came back and whether it was done`(
        fault: Fault, outcome: Outcome, doneCount: Int
    ) async throws {
        let client = client(fault)

        let came = try await client.outcome(of: HTTPRequest(.post, "https://kiln.example/orders"))

        #expect(came == outcome)
        #expect(platform.count == doneCount)
        #expect(client.course.log.map(\.fault) == [fault])
    }

    @Test func `a failure that may have been done says so`() async throws {
        for fault in [Fault.reset(.before), .reset(.after), .silence(.after), .truncated(percent: 10)] {
            await #expect {
                try await client(fault).send(get("/orders"))
            } throws: { ($0 as? HTTPFailure)?.mayHaveBeenDone == true }
        }
    }

    @Test func `an error carries its Retry-After and its page only when the plan says so`() async throws {
        let client = client(
            .status(429, retryAfterSeconds: 7), .status(429), .status(502, body: .html),
            .status(500, body: .empty))
        var answers: [HTTPResponse] = []
        for _ in 0..<4 { answers.append(try await client.send(get("/orders"))) }

        #expect(answers.map { $0.headers["Retry-After"] } == ["7", nil, nil, nil])
        #expect(try JSON(answers[0].body)["data"]["status"].integer == 429)
        #expect(answers[2].headers["Content-Type"] == "text/html")
        #expect(String(decoding: answers[2].body, as: UTF8.self).contains("<h1>502 Bad Gateway</h1>"))
        #expect(answers[3].body.isEmpty)
    }

    @Test func `garbage and a login page are no JSON although they say they succeeded`() async throws {
        let client = client(.garbage, .loginPage)

        for _ in 0..<2 {
            let answer = try await client.send(get("/orders"))
            #expect(answer.isSuccess)
            #expect(throws: JSONFailure.self) { try JSON(answer.body) }
        }
    }

    @Test func `bytes that are no UTF-8 stand in a string`() async throws {
        let answer = try await client(.invalidUTF8).send(get("/orders"))

        #expect(String(validating: answer.body, as: UTF8.self) == nil)
        #expect(try JSON(answer.body).members.count == 2)
    }

    @Test func `a page comes again instead of the next one, only for its own path`() async throws {
        let client = client(nil, nil, .duplicatePage)
        let first = try await client.send(get("/pages?page=1"))
        let other = try await client.send(get("/orders"))

        let again = try await client.send(get("/pages?page=2"))
        let third = try await client.send(get("/pages?page=3"))

        #expect(again.body == first.body)
        #expect(again.body != other.body)
        #expect(third.body != first.body)
        #expect(platform.count == 3)
    }

    @Test func `a page comes again as nothing else where there was none`() async throws {
        let client = SandboxClient(
            platform, faults: FaultPlan(budget: 1, [FaultRule(.always, .duplicatePage)]),
            sleep: clock.sleepClosure)

        _ = try await client.send(get("/pages?page=1"))

        #expect(client.course.log.isEmpty)
        #expect(!client.course.isSpent)
    }

    @Test func `the items of a page change places and none is lost`() async throws {
        let client = client(.reordered, .reordered)

        let page = try JSON(try await client.send(get("/pages")).body)
        let single = try JSON(try await client.send(get("/orders")).body)

        let items = page.items.compactMap(\.integer)
        #expect(items != Array(10..<16))
        #expect(items.sorted() == Array(10..<16))
        #expect(single["number"].integer == 2)
        #expect(client.course.log.count == 1)
    }

    @Test(arguments: [(-3600, "08:00:00"), (90, "09:01:30")])
    func `a skewed clock shows in the Date and nowhere else`(seconds: Int, time: String) async throws {
        let skewed = try await client(.clockSkew(seconds: seconds)).send(get("/pages"))

        #expect(skewed.headers["Date"] == "Sat, 21 Nov 2026 \(time) GMT")
        #expect(try JSON(skewed.body).items.count == 6)
    }

    @Test func `an answer without a body is cut off before its head`() async throws {
        let client = client(.truncated(percent: 50))

        await #expect(throws: HTTPFailure.unanswered(reason: "connection reset")) {
            try await client.send(get("/empty"))
        }
        #expect(platform.count == 1)
    }

    @Test(
        arguments: [
            ("2026-11-21T09:12:00.000Z", "Sat, 21 Nov 2026 09:12:00 GMT"),
            ("1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("2024-02-29T23:59:59.000Z", "Thu, 29 Feb 2024 23:59:59 GMT"),
        ])
    func `a date reads as HTTP writes it`(iso: String, http: String) throws {
        let instant = try #require(Instant(iso))
        #expect(HTTPDate(instant).description == http)
        #expect(HTTPDate(http)?.instant == instant)
    }

    @Test(
        arguments: [
            "", "Sat, 21 Nov 2026 09:12:00", "Sat, 31 Nov 2026 09:12:00 GMT",
            "Saturday, 21-Nov-26 09:12:00 GMT",
            "Sat, 21 Nov 2026 25:12:00 GMT",
        ])
    func `what is no date is none`(text: String) {
        #expect(HTTPDate(text) == nil)
    }
}
