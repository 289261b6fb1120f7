import Foundation
import TestSupport
import Testing

/// The short form of `Scripts/kill-sync`: the built programs, killed while they sync, beside an account kept outside.
@Suite struct SyncKillTests {
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scripts/kill-sync")

    private static let isAble = ["python3", "cc"].allSatisfy { program in
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }

    @Test(.enabled(if: isAble, "skipped: Scripts/kill-sync needs python3, and cc to build what notes writes"))
    func `kills and power cuts while channels sync lose nothing that was acknowledged, and double nothing`()
        throws
    {
        let programs = URL(filePath: MercerProcess.program).deletingLastPathComponent().path
        let run = try Program(
            "/usr/bin/env",
            [
                "python3", Self.script.path, "--rounds", "20", "--cuts", "5", "--bin", programs,
            ], environment: ProcessInfo.processInfo.environment, lifetime: 900
        ).run()
        let text = run.output + run.error
        #expect(run.status == 0, "\(text)")
        #expect(text.contains("nothing lost, nothing twice"), "\(text)")
    }
}
