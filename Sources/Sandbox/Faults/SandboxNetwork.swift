package import HTTP
import Synchronization

/// A network of several platforms, each at a host of its own.
package final class SandboxNetwork: HTTPClient {
    private let state: Mutex<State>

    private struct State {
        var clients: [HTTPPlace: SandboxClient] = [:]
        var isDead = false
        var strayCount = 0
    }

    /// - Parameter clients: by host, such as `kiln.example`, or host and port, such as `kiln.example:8443`.
    package init(_ clients: [String: SandboxClient] = [:]) {
        var state = State()
        for (place, client) in clients { state.clients[HTTPPlace(name: place)] = client }
        self.state = Mutex(state)
    }

    /// A platform at a host; without a port it has all of them. Whatever was there is gone.
    package func join(_ client: SandboxClient, at name: String) {
        let isDead = state.withLock { state in
            state.clients[HTTPPlace(name: name)] = client
            return state.isDead
        }
        if isDead { client.isDead = true }
    }

    package func leave(_ name: String) {
        state.withLock { $0.clients[HTTPPlace(name: name)] = nil }
    }

    package func client(at name: String) -> SandboxClient? {
        state.withLock { $0.clients[HTTPPlace(name: name)] }
    }

    /// Whether all of it is gone, as with a cable pulled. Turning it turns every platform's own switch with it.
    package var isDead: Bool {
        get { state.withLock { $0.isDead } }
        set {
            let clients = state.withLock { state in
                state.isDead = newValue
                return Array(state.clients.values)
            }
            // What is under way must be lost too, and only the clients know of it.
            for client in clients { client.isDead = newValue }
        }
    }

    /// How many requests were made, those to nowhere included.
    package var requestCount: Int {
        let (clients, strays) = state.withLock { (Array($0.clients.values), $0.strayCount) }
        return clients.reduce(strays) { $0 + $1.requestCount }
    }

    package func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        try await client(for: request).send(request)
    }

    package func stream(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPStream {
        try await client(for: request).stream(request)
    }

    private func client(for request: HTTPRequest) throws(HTTPFailure) -> SandboxClient {
        guard let place = HTTPPlace(url: request.url) else {
            throw .malformed(reason: "no address to send to")
        }
        let found = state.withLock { state in
            let client = state.clients[place] ?? state.clients[HTTPPlace(host: place.host, port: nil)]
            if client == nil { state.strayCount += 1 }
            return (client, state.isDead)
        }
        guard let client = found.0 else {
            throw .notSent(reason: found.1 ? "network is unreachable" : "no such host: \(place.host)")
        }
        return client
    }
}

/// A host and its port; no port stands for all of them.
struct HTTPPlace: Hashable {
    let host: String
    let port: Int?

    init(host: String, port: Int?) {
        self.host = host.lowercased()
        self.port = port
    }

    init(name: String) {
        let parts = name.split(separator: ":", maxSplits: 1)
        self.init(host: parts.first.map(String.init) ?? "", port: parts.count == 2 ? Int(parts[1]) : nil)
    }

    /// Nil for what is no absolute address of the web.
    init?(url: String) {
        let standard: Int
        let rest: Substring
        if url.hasPrefix("https://") {
            (standard, rest) = (443, url.dropFirst(8))
        } else if url.hasPrefix("http://") {
            (standard, rest) = (80, url.dropFirst(7))
        } else {
            return nil
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let place = HTTPPlace(name: String(authority.split(separator: "@").last ?? ""))
        guard !place.host.isEmpty, !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else { return nil }
        self.init(host: place.host, port: place.port ?? standard)
    }
}
