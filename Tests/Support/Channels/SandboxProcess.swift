import Foundation
package import HTTP
package import Sandbox

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The built `mercer-sandbox` on a port of its own, which ends with this value or with the tests.
package final class SandboxProcess: Sendable {
    /// Such as `http://127.0.0.1:40123`, without a slash at the end.
    package let url: String
    package let port: Int
    private let program: RunningProgram

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// - Parameters:
    ///   - platform: what it simulates, such as `woo`.
    ///   - arguments: more of its options.
    /// - Throws: ``Failure`` when it does not say within half a minute where it listens.
    package init(_ platform: String, _ arguments: String...) async throws {
        // It ends when its input does, so no crash of a test leaves one behind.
        let program = try Program(
            Self.program, [platform, "--port", "0", "--until-input-ends"] + arguments,
            environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"], lifetime: 900
        ).start(input: .pipe, output: .pipe, error: .pipe)
        let watchdog = Task {
            try await Task.sleep(for: .seconds(30))
            program.send(SIGTERM)
        }
        defer { watchdog.cancel() }
        let line = await Self.firstLine(of: program.output)
        let prefix = "listening on "
        guard line.hasPrefix(prefix), let colon = line.lastIndex(of: ":"),
            let port = Int(line[line.index(after: colon)...])
        else {
            program.send(SIGTERM)
            let complaint = program.error?.readDataToEndOfFile() ?? Data()
            throw Failure(
                description: "mercer-sandbox \(platform) did not start: \(line)"
                    + String(decoding: complaint, as: UTF8.self))
        }
        self.url = String(line.dropFirst(prefix.count))
        self.port = port
        self.program = program
    }

    deinit { stop() }

    /// Has it follow another plan from here on.
    ///
    /// - Throws: `HTTPFailure` of the client, or ``Failure`` when it does not take it.
    package func follow(_ plan: FaultPlan, through client: some HTTPClient) async throws {
        let answer = try await client.send(
            HTTPRequest(.put, url + "/__sandbox/faults", body: .bytes(plan.json.data)))
        guard answer.isSuccess else {
            throw Failure(description: "mercer-sandbox refused the plan: \(answer.status)")
        }
    }

    /// Ends it and waits until it is gone.
    package func stop() {
        program.send(SIGTERM)
        program.wait()
    }

    /// Closes its input, as happens when the one who started it is gone.
    package func letGo() {
        // Closed already is as closed.
        try? program.input?.close()
    }

    /// Waits until it has ended by itself.
    ///
    /// - Returns: its exit status.
    package func waitForEnd() async -> Int32 { await program.ended() }

    package var isRunning: Bool { program.isRunning }

    /// Beside the tests' own program.
    package static var program: String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let length = bytes.withUnsafeMutableBytes {
            readlink("/proc/self/exe", $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
        }
        let own = String(decoding: bytes.prefix(max(0, length)), as: UTF8.self)
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/mercer-sandbox"
    }

    /// Read on a thread of its own: the tests' few must not all stand waiting for programs to start.
    private static func firstLine(of handle: FileHandle?) async -> String {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                var line = Data()
                while !line.contains(UInt8(ascii: "\n")) {
                    guard let more = handle?.availableData, !more.isEmpty else { break }
                    line.append(more)
                }
                done.resume(
                    returning: String(decoding: line.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
            }
        }
    }
}
