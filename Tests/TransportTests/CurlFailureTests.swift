import Foundation
import HTTP
import Synchronization
import Testing
import Transport

/// What went wrong must say whether the request can have been done: nothing may be done twice, nothing be lost.
@Suite(.timeLimit(.minutes(5))) struct CurlFailureTests {
    private let client = CurlClient(CurlConfiguration(proxy: ""))

    private enum Kind: Equatable { case notSent, unanswered, malformed, tooLarge, cancelled, untrusted, none }

    private func outcome(_ request: HTTPRequest) async -> Kind {
        do throws(HTTPFailure) {
            _ = try await client.send(request)
            return .none
        } catch {
            switch error {
            case .notSent: return .notSent
            case .unanswered: return .unanswered
            case .malformed: return .malformed
            case .tooLarge: return .tooLarge
            case .cancelled: return .cancelled
            case .untrusted: return .untrusted
            }
        }
    }

    @Test(arguments: [
        "", "shop.example/orders", "ftp://127.0.0.1/", "file:///etc/passwd", "http://",
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\r\nX: 1", "http://127.0.0.1/é",
    ])
    func `what is no address is refused before anything is sent`(_ url: String) async {
        #expect(await outcome(HTTPRequest(.get, url)) == .malformed)
    }

    @Test(arguments: ["X-A: b\r\nX-B", "X A", ""])
    func `a header's name cannot bring in another header`(_ name: String) async throws {
        let server = try RawServer { _ in RawServer.page("ok") }
        var headers = HTTPHeaders()
        headers.add(name, "1")
        #expect(await outcome(HTTPRequest(.get, server.url, headers: headers)) == .malformed)
        #expect(server.connections == 0)
    }

    @Test func `a refused connection and a host that is not there mean that nothing was sent`() async throws {
        let closed: String
        do { closed = try RawServer { _ in [] }.url }
        // The server is gone, and its port with it, as soon as its thread has seen so.
        var kind = await outcome(HTTPRequest(.post, closed))
        while kind == .unanswered { kind = await outcome(HTTPRequest(.post, closed)) }
        #expect(kind == .notSent)
        #expect(await outcome(HTTPRequest(.post, "http://shop.invalid/")) == .notSent)
    }

    @Test func `a handshake that never comes to its end means that nothing was sent`() async throws {
        let server = try RawServer { _ in [] }
        var request = HTTPRequest(.post, "https://127.0.0.1:\(server.port)/")
        request.limits.connect = .milliseconds(100)
        #expect(await outcome(request) == .notSent)
    }

    @Test(arguments: [
        [RawServer.Step.close], [.reset], [.text("HTTP/1.1 200 OK\r\nContent-Le"), .close],
        [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"), .close],
        [.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf"), .reset],
        [.text("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain")],
        [.text("HTTP/1.1 200 OK\r\nX-Long: " + String(repeating: "x", count: 400_000) + "\r\n\r\n"), .close],
        [.text("ICY no http at all\r\n\r\n"), .close],
    ])
    func `a request that left and was not answered whole may have been done`(
        _ steps: [RawServer.Step]
    ) async throws {
        let server = try RawServer { _ in steps }
        #expect(await outcome(HTTPRequest(.post, server.url, body: .bytes(Data("x".utf8)))) == .unanswered)
        #expect(server.requests.count == 1, "it was sent once")
    }

    @Test func `an order is never sent a second time because a kept connection died under it`() async throws {
        let seen = Mutex(0)
        let server = try RawServer { request in
            let number = seen.withLock { seen in
                seen += 1
                return seen
            }
            return number == 1 ? RawServer.page("kept") : [.close]
        }
        _ = try await client.send(HTTPRequest(.get, server.url))
        #expect(
            await outcome(HTTPRequest(.post, server.url, body: .bytes(Data("order".utf8)))) == .unanswered)
        #expect(server.requests.count == 2)
    }

    @Test func `a page is asked for again where a kept connection had died`() async throws {
        let seen = Mutex(0)
        let server = try RawServer { request in
            let number = seen.withLock { seen in
                seen += 1
                return seen
            }
            return number == 2 ? [.close] : RawServer.page("page \(number)")
        }
        _ = try await client.send(HTTPRequest(.get, server.url))
        let response = try await client.send(HTTPRequest(.get, server.url))
        #expect(response.body == Data("page 3".utf8))
    }

    @Test func `silence ends a request, before the head, within the body and over all`() async throws {
        let server = try RawServer { request in
            switch request.path {
            case "/head": [.hang]
            case "/body": [.text("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"), .hang]
            default:
                [.text("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")]
                    + (0..<80).flatMap { _ in [.text("drop"), .pause(milliseconds: 20)] }
            }
        }
        for path in ["/head", "/body"] {
            var request = HTTPRequest(.get, server.url + path)
            request.limits.idle = .milliseconds(80)
            #expect(await outcome(request) == .unanswered)
        }
        var slow = HTTPRequest(.get, server.url + "/slow")
        slow.limits.idle = .seconds(20)
        slow.limits.whole = .milliseconds(150)
        #expect(await outcome(slow) == .unanswered)
    }

    @Test func `an answer larger than the limit is a failure, however it is written`() async throws {
        // Four thousand zeros, packed.
        let zipped = try #require(Data(base64Encoded: PackedZeros.fourThousand))
        let server = try RawServer { request in
            switch request.path {
            case "/declared": [.text("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"), .hang]
            case "/exact": RawServer.page(String(repeating: "x", count: 1000))
            case "/gzip":
                [
                    .text(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(zipped.count)\r\n\r\n"
                    ),
                    .send(zipped),
                ]
            default: [.text("HTTP/1.1 200 OK\r\n\r\n"), .sendForever(Data(count: 4096))]
            }
        }
        for path in ["/declared", "/gzip", "/endless"] {
            var request = HTTPRequest(.get, server.url + path)
            request.limits.bodyBytes = 1000
            await #expect(throws: HTTPFailure.tooLarge(limit: 1000), "\(path)") {
                try await client.send(request)
            }
        }
        var exact = HTTPRequest(.get, server.url + "/exact")
        exact.limits.bodyBytes = 1000
        #expect(try await client.send(exact).body.count == 1000)
    }
}
