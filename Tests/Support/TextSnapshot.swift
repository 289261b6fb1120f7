import Foundation
package import Testing

/// Compares text with the copy kept in `Tests/Snapshots/<the test file's path>/<name>.txt`: outside the targets'
/// folders, where each would be a file that the package does not know what to do with.
///
/// `UPDATE_SNAPSHOTS=1 swift test` writes the copies anew, for a person to review; under CI that is refused. A
/// missing copy is a failure: a snapshot nobody has looked at proves nothing.
package func expectSnapshot(
    _ text: String, named name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let test = file.hasSuffix(".swift") ? String(file.dropLast(6)) : file
    guard let tests = test.range(of: "/Tests/", options: .backwards) else {
        Issue.record("the test \(file) is not below Tests/", sourceLocation: sourceLocation)
        return
    }
    let folder = URL(filePath: String(test[..<tests.upperBound])).appending(path: "Snapshots")
        .appending(path: String(test[tests.upperBound...]))
    let kept = folder.appending(path: name + ".txt")
    let environment = ProcessInfo.processInfo.environment
    if environment["UPDATE_SNAPSHOTS"] == "1" {
        guard environment["CI"] == nil else {
            Issue.record("UPDATE_SNAPSHOTS is refused under CI", sourceLocation: sourceLocation)
            return
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: kept)
        return
    }
    guard let bytes = FileManager.default.contents(atPath: kept.path) else {
        Issue.record(
            "there is no snapshot “\(name)”; UPDATE_SNAPSHOTS=1 writes it: \(kept.path)",
            sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: bytes, as: UTF8.self)
    guard expected != text else { return }
    Issue.record(
        "the snapshot “\(name)” differs:\n\(firstDifference(expected, text))", sourceLocation: sourceLocation)
}

/// The first line that differs, with the two before it, so that a wide screen stays readable in a test's log.
private func firstDifference(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let line =
        zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    let context = new[max(0, line - 2)..<min(line, new.count)].map { "  \($0)" }
    let was = line < old.count ? "- \(old[line])" : "- (nothing: \(old.count) lines)"
    let now = line < new.count ? "+ \(new[line])" : "+ (nothing: \(new.count) lines)"
    return (["line \(line + 1):"] + context + [was, now]).joined(separator: "\n")
}
