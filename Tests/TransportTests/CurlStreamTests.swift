import Foundation
import HTTP
import Testing
import TestSupport
import Transport

@Suite(.timeLimit(.minutes(5))) struct CurlStreamTests {
    private let client = CurlClient(CurlConfiguration(proxy: ""))

    @Test func `the head is there before the body, and each piece as it comes`() async throws {
        let server = try RawServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\n"), .hang]
        }
        let stream = try await client.stream(HTTPRequest(.get, server.url))
        #expect(stream.status == 200)
        #expect(stream.headers["content-type"] == "text/event-stream")
        for try await piece in stream.body {
            #expect(piece == Data("data: one\n\n".utf8))
            break
        }
    }

    @Test func `a large body comes through a small pipe whole, however slow its reader`() async throws {
        let body = Data((0..<6_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) })
        let server = try RawServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"), .send(body)]
        }
        let stream = try await client.stream(HTTPRequest(.get, server.url))
        var read = Data()
        var largest = 0
        for try await piece in stream.body {
            largest = max(largest, piece.count)
            read.append(piece)
            for _ in 0..<20 { await Task.yield() }
        }
        #expect(read == body)
        #expect(largest <= (256 + 128) << 10, "no more than the pipe holds")
    }

    @Test func `a reader that does not read holds the sender back`() async throws {
        let server = try RawServer { request in
            if request.path == "/other" { return RawServer.page("ok") }
            return [.text("HTTP/1.1 200 OK\r\n\r\n"), .sendForever(Data(count: 65536))]
        }
        var request = HTTPRequest(.get, server.url)
        request.limits.idle = .milliseconds(50)
        request.limits.bodyBytes = .max
        let stream = try await client.stream(request)
        // Waiting for the reader is nobody's silence, and others are served meanwhile.
        try await Task.sleep(for: .milliseconds(200))
        let other = try await client.send(HTTPRequest(.get, server.url + "/other"))
        #expect(other.body == Data("ok".utf8))
        var read = 0
        for try await piece in stream.body {
            read += piece.count
            if read > 2_000_000 { break }
        }
        #expect(read > 2_000_000)
    }

    @Test func `a stream that breaks off ends with a failure after what came`() async throws {
        let server = try RawServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome"), .close]
        }
        let stream = try await client.stream(HTTPRequest(.get, server.url))
        var read = Data()
        do {
            for try await piece in stream.body { read.append(piece) }
            Issue.record("a body cut off must not look whole")
        } catch {
            guard case .unanswered = error as? HTTPFailure else {
                Issue.record("unexpected \(error)")
                return
            }
        }
        #expect(read == Data("some".utf8))
    }

    @Test func `an empty body ends at once, and a refused connection has no head`() async throws {
        let server = try RawServer { _ in RawServer.page("") }
        let stream = try await client.stream(HTTPRequest(.get, server.url))
        for try await piece in stream.body { Issue.record("there is nothing in \(piece)") }
        await #expect(throws: HTTPFailure.self) {
            try await client.stream(HTTPRequest(.get, "http://shop.invalid/"))
        }
    }

    @Test func `letting go of a stream, or ending its task, ends the transfer`() async throws {
        let server = try RawServer { _ in [.text("HTTP/1.1 200 OK\r\n\r\nx"), .hang] }
        do { _ = try await client.stream(HTTPRequest(.get, server.url)) }
        // The server's end of it hangs until ours is closed.
        while server.openConnections > 0 { await Task.yield() }
        let stream = try await client.stream(HTTPRequest(.get, server.url))
        let reader = Task {
            var read = 0
            for try await piece in stream.body { read += piece.count }
            return read
        }
        reader.cancel()
        let result = await reader.result
        // A task that is cancelled before it waits may see the end of the stream instead.
        if case .failure(let error) = result { #expect(error as? HTTPFailure == .cancelled) }
        while server.openConnections > 0 { await Task.yield() }
        #expect(server.requests.count == 2)
    }

    @Test func `a request whose task has ended already is not sent`() async throws {
        let server = try RawServer { _ in RawServer.page("ok") }
        let url = server.url
        let client = client
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            await #expect(throws: HTTPFailure.cancelled) {
                try await client.send(HTTPRequest(.post, url))
            }
        }
        task.cancel()
        await task.value
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a storm of cancels leaves every request with one end and the client working`(
        _ seed: UInt64
    ) async throws {
        let server = try RawServer { request in
            request.path.hasPrefix("/hang") ? [.hang] : RawServer.page("ok")
        }
        var random = SeededRandom(seed: seed)
        let client = client
        var ends = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<150 {
                let path = random.chance(1, in: 3) ? "/hang" : "/page"
                let yields = random.integer(in: 0...60)
                let isStream = random.chance(1, in: 3)
                group.addTask {
                    let transfer = Task {
                        if isStream {
                            for try await _ in try await client.stream(HTTPRequest(.get, server.url + path))
                                .body
                            {}
                        } else {
                            _ = try await client.send(HTTPRequest(.get, server.url + path))
                        }
                    }
                    for _ in 0..<yields { await Task.yield() }
                    transfer.cancel()
                    if case .failure(let error) = await transfer.result {
                        #expect(error as? HTTPFailure == .cancelled, "seed \(seed)")
                    }
                }
            }
            for try await _ in group { ends += 1 }
        }
        #expect(ends == 150, "seed \(seed)")
        let after = try await client.send(HTTPRequest(.get, server.url + "/page"))
        #expect(after.body == Data("ok".utf8), "seed \(seed)")
    }
}
