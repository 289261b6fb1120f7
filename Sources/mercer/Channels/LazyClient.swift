import HTTP
import Synchronization
import Transport

/// The network, begun with the first request: most subcommands never ask for it.
final class LazyClient: HTTPClient {
    private let configuration: CurlConfiguration
    private let client = Mutex<CurlClient?>(nil)

    init(_ configuration: CurlConfiguration) { self.configuration = configuration }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        try await begun().send(request)
    }

    func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        try await begun().stream(request)
    }

    private func begun() -> CurlClient {
        client.withLock { client in
            if let client { return client }
            let new = CurlClient(configuration)
            client = new
            return new
        }
    }
}
