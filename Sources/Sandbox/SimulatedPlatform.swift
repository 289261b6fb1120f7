package import HTTP

/// A platform that answers from memory, as the real one does: the demo and the tests run on it.
package protocol SimulatedPlatform: Sendable {
    func answer(_ request: HTTPRequest) async -> HTTPResponse

    /// Ends the tokens before their time that its sign-in page led to.
    ///
    /// - Parameter renewable: whether they can still be renewed.
    /// - Returns: whether there was one; a platform that knows only keys has none.
    @discardableResult
    func endAccess(renewable: Bool) -> Bool
}

extension SimulatedPlatform {
    @discardableResult
    package func endAccess(renewable: Bool) -> Bool { false }
}
