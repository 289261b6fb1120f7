import HTTP
import Synchronization
import Transport

/// The network, begun with the first request: most subcommands never ask for it.
///
/// Where the configuration cannot be read, nothing leaves: a request that goes another way than the one that was asked
/// for may be seen by whom it must not.
final class LazyClient: HTTPClient {
    private let configuration: @Sendable () throws -> CurlConfiguration
    private let client = Mutex<CurlClient?>(nil)

    init(_ configuration: @escaping @Sendable () throws -> CurlConfiguration) {
        self.configuration = configuration
    }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        try await begun().send(request)
    }

    func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        try await begun().stream(request)
    }

    private func begun() throws(HTTPFailure) -> CurlClient {
        try client.withLock { client throws(HTTPFailure) in
            if let client { return client }
            let chosen: CurlConfiguration
            do { chosen = try configuration() } catch { throw .notSent(reason: Failure(error).message) }
            let new = CurlClient(chosen)
            client = new
            return new
        }
    }
}
