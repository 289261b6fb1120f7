import ArgumentParser
import Foundation
import Sandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The simulated platforms on a port.
@main
struct MercerSandbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mercer-sandbox",
        abstract: "Simulated shops that answer as the real platforms do, on this computer only.",
        discussion: """
            Each shop prints a line “listening on http://127.0.0.1:PORT” once it answers. What goes wrong on the \
            way to it is set with --faults or while it runs, at http://127.0.0.1:PORT/__sandbox/faults.
            """)

    @Argument(help: "Which to simulate: \(PlatformChoice.names), or all of them.")
    var platform: String

    @Option(help: "The port; 0 for any that is free. With all, the first of as many as there are platforms.")
    var port = 0

    @Option(help: ArgumentHelp("A plan of faults as JSON, from a file.", valueName: "file"))
    var faults: String?

    @Option(help: ArgumentHelp("The largest body taken in, in bytes.", valueName: "bytes"))
    var bodyLimit = 256 << 20

    @Option(help: "How many products it has beside its few goods.")
    var products = 0

    @Option(help: "How many orders it has to begin with.")
    var orders = 0

    @Option(help: ArgumentHelp("Answer 429 beyond so many requests a second.", valueName: "number"))
    var rate: Double?

    @Option(help: ArgumentHelp("What a Shopify shop's bucket holds.", valueName: "points"))
    var points = 2000.0

    @Flag(help: "End when the standard input does.")
    var untilInputEnds = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("A port is 0 to 65535.") }
        guard products >= 0, orders >= 0 else { throw ValidationError("Nobody has less than none.") }
        guard rate.map({ $0 > 0 }) ?? true, points > 0 else { throw ValidationError("A limit is above 0.") }
        guard bodyLimit > 0 else { throw ValidationError("A limit is above 0.") }
    }

    func run() async throws {
        let choices = try PlatformChoice.choices(named: platform)
        let plan = try faults.map { try ControlAddress.plan(fromFile: $0) } ?? .calm
        if untilInputEnds { Self.endWithInput() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, choice) in choices.enumerated() {
                let server = SandboxServer(
                    choice, port: port == 0 ? 0 : port + place, plan: plan, bodyLimit: bodyLimit,
                    stocking: .init(products: products, orders: orders, points: points),
                    requestsPerSecond: rate)
                let suffix = choices.count > 1 ? " for \(choice.name)" : ""
                group.addTask { try await server.run { Self.say("listening on \($0)\(suffix)") } }
            }
            // One that cannot go on takes the others with it: half of what was asked for is not it.
            try await group.next()
            group.cancelAll()
        }
    }

    /// At once, also into a pipe: who started this waits for the line.
    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    private static func endWithInput() {
        Thread.detachNewThread {
            while !FileHandle.standardInput.availableData.isEmpty {}
            endAtOnce()
        }
    }
}

/// Outside the command, in which `exit` is something else.
private func endAtOnce() -> Never { exit(0) }
