import Foundation
import HTTP
import Sandbox
import Synchronization

/// The least that is a platform, to try the way to it: keeps what is posted, and counts.
final class ToyPlatform: SimulatedPlatform {
    private let kept = Mutex([Data]())

    func answer(_ request: HTTPRequest) async -> HTTPResponse {
        switch request.method {
        case .post:
            let number = kept.withLock { kept in
                kept.append(request.body.bytes)
                return kept.count
            }
            return json(
                ["number": JSON(number), "bytes": JSON(request.body.bytes.count), "url": JSON(request.url)],
                status: 201)
        case .get, .head:
            let count = kept.withLock { $0.count }
            return json(.array((0..<count).map { ["number": JSON($0 + 1)] }), status: 200)
        default: return json(["error": "The toy knows GET, HEAD and POST."], status: 405)
        }
    }

    private func json(_ value: JSON, status: Int) -> HTTPResponse {
        HTTPResponse(
            status: status,
            headers: ["Content-Type": "application/json", "Date": "Sat, 21 Nov 2026 09:00:00 GMT"],
            body: value.data)
    }
}
