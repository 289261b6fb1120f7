import Foundation
import Glibc
import Synchronization

/// A server that sends exactly the bytes a test says, on a port of its own.
final class RawServer: Sendable {
    enum Step: Sendable {
        case send(Data)
        /// The same bytes until nobody takes them any more.
        case sendForever(Data)
        /// Waits until the other side closes.
        case hang
        case pause(milliseconds: UInt32)
        /// Ends the connection; without it, the connection is kept for the next request.
        case close
        /// Ends it so that the other side sees a reset.
        case reset

        static func text(_ text: String) -> Step { .send(Data(text.utf8)) }
    }

    struct Request: Sendable {
        let line: String
        let headers: [String: String]
        let body: Data
        /// Which of the server's connections it came on, from 1.
        let connection: Int

        var path: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }
    }

    private struct State {
        var connections = 0
        var open: [Int32] = []
        var requests: [Request] = []
        var isOver = false
    }

    /// What the threads hold, so that a test that lets go of the server ends it.
    private final class Shared: Sendable {
        let state = Mutex(State())
        let answer: @Sendable (Request) -> [Step]
        init(_ answer: @escaping @Sendable (Request) -> [Step]) { self.answer = answer }
    }

    let port: UInt16
    private let listener: Int32
    private let shared: Shared

    init(_ answer: @escaping @Sendable (Request) -> [Step]) throws {
        let shared = Shared(answer)
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 512) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard listener >= 0, isBound else { throw POSIXError(.EADDRINUSE) }
        self.listener = listener
        self.shared = shared
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { Self.accept(listener, shared) }
    }

    deinit {
        let open = shared.state.withLock { state in
            state.isOver = true
            return state.open
        }
        for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { shared.state.withLock { $0.requests } }
    var connections: Int { shared.state.withLock { $0.connections } }

    var openConnections: Int { shared.state.withLock { $0.open.count } }

    static func page(_ body: String, status: String = "200 OK", headers: String = "") -> [Step] {
        [.text("HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")]
    }

    private static func accept(_ listener: Int32, _ shared: Shared) {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let number: Int? = shared.state.withLock { state in
                guard !state.isOver else { return nil }
                state.connections += 1
                state.open.append(connection)
                return state.connections
            }
            guard let number else {
                close(connection)
                break
            }
            Thread.detachNewThread { serve(connection, number, shared) }
        }
        close(listener)
    }

    private static func serve(_ connection: Int32, _ number: Int, _ shared: Shared) {
        defer {
            shared.state.withLock { $0.open.removeAll { $0 == connection } }
            close(connection)
        }
        var buffer = Data()
        while let request = read(connection, number, &buffer) {
            shared.state.withLock { $0.requests.append(request) }
            for step in shared.answer(request) where !perform(step, connection) { return }
        }
    }

    private static func perform(_ step: Step, _ connection: Int32) -> Bool {
        switch step {
        case .send(let data): return write(data, connection)
        case .sendForever(let data):
            while write(data, connection) {}
            return false
        case .hang:
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
            return false
        case .pause(let milliseconds):
            usleep(milliseconds * 1000)
            return true
        case .close: return false
        case .reset:
            var off = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &off, socklen_t(MemoryLayout<linger>.size))
            return false
        }
    }

    private static func write(_ data: Data, _ connection: Int32) -> Bool {
        data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.send(
                    connection, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    private static func read(_ connection: Int32, _ number: Int, _ buffer: inout Data) -> Request? {
        let end = Data("\r\n\r\n".utf8)
        while true {
            if let range = buffer.range(of: end) {
                let lines = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
                    .components(separatedBy: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(
                        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                    guard parts.count == 2 else { continue }
                    headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
                }
                let length = headers["content-length"].flatMap { Int($0) } ?? 0
                let whole = buffer.distance(from: buffer.startIndex, to: range.upperBound) + length
                if buffer.count >= whole {
                    let body = Data(buffer.dropFirst(whole - length).prefix(length))
                    buffer = Data(buffer.dropFirst(whole))
                    return Request(line: lines[0], headers: headers, body: body, connection: number)
                }
            }
            var piece = [UInt8](repeating: 0, count: 65536)
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer.append(contentsOf: piece[..<count])
        }
    }
}
