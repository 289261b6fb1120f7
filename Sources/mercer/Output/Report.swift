import Foundation

/// A subcommand's result: one value that is written for people and for programs.
///
/// Its schema's number grows when a field is taken away or changes its meaning, not when one is added.
protocol Report: Encodable {
    /// Such as `mercer.log/1`.
    static var schema: String { get }

    /// The result for people, at most so many cells wide where there is a limit.
    func text(width: Int?) -> String
}

extension Report {
    /// The result as JSON, with its schema beside its own fields and keys in order.
    func json() throws -> String { try encoded(.prettyPrinted) }

    /// The same on one line.
    func lineOfJSON() throws -> String { try encoded([]) }

    private func encoded(_ extra: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, extra]
        return String(decoding: try encoder.encode(Named(report: self)), as: UTF8.self)
    }
}

private struct Named<Content: Report>: Encodable {
    let report: Content

    private enum Key: String, CodingKey { case schema }

    func encode(to encoder: any Encoder) throws {
        try report.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Content.schema, forKey: .schema)
    }
}

/// What was done, in a line.
struct DoneReport: Report {
    static let schema = "mercer.done/1"
    /// The journal's entry, where the change has one.
    var entry: String?
    let summary: String
    /// A file that was made.
    var path: String?

    func text(width: Int?) -> String { Plain.line(summary) }
}

/// What went wrong, on standard error.
struct ErrorReport: Encodable {
    let schema = "mercer.error/1"
    let code: String
    let message: String

    init(_ failure: Failure) {
        code = failure.code
        message = failure.message
    }

    /// One line, as what reads standard error reads lines.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
