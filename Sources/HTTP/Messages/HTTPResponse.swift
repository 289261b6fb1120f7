package import Foundation

/// What a server answered: whole, the body decompressed.
package struct HTTPResponse: Sendable, Hashable {
    package var status: Int
    package var headers: HTTPHeaders
    package var body: Data

    package init(status: Int, headers: HTTPHeaders = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package var isSuccess: Bool { (200..<300).contains(status) }
}

/// An answer whose body arrives piece by piece.
package struct HTTPStream: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    /// Pieces as they come; ends with an ``HTTPFailure`` where the connection breaks off. Dropping it cancels.
    package let body: AsyncThrowingStream<Data, any Error>

    package init(status: Int, headers: HTTPHeaders, body: AsyncThrowingStream<Data, any Error>) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
