import Foundation
import HTTP
import Sandbox
import Synchronization

/// Keeps what it was asked, and answers each page of a list by its number.
final class CountingPlatform: SimulatedPlatform {
    private let asked = Mutex<[HTTPRequest]>([])

    var requests: [HTTPRequest] { asked.withLock { $0 } }
    var count: Int { asked.withLock { $0.count } }

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let number = asked.withLock { asked in
            asked.append(request)
            return asked.count
        }
        var response = HTTPResponse(
            status: request.method == .post ? 201 : 200,
            headers: ["Content-Type": "application/json", "Date": "Sat, 21 Nov 2026 09:00:00 GMT"])
        if request.url.contains("/pages") {
            response.body = JSON.array((0..<6).map { JSON(number * 10 + $0) }).data
        } else if request.url.contains("/empty") {
            response.status = 204
        } else {
            response.body = JSON.object([.init("name", "mug"), .init("number", JSON(number))]).data
        }
        return response
    }
}

/// What came back, in few words, for a table.
enum Outcome: Equatable, Sendable {
    case answer(Int)
    case notSent
    case unanswered
}

extension SandboxClient {
    func outcome(of request: HTTPRequest) async throws -> Outcome {
        do { return .answer(try await send(request).status) } catch .notSent {
            return .notSent
        } catch .unanswered { return .unanswered }
    }
}
