import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The built program, run in a home folder of its own that goes with it.
final class MercerProcess: Sendable {
    typealias Result = Program.Result

    let home: String

    init() throws {
        home = NSTemporaryDirectory() + "mercer-cli-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }  // What is left is the system's to clear.

    /// Beside the tests' own program.
    static var program: String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let length = bytes.withUnsafeMutableBytes {
            readlink("/proc/self/exe", $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
        }
        let own = String(decoding: bytes.prefix(max(0, length)), as: UTF8.self)
        return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/mercer"
    }

    var shop: String { home + "/.local/share/mercer/shop.mercer" }

    /// The program with nothing of the tests' own environment.
    func process(_ arguments: [String], environment: [String: String] = [:]) -> Program {
        Program(
            Self.program, arguments,
            environment: ["HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"].merging(
                environment
            ) { $1 }, folder: home)
    }

    @discardableResult
    func run(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) throws
        -> Result
    {
        try run(arguments, input: input, environment: environment)
    }

    @discardableResult
    func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws
        -> Result
    {
        try process(arguments, environment: environment).run(input: input)
    }

    /// What a shell makes of a line, with `mercer` for the program.
    func shell(_ line: String) throws -> Result {
        var shell = process([
            "-c", "mercer() { '\(Self.program)' \"$@\"; }; set -o pipefail; \(line)",
        ])
        shell.path = "/bin/bash"
        return try shell.run()
    }

    /// A shop with two products.
    func found() throws {
        try run("init", "--name", "Kiln & Clay", "--currency", "EUR", "--country", "DE")
        try run(
            "products", "new", "Blue mug", "--sku", "MUG-BLU", "--price", "24", "--cost", "7.10", "--stock",
            "3")
        try run("products", "new", "Vase \u{1B}[31mred\u{1B}[0m", "--sku", "VAS", "--price", "38")
    }
}
