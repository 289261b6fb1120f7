import Foundation
import HTTP
import Testing
import Transport

@Suite(.timeLimit(.minutes(5))) struct LoopbackRedirectTests {
    private let client = CurlClient(CurlConfiguration(proxy: ""))

    @Test func `the redirect with the right state ends the wait, all else is answered and passed over`()
        async throws
    {
        let redirect = try LoopbackRedirect()
        async let query = redirect.query(state: "right", within: .seconds(30))
        let base = "http://127.0.0.1:\(redirect.port)"
        #expect(redirect.url == base + "/callback")
        let icon = try await client.send(HTTPRequest(.get, base + "/favicon.ico"))
        #expect(icon.status == 404)
        let wrong = try await client.send(HTTPRequest(.get, redirect.url + "?code=evil&state=wrong"))
        #expect(wrong.status == 400)
        let none = try await client.send(HTTPRequest(.get, redirect.url))
        #expect(none.status == 400)
        let posted = try await client.send(HTTPRequest(.post, redirect.url + "?code=evil&state=right"))
        #expect(posted.status == 405)
        let right = try await client.send(HTTPRequest(.get, redirect.url + "?code=a%2Fb+c&state=right"))
        #expect(right.status == 200)
        #expect(String(decoding: right.body, as: UTF8.self).contains("You can close this window"))
        let arrived = try await query
        #expect(arrived["code"] == "a/b c")
    }

    @Test func `a browser's connection that says nothing keeps no other waiting`() async throws {
        let redirect = try LoopbackRedirect(path: "/back")
        async let query = redirect.query(state: "s", within: .seconds(30))
        // A browser opens connections ahead; this one begins a request and never ends it.
        let silent = SilentVisitor(port: redirect.port)
        let right = try await client.send(HTTPRequest(.get, redirect.url + "?state=s&error=access_denied"))
        #expect(right.status == 200)
        #expect(try await query["error"] == "access_denied")
        silent.leave()
    }

    @Test func `nobody comes, and the wait ends by itself`() async throws {
        let redirect = try LoopbackRedirect()
        await #expect(throws: LoopbackFailure.timedOut) {
            try await redirect.query(state: "s", within: .milliseconds(30))
        }
    }

    @Test func `giving up ends the wait at once`() async throws {
        let redirect = try LoopbackRedirect()
        let task = Task { try await redirect.query(state: "s", within: .seconds(600)) }
        task.cancel()
        let result = await task.result
        #expect(throws: LoopbackFailure.cancelled) { try result.get() }
    }

    @Test func `a port that is taken is said`() throws {
        let first = try LoopbackRedirect()
        #expect {
            _ = try LoopbackRedirect(port: first.port)
        } throws: { error in
            guard case .cannotListen = error as? LoopbackFailure else { return false }
            return true
        }
    }
}
