import Foundation
import Glibc
import HTTP

/// The connections that a browser makes, looked after together: one that says nothing must not keep another waiting.
struct LoopbackVisitors {
    let listener: Int32
    let wake: Int32
    let path: String
    let state: String
    private var open: [(descriptor: Int32, read: Data)] = []

    private static let most = 16
    private static let longestHead = 16 << 10

    init(listener: Int32, wake: Int32, path: String, state: String) {
        self.listener = listener
        self.wake = wake
        self.path = path
        self.state = state
    }

    mutating func run(until end: ContinuousClock.Instant) -> Result<Query, LoopbackFailure> {
        while true {
            let rest = (end - ContinuousClock.now).wholeMilliseconds
            guard rest > 0 else { return .failure(.timedOut) }
            var waiting = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0)]
            waiting.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
            waiting += open.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
            _ = poll(&waiting, nfds_t(waiting.count), Int32(clamping: rest))
            if waiting[0].revents != 0 { return .failure(.cancelled) }
            for ready in waiting[2...] where ready.revents != 0 {
                if let query = read(ready.fd) { return .success(query) }
            }
            if waiting[1].revents != 0 { accept() }
        }
    }

    mutating func closeAll() {
        for visitor in open { close(visitor.descriptor) }
        open = []
    }

    private mutating func accept() {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        LoopbackRedirect.makeOwn(descriptor)
        if open.count >= Self.most { leave(open[0].descriptor) }
        open.append((descriptor, Data()))
    }

    /// - Returns: the query that was waited for.
    private mutating func read(_ descriptor: Int32) -> Query? {
        guard let place = open.firstIndex(where: { $0.descriptor == descriptor }) else { return nil }
        var piece = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &piece, piece.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return nil }
        guard count > 0 else {
            leave(descriptor)
            return nil
        }
        open[place].read.append(contentsOf: piece[..<count])
        let read = open[place].read
        guard read.range(of: Data("\r\n\r\n".utf8)) != nil else {
            if read.count > Self.longestHead { leave(descriptor) }
            return nil
        }
        return answer(read, descriptor)
    }

    private mutating func answer(_ head: Data, _ descriptor: Int32) -> Query? {
        defer { leave(descriptor) }
        let line = String(decoding: head.prefix { $0 != 13 }, as: UTF8.self)
        let words = line.split(separator: " ")
        guard words.count == 3, words[0] == "GET" else {
            say("405 Method Not Allowed", "Only a browser's redirect is expected here.", descriptor)
            return nil
        }
        let target = words[1].split(separator: "?", maxSplits: 1)
        guard target.first.map(String.init) == path else {
            say("404 Not Found", "There is nothing here.", descriptor)
            return nil
        }
        let query = Query(parsing: target.count == 2 ? target[1] : "")
        guard let state = query["state"], MessageSignature.areSame(state, self.state) else {
            say(
                "400 Bad Request", "This belongs to another sign-in. Begin again in Mercer.", descriptor)
            return nil
        }
        say("200 OK", "You can close this window and go back to Mercer.", descriptor)
        return query
    }

    private func say(_ status: String, _ text: String, _ descriptor: Int32) {
        let page = """
            HTTP/1.1 \(status)\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Length: \(text.utf8.count)\r
            Cache-Control: no-store\r
            Referrer-Policy: no-referrer\r
            Connection: close\r
            \r
            \(text)
            """
        let bytes = Array(page.utf8)
        // So little fits into any socket's buffer; a browser that has gone reads it no more.
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private mutating func leave(_ descriptor: Int32) {
        open.removeAll { $0.descriptor == descriptor }
        close(descriptor)
    }
}
