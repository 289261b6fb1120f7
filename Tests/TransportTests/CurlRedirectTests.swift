import Foundation
import HTTP
import Testing
import Transport

@Suite(.timeLimit(.minutes(5))) struct CurlRedirectTests {
    private let client = CurlClient(CurlConfiguration(proxy: ""))

    private static func redirect(_ status: Int, to location: String) -> [RawServer.Step] {
        [.text("HTTP/1.1 \(status) Moved\r\nLocation: \(location)\r\nContent-Length: 4\r\n\r\nmove")]
    }

    private let secrets: HTTPHeaders = [
        "Authorization": "Bearer s3cret", "X-Shopify-Access-Token": "s3cret", "Cookie": "a=s3cret",
        "X-Odd-Key": "s3cret", "Accept": "application/json",
    ]

    @Test func `a redirect is an answer unless it is asked to be followed`() async throws {
        let server = try RawServer { _ in Self.redirect(302, to: "/there") }
        let response = try await client.send(HTTPRequest(.get, server.url))
        #expect(response.status == 302)
        #expect(response.headers["Location"] == "/there")
        #expect(response.body == Data("move".utf8))
    }

    @Test func `on the same host everything goes along`() async throws {
        let server = try RawServer { request in
            request.path == "/here" ? Self.redirect(307, to: "there?a=1") : RawServer.page("arrived")
        }
        let request = HTTPRequest(
            .post, server.url + "/here", headers: secrets, body: .bytes(Data("b".utf8)),
            followsRedirects: true)
        let response = try await client.send(request)
        #expect(response.body == Data("arrived".utf8))
        let last = server.requests[1]
        #expect(last.line == "POST /there?a=1 HTTP/1.1")
        #expect(last.body == Data("b".utf8))
        #expect(last.headers["x-shopify-access-token"] == "s3cret")
    }

    @Test func `no credential crosses to another host, under whatever name`() async throws {
        let other = try RawServer { _ in RawServer.page("arrived") }
        let server = try RawServer { _ in Self.redirect(302, to: other.url + "/there") }
        let url = server.url.replacing("http://", with: "http://user:s3cret@")
        let response = try await client.send(
            HTTPRequest(.get, url, headers: secrets, followsRedirects: true))
        #expect(response.body == Data("arrived".utf8))
        #expect(server.requests[0].headers["x-odd-key"] == "s3cret")
        let seen = other.requests[0]
        #expect(seen.headers["accept"] == "application/json")
        #expect(!seen.headers.values.contains { $0.contains("s3cret") }, "\(seen.headers)")
        #expect(seen.headers["authorization"] == nil)
    }

    @Test func `a body does not go to another host; the redirect is handed back`() async throws {
        let other = try RawServer { _ in RawServer.page("arrived") }
        let server = try RawServer { _ in Self.redirect(308, to: other.url) }
        let response = try await client.send(
            HTTPRequest(.post, server.url, body: .bytes(Data("secret".utf8)), followsRedirects: true))
        #expect(response.status == 308)
        #expect(other.requests.isEmpty)
    }

    @Test func `see other is fetched without a body`() async throws {
        let server = try RawServer { request in
            request.path == "/here" ? Self.redirect(303, to: "/there") : RawServer.page("arrived")
        }
        let request = HTTPRequest(
            .put, server.url + "/here", headers: ["Content-Type": "a/b"], body: .bytes(Data("b".utf8)),
            followsRedirects: true)
        _ = try await client.send(request)
        #expect(server.requests[1].line == "GET /there HTTP/1.1")
        #expect(server.requests[1].body.isEmpty)
        #expect(server.requests[1].headers["content-type"] == nil)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
    func `a redirect to something that is no web address is handed back`(_ location: String) async throws {
        let server = try RawServer { _ in Self.redirect(302, to: location) }
        let response = try await client.send(HTTPRequest(.get, server.url, followsRedirects: true))
        #expect(response.status == 302)
    }

    @Test func `a circle of redirects comes to an end`() async throws {
        let server = try RawServer { _ in Self.redirect(302, to: "/again") }
        let response = try await client.send(HTTPRequest(.get, server.url, followsRedirects: true))
        #expect(response.status == 302)
        #expect(server.requests.count == 11)
    }

    @Test func `a stream follows too, and shows only the head it arrived at`() async throws {
        let server = try RawServer { request in
            request.path == "/here" ? Self.redirect(302, to: "/there") : RawServer.page("arrived")
        }
        let stream = try await client.stream(
            HTTPRequest(.get, server.url + "/here", followsRedirects: true))
        #expect(stream.status == 200)
        var read = Data()
        for try await piece in stream.body { read.append(piece) }
        #expect(read == Data("arrived".utf8))
    }
}
