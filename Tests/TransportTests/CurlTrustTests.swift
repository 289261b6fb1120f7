import Foundation
import HTTP
import TestSupport
import Testing
import Transport

/// A TLS server with a certificate that nobody knows, by the `openssl` program.
final class UnknownServer {
    static let program = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let folder: URL
    let port: Int
    private let process: RunningProgram

    init(program: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "mercer-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let environment = ProcessInfo.processInfo.environment
        let made = try Program(
            program,
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days",
                "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                "-keyout", folder.appending(path: "key.pem").path, "-out",
                folder.appending(path: "cert.pem").path,
            ], environment: environment
        ).run()
        try #require(made.status == 0, "\(made.error)")
        process = try Program(
            program,
            [
                "s_server", "-accept", "127.0.0.1:0", "-www", "-key", folder.appending(path: "key.pem").path,
                "-cert", folder.appending(path: "cert.pem").path,
            ], environment: environment
        ).start(input: .pipe, output: .pipe)
        let output = try #require(process.output)
        var said = ""
        var found: Int?
        while found == nil {
            let piece = output.availableData
            guard !piece.isEmpty else { break }
            said += String(decoding: piece, as: UTF8.self)
            for line in said.split(separator: "\n").dropLast(said.hasSuffix("\n") ? 0 : 1)
            where line.hasPrefix("ACCEPT") {
                found = line.split(separator: ":").last.flatMap { Int($0) }
            }
        }
        port = try #require(found, "openssl did not say which port it took: \(said)")
    }

    deinit {
        process.send(SIGTERM)
        try? FileManager.default.removeItem(at: folder)  // It is only litter.
    }
}

@Suite(.timeLimit(.minutes(5))) struct CurlTrustTests {
    @Test(
        .enabled(
            if: UnknownServer.program != nil, "skipped: there is no openssl program to make a certificate"))
    func `a certificate that nobody vouches for is refused, and taken where its authority is named`()
        async throws
    {
        let server = try UnknownServer(program: #require(UnknownServer.program))
        let url = "https://localhost:\(server.port)/"
        let careful = CurlClient(CurlConfiguration(proxy: ""))
        do throws(HTTPFailure) {
            _ = try await careful.send(HTTPRequest(.post, url, body: .bytes(Data("secret".utf8))))
            Issue.record("it was trusted")
        } catch {
            guard case .untrusted = error else {
                Issue.record("unexpected \(error)")
                return
            }
        }
        let file = server.folder.appending(path: "cert.pem").path
        let told = CurlClient(CurlConfiguration(caFile: file, proxy: ""))
        let response = try await told.send(HTTPRequest(.get, url))
        #expect(response.status == 200)
        // Its name is in the certificate, this one is not.
        do throws(HTTPFailure) {
            _ = try await told.send(HTTPRequest(.get, "https://ip6-localhost:\(server.port)/"))
            Issue.record("another name was trusted")
        } catch {
            #expect(!error.mayHaveBeenDone)
        }
    }

    @Test func `a file of authorities that is not there is said, not passed over`() async throws {
        let client = CurlClient(CurlConfiguration(caFile: "/nonexistent/ca.pem", proxy: ""))
        let server = try RawServer { _ in [] }
        do throws(HTTPFailure) {
            _ = try await client.send(HTTPRequest(.get, "https://127.0.0.1:\(server.port)/"))
            Issue.record("it was sent")
        } catch {
            guard case .malformed = error else {
                Issue.record("unexpected \(error)")
                return
            }
        }
    }

    @Test func `a server that speaks no TLS gets nothing`() async throws {
        let server = try RawServer { _ in [.text("HTTP/1.1 400 Bad Request\r\n\r\n"), .close] }
        let client = CurlClient(CurlConfiguration(proxy: ""))
        do throws(HTTPFailure) {
            var request = HTTPRequest(.post, "https://127.0.0.1:\(server.port)/")
            request.limits.connect = .milliseconds(300)
            _ = try await client.send(request)
            Issue.record("it was sent")
        } catch { #expect(!error.mayHaveBeenDone) }
    }
}
