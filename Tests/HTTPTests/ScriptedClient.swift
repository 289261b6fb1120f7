import Foundation
import HTTP
import Synchronization

/// Answers from a list, and remembers what it was asked.
final class ScriptedClient: HTTPClient {
    private struct State {
        var answers: [Result<HTTPResponse, HTTPFailure>]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    init(_ answers: [Result<HTTPResponse, HTTPFailure>]) {
        state = Mutex(State(answers: answers))
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let answer: Result<HTTPResponse, HTTPFailure> = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? .failure(.notSent(reason: "no more")) : state.answers.removeFirst()
        }
        return try answer.get()
    }

    func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        let response = try await send(request)
        let body = response.body
        return HTTPStream(
            status: response.status, headers: response.headers,
            body: AsyncThrowingStream { continuation in
                continuation.yield(body)
                continuation.finish()
            })
    }
}

extension Result where Success == HTTPResponse, Failure == HTTPFailure {
    static func status(_ status: Int, _ headers: HTTPHeaders = [:], _ body: String = "") -> Self {
        .success(HTTPResponse(status: status, headers: headers, body: Data(body.utf8)))
    }
}
