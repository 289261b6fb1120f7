import Foundation
import HTTP
import HTTPTypes
import HummingbirdCore
import NIOCore
import Sandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Thrown to end a connection: the server closes it without another word.
struct ConnectionEnd: Error {}

/// Hands an answer over a socket, as well or as badly as it is to arrive.
struct SocketReply: Sendable {
    let channel: any Channel
    /// Whether the answer's body stays here.
    let isHead: Bool

    /// How long a silent connection is held: longer than anybody waits for an answer.
    private static let silence = Duration.seconds(600)

    /// - Throws: ``ConnectionEnd`` where the connection is to be closed.
    @concurrent func hand(over delivery: Delivery, to writer: consuming ResponseWriter) async throws {
        if delivery.delaySeconds > 0 { try await Task.sleep(for: .seconds(delivery.delaySeconds)) }
        switch delivery.end {
        case .refused, .reset:
            await reset()
            throw ConnectionEnd()
        case .silence:
            try await Task.sleep(for: Self.silence)
            throw ConnectionEnd()
        case .whole(let response):
            guard let drip = delivery.drip, !isHead else { return try await write(response, to: writer) }
            var pieces = try await writer.writeHead(head(of: response))
            try await self.drip(response.body, drip, into: &pieces)
            try await pieces.finish(nil)
        case .cutOff(let response, let count):
            var pieces = try await writer.writeHead(head(of: response))
            let part = response.body.prefix(isHead ? 0 : count)
            if let drip = delivery.drip {
                try await self.drip(part, drip, into: &pieces)
            } else {
                try await pieces.write(ByteBuffer(bytes: part))
            }
            // Only the way out, which waits for what was written: closing at once would drop it.
            try await channel.close(mode: .output)
            throw ConnectionEnd()
        }
    }

    /// The whole answer in one go; its bytes are copied once.
    @concurrent func write(_ response: HTTP.HTTPResponse, to writer: consuming ResponseWriter) async throws {
        let body =
            isHead || response.body.isEmpty
            ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
        try await writer.write(response: head(of: response), body: body)
    }

    /// Ends the program once the answer has left.
    func endProgram() async -> Never {
        // A connection that is gone already has nothing left to send.
        try? await channel.close(mode: .output)
        exit(0)
    }

    @concurrent private func drip(
        _ bytes: Data, _ drip: Delivery.Drip, into pieces: inout some ResponseBodyWriter
    )
        async throws
    {
        var rest = bytes
        while !rest.isEmpty {
            try await Task.sleep(for: .seconds(drip.pauseSeconds))
            try await pieces.write(ByteBuffer(bytes: rest.prefix(drip.bytes)))
            rest = rest.dropFirst(drip.bytes)
        }
    }

    /// With a reset and not an orderly end, as a crashed server or a firewall does.
    private func reset() async {
        if let options = channel as? any SocketOptionProvider {
            // Without it the connection ends in order, which is without an answer too.
            try? await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try? await channel.close(mode: .all)  // Closed already is as good.
    }

    private func head(of response: HTTP.HTTPResponse) -> HTTPTypes.HTTPResponse {
        var fields = HTTPFields()
        for field in response.headers.fields {
            guard let name = HTTPField.Name(field.name), name != .contentLength, name != .transferEncoding
            else {
                continue
            }
            fields.append(HTTPField(name: name, value: field.value))
        }
        if response.status != 204, response.status != 304, response.status >= 200 {
            fields[.contentLength] = String(response.body.count)
        }
        return HTTPTypes.HTTPResponse(
            status: HTTPTypes.HTTPResponse.Status(code: response.status), headerFields: fields)
    }
}
