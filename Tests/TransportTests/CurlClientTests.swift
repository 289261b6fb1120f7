import Foundation
import HTTP
import Testing
import Transport

@Suite(.timeLimit(.minutes(5))) struct CurlClientTests {
    /// No proxy, whatever the environment of the tests says.
    private let client = CurlClient(CurlConfiguration(proxy: ""))

    @Test func `a page is fetched with its status, headers and body`() async throws {
        let server = try RawServer { _ in
            RawServer.page("hello", status: "201 Created", headers: "X-Two: a\r\nX-Two: b\r\nX-Empty:\r\n")
        }
        let response = try await client.send(HTTPRequest(.get, "\(server.url)/page?a=%20b"))
        #expect(response.status == 201)
        #expect(response.headers.all("x-two") == ["a", "b"])
        #expect(response.headers["X-Empty"] == "")
        #expect(response.body == Data("hello".utf8))
        #expect(server.requests[0].line == "GET /page?a=%20b HTTP/1.1")
        #expect(server.requests[0].headers["user-agent"] == "Mercer")
    }

    @Test(arguments: [
        (HTTPRequest.Method.post, "body"), (.put, "body"), (.patch, "body"), (.delete, "body"), (.post, ""),
        (.put, ""),
    ])
    func `every method sends its body and only the headers it was given`(
        _ method: HTTPRequest.Method, _ body: String
    ) async throws {
        let server = try RawServer { _ in RawServer.page("") }
        let request = HTTPRequest(
            method, "\(server.url)/a/../b", headers: ["X-Own": "1", "X-None": ""],
            body: .bytes(Data(body.utf8)))
        _ = try await client.send(request)
        let seen = server.requests[0]
        #expect(seen.line == "\(method.rawValue) /a/../b HTTP/1.1", "dots stay, as an address may be signed")
        #expect(seen.body == Data(body.utf8))
        #expect(seen.headers["content-length"] == "\(body.utf8.count)")
        #expect(seen.headers["x-own"] == "1")
        #expect(seen.headers["x-none"] == "")
        #expect(seen.headers["content-type"] == nil)
        #expect(seen.headers["expect"] == nil)
    }

    @Test func `a head request waits for no body`() async throws {
        let server = try RawServer { _ in [.text("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")] }
        let response = try await client.send(HTTPRequest(.head, server.url))
        #expect(response.status == 200)
        #expect(response.body.isEmpty)
    }

    @Test func `a file is sent as it lies on the disk`() async throws {
        let server = try RawServer { _ in RawServer.page("ok") }
        let content = Data((0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let file = FileManager.default.temporaryDirectory.appending(path: "mercer-\(UUID().uuidString)")
        try content.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }  // It is only litter.
        _ = try await client.send(
            HTTPRequest(
                .put, server.url, headers: ["Content-Type": "image/png"], body: .file(path: file.path)))
        #expect(server.requests[0].body == content)
        #expect(server.requests[0].headers["content-type"] == "image/png")
        await #expect(throws: HTTPFailure.malformed(reason: "the file to send cannot be opened")) {
            try await client.send(HTTPRequest(.put, server.url, body: .file(path: file.path + ".none")))
        }
    }

    @Test func `gzip and chunks arrive as what they stand for`() async throws {
        let zipped = try #require(
            Data(
                base64Encoded:
                    "H4sIAAAAAAACA8tIzcnJVyjPL8pJUcjIBABZ9Wh8DgAAAA=="))
        let server = try RawServer { request in
            if request.path == "/chunks" {
                return [
                    .text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nchun\r\n"),
                    .text("2\r\nks\r\n0\r\nX-Trailer: 1\r\n\r\n"),
                ]
            }
            return [
                .text("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(zipped.count)\r\n\r\n"),
                .send(zipped),
            ]
        }
        let plain = try await client.send(HTTPRequest(.get, "\(server.url)/gzip"))
        #expect(String(decoding: plain.body, as: UTF8.self) == "hello world hi")
        #expect(server.requests[0].headers["accept-encoding"]?.contains("gzip") == true)
        let chunks = try await client.send(HTTPRequest(.get, "\(server.url)/chunks"))
        #expect(chunks.body == Data("chunks".utf8))
        #expect(chunks.headers["X-Trailer"] == nil)
    }

    @Test func `a connection is used again`() async throws {
        let server = try RawServer { _ in RawServer.page("ok") }
        for _ in 0..<20 { _ = try await client.send(HTTPRequest(.get, server.url)) }
        #expect(server.connections == 1)
        #expect(server.requests.count == 20)
    }

    @Test func `two hundred requests at once are all answered, each with its own answer`() async throws {
        let server = try RawServer { RawServer.page(String(repeating: $0.path, count: 500)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let response = try await client.send(HTTPRequest(.get, "\(server.url)/\(number)"))
                    #expect(response.body == Data(String(repeating: "/\(number)", count: 500).utf8))
                }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 200)
        #expect(server.connections <= 8)
    }

    @Test func `a proxy of the configuration is asked instead`() async throws {
        let proxy = try RawServer { _ in RawServer.page("by proxy") }
        let client = CurlClient(CurlConfiguration(proxy: proxy.url))
        let response = try await client.send(HTTPRequest(.get, "http://shop.invalid/orders"))
        #expect(response.body == Data("by proxy".utf8))
        #expect(proxy.requests[0].line == "GET http://shop.invalid/orders HTTP/1.1")
    }

    @Test func `a closed client says so and ends what is under way`() async throws {
        let server = try RawServer { _ in [.hang] }
        let client = CurlClient(CurlConfiguration(proxy: ""))
        async let pending = client.send(HTTPRequest(.post, server.url))
        while server.requests.isEmpty { await Task.yield() }
        client.close()
        let expected = HTTPFailure.unanswered(reason: "the connection to the network was closed")
        do {
            _ = try await pending
            Issue.record("there was no answer to be had")
        } catch { #expect(error as? HTTPFailure == expected) }
        await #expect(throws: HTTPFailure.notSent(reason: "the connection to the network is closed")) {
            try await client.send(HTTPRequest(.get, server.url))
        }
    }
}
