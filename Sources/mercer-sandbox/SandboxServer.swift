import ArgumentParser
import Commerce
import Foundation
import HTTP
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Sandbox
import ServiceLifecycle
import Synchronization

/// One simulated platform on one port of this computer.
///
/// Below Hummingbird's application: that sets its own `Date` on every answer, and a platform's clock is a fact to test.
final class SandboxServer: Sendable {
    private let choice: PlatformChoice
    private let port: Int
    private let bodyLimit: Int
    private let course: FaultCourse
    private let stocking: FurnishedPlatform.Stocking
    private let limit: HostLimit?
    private let book = RequestBook()
    private let world = World.real()
    /// Made once the port is known, as its answers name it.
    private let furnished = Mutex<FurnishedPlatform?>(nil)

    /// - Parameter requestsPerSecond: beyond which the host answers 429; nil for no limit of its own.
    init(
        _ choice: PlatformChoice, port: Int, plan: FaultPlan, bodyLimit: Int,
        stocking: FurnishedPlatform.Stocking, requestsPerSecond: Double?
    ) {
        self.choice = choice
        self.port = port
        self.bodyLimit = bodyLimit
        self.stocking = stocking
        limit = requestsPerSecond.map(HostLimit.init)
        course = FaultCourse(plan)
    }

    /// Runs until it is cancelled or told to shut down.
    ///
    /// - Parameter announce: told the address once it answers there.
    func run(announce: @escaping @Sendable (String) -> Void) async throws {
        var logger = Logger(label: "mercer-sandbox")
        logger.logLevel = .error
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1024),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger
        ) { [self] request, writer, channel in
            try await respond(to: request, writer, on: channel)
        } onServerRunning: { [self] channel in
            let url = "http://127.0.0.1:\(channel.localAddress?.port ?? port)"
            furnished.withLock { $0 = choice.make?(url, world, stocking) }
            announce(url)
        }
        do { try await server.run() } catch let error as IOError {
            throw ValidationError("Port \(port) cannot be listened on: \(error)")
        }
    }

    @concurrent private func respond(
        to request: Request, _ writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        if request.headers[.expect] == "100-continue" {
            try await writer.writeInformationalHead(HTTPTypes.HTTPResponse(status: .continue))
        }
        let reply = SocketReply(channel: channel, isHead: request.method == .head)
        let body: ByteBuffer
        do { body = try await request.body.collect(upTo: bodyLimit) } catch is NIOTooManyBytesError {
            try await reply.write(HTTP.HTTPResponse(status: 413), to: writer)
            throw ConnectionEnd()
        }
        guard let asked = HTTP.HTTPRequest(request, body: body) else {
            return try await reply.write(HTTP.HTTPResponse(status: 501), to: writer)
        }
        if ControlAddress.owns(asked) {
            let buy = furnished.withLock { $0?.buy }
            let control = ControlAddress(name: choice.name, course: course, book: book, buy: buy)
            let isLocal = channel.remoteAddress?.ipAddress == "127.0.0.1"
            let (answer, ends) = control.answer(asked, isLocal: isLocal)
            try await reply.write(answer, to: writer)
            if ends { await reply.endProgram() }
            return
        }
        guard let platform = furnished.withLock({ $0?.platform }) else {
            return try await reply.write(HTTP.HTTPResponse(status: 503), to: writer)
        }
        let now = world.now()
        if let refusal = limit?.refusal(at: now) {
            book.note(asked, at: now, answer: refusal)
            return try await reply.write(refusal, to: writer)
        }
        let delivery = await course.deliver(asked, to: platform)
        book.note(asked, at: now, answer: delivery.response)
        try await reply.hand(over: delivery, to: writer)
    }
}

extension HTTP.HTTPRequest {
    /// Nil for a method that no platform has.
    fileprivate init?(_ request: Request, body: ByteBuffer) {
        guard let method = Method(rawValue: request.method.rawValue) else { return nil }
        let host = request.head.authority ?? "127.0.0.1"
        var headers = HTTPHeaders()
        headers.add("Host", host)
        for field in request.headers { headers.add(field.name.rawName, field.value) }
        self.init(
            method, "http://" + host + (request.head.path ?? "/"), headers: headers,
            body: body.readableBytes == 0 ? .none : .bytes(Data(body.readableBytesView)))
    }
}
