package import HTTP

/// A platform that answers from memory, as the real one does: the demo and the tests run on it.
package protocol SimulatedPlatform: Sendable {
    func answer(_ request: HTTPRequest) async -> HTTPResponse
}
