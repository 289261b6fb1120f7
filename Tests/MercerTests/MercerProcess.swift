import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The built program, run in a home folder of its own that goes with it.
final class MercerProcess: Sendable {
    struct Result {
        let status: Int32
        let output: String
        let error: String
    }

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

    /// A process that is not started yet, with nothing of the tests' own environment.
    func process(_ arguments: [String], environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: Self.program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: home)
        process.environment = ["HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"].merging(
            environment
        ) { $1 }
        process.standardInput = FileHandle.nullDevice
        return process
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
        let process = process(arguments, environment: environment)
        let files = ["out", "err"].map { home + "/." + $0 + "-" + UUID().uuidString }
        for file in files { try Data().write(to: URL(filePath: file)) }
        process.standardOutput = FileHandle(forWritingAtPath: files[0])
        process.standardError = FileHandle(forWritingAtPath: files[1])
        if let input {
            let file = home + "/.in-" + UUID().uuidString
            try Data(input.utf8).write(to: URL(filePath: file))
            process.standardInput = FileHandle(forReadingAtPath: file)
        }
        try process.run()
        process.waitUntilExit()
        let texts = files.map {
            String(decoding: FileManager.default.contents(atPath: $0) ?? Data(), as: UTF8.self)
        }
        return Result(status: process.terminationStatus, output: texts[0], error: texts[1])
    }

    /// What a shell makes of a line, with `mercer` for the program.
    func shell(_ line: String) throws -> Result {
        let process = process([])
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", "mercer() { '\(Self.program)' \"$@\"; }; set -o pipefail; \(line)"]
        let out = Pipe()
        let error = Pipe()
        process.standardOutput = out
        process.standardError = error
        try process.run()
        let output = out.fileHandleForReading.readDataToEndOfFile()
        let errors = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            error: String(decoding: errors, as: UTF8.self))
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
