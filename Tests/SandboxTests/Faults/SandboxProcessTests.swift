import Foundation
import HTTP
import Sandbox
import TestSupport
import Testing

struct SandboxProcessTests {
    private func set(_ faults: [Fault?], on sandbox: SandboxProcess) async throws {
        try await sandbox.follow(.script(faults, path: "/orders"), through: RawClient())
    }

    private func post(_ sandbox: SandboxProcess, patienceMilliseconds: Int = 20_000) async
        -> RawConnection.Answer
    {
        await RawConnection.ask(
            "POST", "/orders?x=1", port: sandbox.port, body: Data(#"{"sku":"MUG"}"#.utf8),
            patienceMilliseconds: patienceMilliseconds)
    }

    /// How many orders the toy has taken in.
    private func doneCount(_ sandbox: SandboxProcess) async throws -> Int {
        try JSON(await RawConnection.ask("GET", "/kept", port: sandbox.port).body).items.count
    }

    @Test func `an answer passes through as the platform gave it`() async throws {
        let sandbox = try await SandboxProcess("toy")
        let answer = await post(sandbox)

        #expect(answer.status == 201)
        #expect(answer.header("Date") == "Sat, 21 Nov 2026 09:00:00 GMT")
        #expect(answer.header("Content-Length") == String(answer.body.count))
        #expect(try JSON(answer.body)["url"].string == sandbox.url + "/orders?x=1")
        #expect(try JSON(answer.body)["bytes"].integer == 13)
    }

    @Test func `what ends a connection ends it on the socket, done or not`() async throws {
        let sandbox = try await SandboxProcess("toy")
        try await set([.reset(.before), .reset(.after), .refused, .truncated(percent: 50)], on: sandbox)

        let before = await post(sandbox)
        #expect(before.bytes.isEmpty && before.end == .reset)
        #expect(try await doneCount(sandbox) == 0)

        let after = await post(sandbox)
        #expect(after.bytes.isEmpty && after.end == .reset)
        #expect(try await doneCount(sandbox) == 1)

        let refused = await post(sandbox)
        #expect(refused.bytes.isEmpty && refused.end == .reset)
        #expect(try await doneCount(sandbox) == 1)

        let cut = await post(sandbox)
        let promised = try #require(cut.header("Content-Length").flatMap { Int($0) })
        #expect(cut.status == 201)
        #expect(cut.body.count == promised / 2)
        #expect(try await doneCount(sandbox) == 2)
    }

    @Test func `silence keeps the connection open without a byte`() async throws {
        let sandbox = try await SandboxProcess("toy")
        try await set([.silence(.after)], on: sandbox)

        let answer = await post(sandbox, patienceMilliseconds: 300)

        #expect(answer.bytes.isEmpty && answer.end == .silent)
        #expect(try await doneCount(sandbox) == 1)
    }

    @Test func `what is slow comes whole and takes as long`() async throws {
        let sandbox = try await SandboxProcess("toy")
        let start = ContinuousClock.now
        try await set([.delay(seconds: 0.3), .drip(bytes: 20, pauseSeconds: 0.1)], on: sandbox)

        let late = await post(sandbox)
        let afterDelay = ContinuousClock.now
        let dripped = await post(sandbox)

        #expect(try JSON(late.body)["number"].integer == 1)
        #expect(afterDelay - start >= .milliseconds(300))
        #expect(try JSON(dripped.body)["number"].integer == 2)
        #expect(ContinuousClock.now - afterDelay >= .milliseconds(300))
    }

    @Test func `the sandbox says what it did`() async throws {
        let sandbox = try await SandboxProcess("toy")
        try await set([nil, .status(503, retryAfterSeconds: 5, body: .html)], on: sandbox)
        _ = await post(sandbox)
        let failed = await post(sandbox)

        let status = await RawConnection.ask("GET", "/__sandbox/status", port: sandbox.port)
        let log = await RawConnection.ask("GET", "/__sandbox/log", port: sandbox.port)

        #expect(failed.status == 503)
        #expect(failed.header("Retry-After") == "5")
        #expect(
            try JSON(status.body) == ["platform": "toy", "requests": 2, "disturbed": 1, "isSpent": false])
        #expect(try JSON(log.body)[0]["path"] == "/orders")
        #expect(try JSON(log.body)[0]["fault"]["status"] == 503)
    }

    @Test func `only this computer's own programs tell the sandbox what to do`() async throws {
        let sandbox = try await SandboxProcess("toy")
        for (host, headers) in [("evil.example", []), ("127.0.0.1", ["Origin: https://evil.example"])] {
            let answer = await RawConnection.ask(
                "POST", "/__sandbox/shutdown", port: sandbox.port, host: host, headers: headers)
            #expect(answer.status == 403, "\(host)")
        }
        let nonsense = await RawConnection.ask(
            "PUT", "/__sandbox/faults", port: sandbox.port, body: Data("{".utf8))
        #expect(nonsense.status == 422)
        #expect(sandbox.isRunning)
    }

    @Test func `a body above the limit is refused, one below it taken in`() async throws {
        let sandbox = try await SandboxProcess("toy", "--body-limit", "100000")
        let large = await RawConnection.ask(
            "POST", "/images", port: sandbox.port, body: Data(repeating: 7, count: 100_000))
        #expect(try JSON(large.body)["bytes"].integer == 100_000)

        let tooLarge = await RawConnection.ask(
            "POST", "/images", port: sandbox.port, body: Data(repeating: 7, count: 100_001))
        #expect(tooLarge.status == 413)
        #expect(try await doneCount(sandbox) == 1)
    }

    @Test func `it ends when told to, and when who started it is gone`() async throws {
        let told = try await SandboxProcess("toy")
        #expect(await RawConnection.ask("POST", "/__sandbox/shutdown", port: told.port).status == 200)
        #expect(await told.waitForEnd() == 0)

        let orphan = try await SandboxProcess("toy")
        orphan.letGo()
        #expect(await orphan.waitForEnd() == 0)
    }

    @Test func `a port that is taken is a clear failure`() async throws {
        let sandbox = try await SandboxProcess("toy")
        let failure = await #expect(throws: SandboxProcess.Failure.self) {
            _ = try await SandboxProcess("toy", "--port", String(sandbox.port))
        }
        #expect(failure?.description.contains("Port \(sandbox.port) cannot be listened on") == true)
        #expect(sandbox.isRunning)
    }

    @Test func `a platform that does not exist is a clear failure`() async throws {
        let failure = await #expect(throws: SandboxProcess.Failure.self) {
            _ = try await SandboxProcess("nix")
        }
        #expect(failure?.description.contains("There is no platform “nix”") == true)
    }
}

/// The least of a client that can tell a sandbox what to do.
private struct RawClient: HTTPClient {
    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard let url = URL(string: request.url), let port = url.port else {
            throw .malformed(reason: "no port")
        }
        let answer = await RawConnection.ask(
            request.method.rawValue, url.path(), port: port, body: request.body.bytes)
        guard answer.status > 0 else { throw .unanswered(reason: "no answer") }
        return HTTPResponse(status: answer.status, body: answer.body)
    }

    func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        throw .malformed(reason: "no streams here")
    }
}
