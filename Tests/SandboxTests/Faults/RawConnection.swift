import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One connection, byte by byte: what a client library would smooth over is what is looked at.
enum RawConnection {
    /// How a connection ended.
    enum End: Equatable, Sendable {
        /// The other side closed in order, or the answer had come whole.
        case closed
        case reset
        /// Nothing more came within the time.
        case silent
    }

    struct Answer: Sendable {
        let bytes: Data
        let end: End

        /// 0 for none.
        var status: Int {
            Int(
                String(decoding: bytes.prefix(64), as: UTF8.self).split(separator: " ").dropFirst().first
                    ?? "") ?? 0
        }

        func header(_ name: String) -> String? {
            let head = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n\r\n")[0]
            let lines = head.components(separatedBy: "\r\n").dropFirst()
            let line = lines.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
            return line.map { String($0.dropFirst(name.count + 2)) }
        }

        var body: Data {
            bytes.range(of: Data("\r\n\r\n".utf8)).map { Data(bytes[$0.upperBound...]) } ?? Data()
        }
    }

    /// Sends one request that asks to close the connection, and reads until it is.
    ///
    /// - Parameter patienceMilliseconds: how long without a byte is silence.
    static func ask(
        _ method: String, _ path: String, port: Int, body: Data = Data(), host: String = "127.0.0.1",
        headers: [String] = [],
        patienceMilliseconds: Int = 20_000
    ) async -> Answer {
        let head =
            (["\(method) \(path) HTTP/1.1", "Host: \(host):\(port)", "Connection: close"]
            + ["Content-Length: \(body.count)"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
        let request = Data(head.utf8) + body
        return await withCheckedContinuation { done in
            // A thread of its own: the tests' few must not stand waiting for bytes.
            Thread.detachNewThread {
                done.resume(
                    returning: exchange(request, port: port, patienceMilliseconds: patienceMilliseconds))
            }
        }
    }

    private static func exchange(_ request: Data, port: Int, patienceMilliseconds: Int) -> Answer {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(connection) }
        var patience = timeval(
            tv_sec: patienceMilliseconds / 1000, tv_usec: patienceMilliseconds % 1000 * 1000)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return Answer(bytes: Data(), end: .reset) }
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes {
                send(connection, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        return read(connection)
    }

    private static func read(_ connection: Int32) -> Answer {
        var bytes = Data()
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count > 0 {
                bytes.append(contentsOf: buffer[..<count])
            } else if count == 0 {
                return Answer(bytes: bytes, end: .closed)
            } else if errno == EAGAIN || errno == EWOULDBLOCK {
                return Answer(bytes: bytes, end: .silent)
            } else if errno != EINTR {
                return Answer(bytes: bytes, end: .reset)
            }
        }
    }
}
