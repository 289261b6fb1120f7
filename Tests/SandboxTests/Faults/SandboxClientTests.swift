import Foundation
import HTTP
import Sandbox
import TestSupport
import Testing

struct SandboxClientTests {
    private let platform = CountingPlatform()
    private let clock = SteppedClock()
    private let order = HTTPRequest(.post, "https://kiln.example/orders", body: .bytes(Data("{}".utf8)))

    private func client(_ plan: FaultPlan) -> SandboxClient {
        SandboxClient(platform, faults: plan, sleep: clock.sleepClosure)
    }

    private func limited(idle: Int, whole: Int) -> HTTPRequest {
        var request = order
        request.limits = HTTPLimits(idle: .seconds(idle), whole: .seconds(whole))
        return request
    }

    @Test func `a calm network takes no time and changes nothing`() async throws {
        let answer = try await client(.calm).send(order)

        #expect(answer.status == 201)
        #expect(clock.sleptSeconds == 0)
        #expect(platform.requests == [order])
    }

    @Test(
        arguments: [
            (Fault.silence(.after), 5, 60, 5.0), (.silence(.after), 50, 7, 7),
            (.delay(seconds: 20), 5, 60, 5),
            (.delay(seconds: 20), 50, 7, 7), (.drip(bytes: 1, pauseSeconds: 9), 5, 60, 5),
            (.drip(bytes: 1, pauseSeconds: 1), 5, 10, 10),
        ])
    func `what lasts too long is unanswered when the limit is reached, and done`(
        fault: Fault, idle: Int, whole: Int, waited: Double
    ) async {
        let client = client(.script([fault]))

        await #expect(throws: HTTPFailure.unanswered(reason: "timed out")) {
            try await client.send(limited(idle: idle, whole: whole))
        }
        #expect(clock.sleptSeconds == waited)
        #expect(platform.count == 1)
    }

    @Test func `a slow answer within the limits arrives whole and late`() async throws {
        let answer = try await client(
            FaultPlan([
                FaultRule(.always, .delay(seconds: 3)),
                FaultRule(.always, .drip(bytes: 10, pauseSeconds: 0.5)),
            ])
        ).send(order)

        #expect(try JSON(answer.body)["number"].integer == 1)
        #expect(clock.sleptSeconds == 3 + 0.5 * Double((answer.body.count + 9) / 10))
    }

    @Test func `a dead network lets nothing out, and again everything once it lives`() async throws {
        let client = client(.calm)
        client.isDead = true
        await #expect(throws: HTTPFailure.notSent(reason: "network is unreachable")) {
            try await client.send(order)
        }
        #expect(platform.count == 0)

        client.isDead = false
        #expect(try await client.send(order).status == 201)
        #expect(client.requestCount == 2)
    }

    @Test func `what is under way when the network dies is left open`() async throws {
        let clock = SteppedClock(.waits)
        let client = SandboxClient(
            platform, faults: .script([.delay(seconds: 5)]), sleep: clock.sleepClosure)
        async let outcome = client.outcome(of: order)
        await clock.waitForSleepers(1)

        client.isDead = true
        clock.advance(seconds: 5)

        #expect(try await outcome == .unanswered)
        #expect(platform.count == 1)
    }

    @Test func `an answer above the limit is refused although done`() async {
        var request = order
        request.limits.bodyBytes = 10

        await #expect(throws: HTTPFailure.tooLarge(limit: 10)) { try await client(.calm).send(request) }
        #expect(platform.count == 1)
    }

    @Test func `a caller who gives up is told so`() async {
        let clock = SteppedClock(.waits)
        let client = SandboxClient(platform, faults: .script([.silence(.after)]), sleep: clock.sleepClosure)
        let order = order
        let task = Task { try await client.send(order) }
        await clock.waitForSleepers(1)

        task.cancel()

        await #expect(throws: HTTPFailure.cancelled) { try await task.value }
        #expect(clock.sleeperCount == 0)
    }

    @Test(arguments: [
        "", "kiln.example/orders", "ftp://kiln.example/", "https://", "https://kiln.example/a b",
    ])
    func `what is no address is malformed`(url: String) async {
        await #expect(throws: HTTPFailure.malformed(reason: "no address to send to")) {
            try await client(.calm).send(HTTPRequest(.get, url))
        }
        #expect(platform.count == 0)
    }

    @Test func `a file is sent as its bytes, and a missing one not at all`() async throws {
        let path = NSTemporaryDirectory() + "mercer-sandbox-" + UUID().uuidString
        try Data("a,b\n".utf8).write(to: URL(filePath: path))
        let client = client(.calm)
        _ = try await client.send(HTTPRequest(.post, order.url, body: .file(path: path)))
        try FileManager.default.removeItem(atPath: path)

        #expect(platform.requests.map(\.body) == [.bytes(Data("a,b\n".utf8))])
        await #expect(throws: HTTPFailure.malformed(reason: "no file to send")) {
            try await client.send(HTTPRequest(.post, order.url, body: .file(path: path)))
        }
    }

    @Test func `requests are counted by method and path`() async throws {
        let client = client(.script([.refused]))
        for path in ["/orders?page=1", "/orders/7", "/products"] {
            _ = try await client.outcome(of: HTTPRequest(.get, "https://kiln.example" + path))
        }
        _ = try await client.send(order)

        #expect(client.requestCount == 4)
        #expect(client.requestCount(.get, path: "/orders") == 2)
        #expect(client.requestCount(.get) == 3)
        #expect(client.requestCount(.get, path: "page=1") == 0)
    }

    @Test func `a head has no body`() async throws {
        let answer = try await client(.calm).send(HTTPRequest(.head, "https://kiln.example/orders"))
        #expect(answer.body.isEmpty)
    }

    @Test func `a stream brings the pieces of a drip, and the same bytes`() async throws {
        let client = client(.script([nil, .drip(bytes: 7, pauseSeconds: 1)]))
        let whole = try await client.send(HTTPRequest(.get, "https://kiln.example/pages")).body

        let stream = try await client.stream(HTTPRequest(.get, "https://kiln.example/pages"))
        var pieces: [Data] = []
        for try await piece in stream.body { pieces.append(piece) }

        #expect(stream.status == 200)
        #expect(pieces.map(\.count).dropLast().allSatisfy { $0 == 7 })
        #expect(pieces.count == (whole.count + 6) / 7)
        #expect(pieces.reduce(0) { $0 + $1.count } == whole.count)
        #expect(clock.sleptSeconds == Double(pieces.count))
    }

    @Test func `a stream that is cut off gives what came and then fails`() async throws {
        let client = client(.script([.truncated(percent: 50)]))
        let stream = try await client.stream(order)
        var came = 0

        let failure = await #expect(throws: HTTPFailure.self) {
            for try await piece in stream.body { came += piece.count }
        }
        #expect(came > 0)
        #expect(failure?.mayHaveBeenDone == true)
        #expect(platform.count == 1)
    }

    @Test func `a stream that does not begin fails as a request does`() async {
        let client = client(.script([.refused, .reset(.after)]))
        await #expect(throws: HTTPFailure.notSent(reason: "connection refused")) {
            _ = try await client.stream(order)
        }
        await #expect(throws: HTTPFailure.unanswered(reason: "connection reset")) {
            _ = try await client.stream(order)
        }
        #expect(platform.count == 1)
    }
}
