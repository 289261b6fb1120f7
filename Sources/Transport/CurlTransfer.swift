import CCurl
import Foundation
import HTTP

/// One request on its way, over every hop it is sent on to. Belongs to the thread of its loop.
final class CurlTransfer {
    let id: UInt64
    let easy: UnsafeMutableRawPointer
    let limits: HTTPLimits
    let request: HTTPRequest
    private let sink: CurlSink

    /// Where it goes now; the request's own address at first.
    var hop: CurlHop
    private var nextHop: CurlHop?
    private var hopsTaken = 0
    private let begun = ContinuousClock.now
    private(set) var lastMove = ContinuousClock.now
    private var bytesSent = 0
    var isPaused = false

    /// Whether any of it can have reached the other side: a connection stood, and the request was handed to it.
    private(set) var hasLeft = false
    private var timesSent = 0
    private var ownFailure: HTTPFailure?

    private var status = 0
    private var headers = HTTPHeaders()
    private var headBytes = 0
    private var isHeadWhole = false
    private var isHeadHandedOver = false
    private var body = Data()
    private var bodyBytes = 0

    /// What libcurl keeps pointers to until the transfer is over.
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    var headerList: UnsafeMutablePointer<curl_slist>?
    var upload: CurlUpload?

    /// More than any honest server sends ahead of a body.
    private static let largestHead = 256 << 10
    private static let mostHops = 10

    init(_ start: CurlStart, easy: UnsafeMutableRawPointer) {
        id = start.id
        self.easy = easy
        limits = start.request.limits
        request = start.request
        sink = start.sink
        hop = CurlHop(start.request)
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        errorText.deallocate()
        curl_slist_free_all(headerList)
    }

    /// What is left of the time for the whole of it; hops share it.
    var timeLeft: Duration { limits.whole - (ContinuousClock.now - begun) }

    // MARK: What libcurl tells

    /// Before the request is written to a connection that stands.
    ///
    /// libcurl sends again by itself when a kept connection dies under a request. For what must not be done twice, that
    /// is not its to decide: the first may have been done.
    ///
    /// - Returns: whether it may be sent.
    func willSend() -> Bool {
        touch()
        timesSent += 1
        guard timesSent == 1 || hop.isRepeatable else {
            ownFailure = .unanswered(reason: "the connection closed before the answer")
            return false
        }
        hasLeft = true
        return true
    }

    /// A line of the head, its line break included.
    ///
    /// - Returns: false to end the transfer.
    func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        touch()
        headBytes += line.count
        guard headBytes <= Self.largestHead else {
            ownFailure = .unanswered(
                reason: "the head of the answer is longer than \(Self.largestHead) bytes")
            return false
        }
        // What stands after the body (trailers) is no business of anybody's here.
        guard !isHeadWhole else { return true }
        if line.starts(with: "HTTP/".utf8) {
            headers = HTTPHeaders()
            status = 0
            return true
        }
        if line.allSatisfy({ $0 == 13 || $0 == 10 }) { return completeHead() }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return true }
        headers.add(Self.text(line[..<colon]), Self.text(line[(colon + 1)...]))
        return true
    }

    private func completeHead() -> Bool {
        status = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE)
        // Only a word in between: the answer is yet to come.
        guard !(100..<200).contains(status) else { return true }
        isHeadWhole = true
        if request.followsRedirects, hopsTaken < Self.mostHops {
            nextHop = hop.next(status: status, location: headers["Location"])
        }
        guard nextHop == nil else { return true }
        let declared = headers["Content-Length"].flatMap { Int($0) } ?? 0
        if hop.method != .head, headers["Content-Encoding"] == nil, declared > limits.bodyBytes {
            ownFailure = .tooLarge(limit: limits.bodyBytes)
            return false
        }
        switch sink {
        case .whole:
            if hop.method != .head { body.reserveCapacity(min(max(declared, 0), limits.bodyBytes)) }
        case .stream(let waiting, _):
            isHeadHandedOver = true
            waiting.resume(returning: .success(CurlHead(status: status, headers: headers)))
        }
        return true
    }

    /// - Returns: how much of it was taken; less ends the transfer, libcurl's own number pauses it.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        touch()
        guard nextHop == nil else { return bytes.count }
        guard bytes.count <= limits.bodyBytes - bodyBytes else {
            ownFailure = .tooLarge(limit: limits.bodyBytes)
            return 0
        }
        switch sink {
        case .whole:
            if let start = bytes.baseAddress {
                body.append(start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
            }
        case .stream(_, let pipe):
            guard pipe.take(bytes) else {
                isPaused = true
                return ccurl_write_pause
            }
        }
        bodyBytes += bytes.count
        return bytes.count
    }

    // MARK: Time

    func touch() { lastMove = ContinuousClock.now }

    func idleUntil(_ now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        isPaused ? now + limits.idle : lastMove + limits.idle
    }

    /// Whether nothing has come or gone for too long. A body that is being sent is looked at only here, so that it may
    /// take twice the limit to see that it stands still.
    func isIdle(at now: ContinuousClock.Instant) -> Bool {
        guard !isPaused, now >= lastMove + limits.idle else { return false }
        let sent = ccurl_get_offset(easy, CURLINFO_SIZE_UPLOAD_T)
        guard sent == bytesSent else {
            bytesSent = sent
            lastMove = now
            return false
        }
        return true
    }

    func stalled() -> HTTPFailure { interrupted("nothing came or went for \(limits.idle)") }

    func closed() -> HTTPFailure { interrupted("the connection to the network was closed") }

    private func interrupted(_ reason: String) -> HTTPFailure {
        hasLeft ? .unanswered(reason: reason) : .notSent(reason: reason)
    }

    // MARK: The end

    /// Nil for an answer that is whole.
    func failure(for code: CURLcode) -> HTTPFailure? {
        if let ownFailure { return ownFailure }
        if let uploadFailure = upload?.failure { return interrupted(uploadFailure) }
        let failure = CurlFailure.meaning(of: code, hasLeft: hasLeft, text: String(cString: errorText))
        // libcurl is content with a connection that closes in the middle of the head.
        if failure == nil, !isHeadWhole { return .unanswered(reason: "the head of the answer was cut off") }
        return failure
    }

    /// Makes ready for the next hop, if this answer was only the way to one.
    func turnsToNextHop() -> Bool {
        guard let next = nextHop else { return false }
        hop = next
        nextHop = nil
        hopsTaken += 1
        timesSent = 0
        isHeadWhole = false
        headBytes = 0
        headers = HTTPHeaders()
        return true
    }

    func finish(_ failure: HTTPFailure?) {
        switch sink {
        case .whole(let waiting):
            if let failure { return waiting.resume(returning: .failure(failure)) }
            waiting.resume(returning: .success(HTTPResponse(status: status, headers: headers, body: body)))
        case .stream(let waiting, let pipe):
            if isHeadHandedOver { return pipe.finish(failure) }
            let answer = failure ?? .unanswered(reason: "the answer has no head")
            waiting.resume(returning: .failure(answer))
        }
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        var part = bytes
        while let first = part.first, first <= 32 { part.removeFirst() }
        while let last = part.last, last <= 32 { part.removeLast() }
        return String(decoding: part, as: UTF8.self)
    }
}
