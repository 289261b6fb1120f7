import Foundation
package import HTTP
import Synchronization

/// A network with one platform at its other end, in process: no socket, and no time but the sleep it is given.
package final class SandboxClient: HTTPClient {
    package let platform: any SimulatedPlatform
    package let course: FaultCourse
    private let sleep: @Sendable (Double) async throws -> Void
    private let state = Mutex(State())

    private struct State {
        var isDead = false
        var counts: [String: Int] = [:]
        var requestCount = 0
    }

    /// - Parameter sleep: waits so many seconds, or at once makes it so much later; throws when it is given up.
    package init(
        _ platform: any SimulatedPlatform, faults plan: FaultPlan = .calm,
        sleep: @escaping @Sendable (Double) async throws -> Void
    ) {
        self.platform = platform
        self.course = FaultCourse(plan)
        self.sleep = sleep
    }

    /// Whether the network is gone. What is under way when it goes is left without an answer.
    package var isDead: Bool {
        get { state.withLock { $0.isDead } }
        set { state.withLock { $0.isDead = newValue } }
    }

    /// How many requests were made, those that reached nobody included.
    package var requestCount: Int { state.withLock { $0.requestCount } }

    /// How many of that method whose path, query aside, contains that.
    package func requestCount(_ method: HTTPRequest.Method, path part: String = "") -> Int {
        state.withLock { state in
            state.counts.reduce(0) { sum, entry in
                let words = entry.key.split(separator: " ", maxSplits: 1)
                let fits = words.first.map { $0 == method.rawValue } ?? false
                return fits && (part.isEmpty || words[1].contains(part)) ? sum + entry.value : sum
            }
        }
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let delivery = try await delivery(of: request)
        let limits = Limits(request.limits)
        let response = try await head(of: delivery, limits)
        let count = delivery.arrivingBytes
        guard count <= request.limits.bodyBytes else {
            throw .tooLarge(limit: request.limits.bodyBytes)
        }
        if let drip = delivery.drip {
            let pieces = (count + drip.bytes - 1) / drip.bytes
            let spent = delivery.delaySeconds
            if drip.pauseSeconds >= limits.idle, pieces > 0 { throw try await timeOut(after: limits.idle) }
            let whole = Double(pieces) * drip.pauseSeconds
            if spent + whole >= limits.whole { throw try await timeOut(after: limits.whole - spent) }
            try await wait(whole)
        }
        if case .cutOff(_, let count) = delivery.end {
            throw .unanswered(reason: "cut off after \(count) of \(response.body.count) bytes")
        }
        guard !isDead else { throw .unanswered(reason: "connection lost") }
        guard request.method != .head else {
            return HTTPResponse(status: response.status, headers: response.headers)
        }
        return response
    }

    package func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        let delivery = try await delivery(of: request)
        let response = try await head(of: delivery, Limits(request.limits))
        let pieces = request.method == .head ? nil : PieceFeed(delivery, of: response, limits: request.limits)
        let sleep = sleep
        let body = AsyncThrowingStream<Data, any Error> { [weak self] in
            guard let pieces else { return nil }
            if self?.isDead ?? false { throw HTTPFailure.unanswered(reason: "connection lost") }
            return try await pieces.next(sleep: sleep)
        }
        return HTTPStream(status: response.status, headers: response.headers, body: body)
    }

    private func delivery(of request: HTTPRequest) async throws(HTTPFailure) -> Delivery {
        let request = try request.readyToLeave()
        let isDead = state.withLock { state in
            state.requestCount += 1
            state.counts["\(request.method.rawValue) \(FaultCourse.path(of: request.url))", default: 0] += 1
            return state.isDead
        }
        guard !Task.isCancelled else { throw .cancelled }
        guard !isDead else { throw .notSent(reason: "network is unreachable") }
        return await course.deliver(request, to: platform)
    }

    /// Waits until the head would be there.
    private func head(of delivery: Delivery, _ limits: Limits) async throws(HTTPFailure) -> HTTPResponse {
        if case .refused = delivery.end { throw .notSent(reason: "connection refused") }
        if delivery.delaySeconds >= limits.shorter { throw try await timeOut(after: limits.shorter) }
        try await wait(delivery.delaySeconds)
        switch delivery.end {
        case .refused: throw .notSent(reason: "connection refused")
        case .reset: throw .unanswered(reason: "connection reset")
        case .silence: throw try await timeOut(after: limits.shorter - delivery.delaySeconds)
        case .whole(let response), .cutOff(let response, _): return response
        }
    }

    private func timeOut(after seconds: Double) async throws(HTTPFailure) -> HTTPFailure {
        try await wait(seconds)
        return .unanswered(reason: "timed out")
    }

    private func wait(_ seconds: Double) async throws(HTTPFailure) {
        guard seconds > 0 else { return }
        do { try await sleep(seconds) } catch { throw .cancelled }
    }
}

private struct Limits {
    let idle: Double
    let whole: Double
    var shorter: Double { min(idle, whole) }

    init(_ limits: HTTPLimits) {
        idle = limits.idle / .seconds(1)
        whole = limits.whole / .seconds(1)
    }
}

/// The body of one delivery, piece by piece.
private final class PieceFeed: Sendable {
    private let delivery: Delivery
    private let body: Data
    private let limits: HTTPLimits
    private let place = Mutex(0)

    init(_ delivery: Delivery, of response: HTTPResponse, limits: HTTPLimits) {
        self.delivery = delivery
        self.body = response.body
        self.limits = limits
    }

    func next(sleep: @Sendable (Double) async throws -> Void) async throws -> Data? {
        let size = delivery.drip?.bytes ?? 16 << 10
        let piece = place.withLock { place in
            let end = min(place + size, delivery.arrivingBytes)
            defer { place = end }
            return place..<end
        }
        guard !piece.isEmpty else {
            if case .cutOff(_, let count) = delivery.end {
                throw HTTPFailure.unanswered(reason: "cut off after \(count) of \(body.count) bytes")
            }
            return nil
        }
        if let pause = delivery.drip?.pauseSeconds, pause > 0 {
            let idle = limits.idle / .seconds(1)
            do { try await sleep(min(pause, idle)) } catch { throw HTTPFailure.cancelled }
            guard pause < idle else { throw HTTPFailure.unanswered(reason: "timed out") }
        }
        guard piece.upperBound <= limits.bodyBytes else {
            throw HTTPFailure.tooLarge(limit: limits.bodyBytes)
        }
        return body.subdata(in: body.startIndex + piece.lowerBound..<body.startIndex + piece.upperBound)
    }
}

extension HTTPRequest {
    /// With its file read in, as a platform sees bytes and not where they came from.
    fileprivate func readyToLeave() throws(HTTPFailure) -> HTTPRequest {
        guard HTTPPlace(url: url) != nil else { throw .malformed(reason: "no address to send to") }
        guard case .file(let path) = body else { return self }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw .malformed(reason: "no file to send")
        }
        var ready = self
        ready.body = .bytes(bytes)
        return ready
    }
}
