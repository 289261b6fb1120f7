import Commerce
import Connectors
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Gathers what a platform wants: from the command line what is no secret, from a file, from the environment, and
/// last from the one at the terminal. Nothing of it is ever shown again.
struct ConnectForm {
    private let platform: PlatformDescription
    private let fields: [PlatformDescription.Field]
    private let steps: [String]
    private let known: [String: String]
    private let world: World
    private var values: [String: String]

    /// - Parameters:
    ///   - fields: those that are wanted this time.
    ///   - steps: where they are made; nil for the platform's keys.
    ///   - known: what holds where nothing else is said, and is not asked for.
    init(
        _ platform: PlatformDescription, fields: [PlatformDescription.Field], steps: [String]? = nil,
        known: [String: String] = [:], world: World
    ) {
        self.platform = platform
        self.fields = fields
        self.steps = steps ?? platform.steps
        self.known = known
        self.world = world
        values = known
    }

    /// What must be given and is not yet.
    var missing: [PlatformDescription.Field] { fields.filter { !$0.isOptional && values[$0.id] == nil } }

    /// Takes `url=https://…`, `--url=https://…` or `--url https://…`. Shopify's shop goes without the dashes: with them
    /// it is Mercer's own file.
    ///
    /// - Throws: for a secret, whose value is not repeated.
    mutating func take(words: [String]) throws {
        var rest = words[...]
        while let word = rest.popFirst() {
            let isOption = word.hasPrefix("--")
            let sides = word.drop { $0 == "-" }.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(sides.first ?? "")
            try refuseSecret(name)
            guard let field = fields.first(where: { $0.id == name }), isOption || sides.count == 2 else {
                let known = fields.filter { !$0.isSecret }.map { "\($0.id)=…" }.joined(separator: ", ")
                throw Failure.misused(
                    known.isEmpty
                        ? "There is nothing to say here; keys are asked for, or come from the environment."
                        : "\(platform.name) takes \(known) here.")
            }
            let value = sides.count == 2 ? String(sides[1]) : rest.popFirst()
            try set(field, value ?? "", from: "--\(field.id)")
        }
    }

    private func refuseSecret(_ name: String) throws {
        let words = ["token", "key", "secret", "password", "pass", "api-key", "access-token"]
        let secrets = platform.allFields.filter(\.isSecret)
        guard words.contains(name.lowercased()) || secrets.contains(where: { $0.id == name }) else { return }
        let variables = secrets.map(\.environment).joined(separator: ", ")
        throw Failure(
            "--\(name) is not taken: what stands on a command line is kept by the shell and seen by every program. "
                + "Leave it out to be asked, set \(variables), or say --from-file FILE. If it was a real key, give "
                + "the shop a new one.", code: "secret-on-command-line", outcome: .misused)
    }

    /// Takes lines such as `MERCER_WOO_KEY=ck_…` or `key=ck_…`; blank lines and those that begin with `#` say nothing.
    ///
    /// - Throws: for a file that others can read.
    mutating func take(file path: String) throws {
        let text = try PrivateFile.text(of: path)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let sides = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            var name = sides[0].trimmingCharacters(in: .whitespaces)
            if name.hasPrefix("export ") { name = String(name.dropFirst(7)) }
            guard sides.count == 2 else {
                throw Failure("\(path), line \(index + 1), is no NAME=value.", code: "bad-file")
            }
            guard let field = fields.first(where: { $0.id == name || $0.environment == name }) else {
                continue
            }
            try set(field, Self.unquoted(sides[1].trimmingCharacters(in: .whitespaces)), from: name)
        }
    }

    private static func unquoted(_ text: String) -> String {
        for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            return String(text.dropFirst().dropLast())
        }
        return text
    }

    mutating func takeEnvironment() throws {
        for field in fields where values[field.id] == known[field.id] {
            guard let value = world.environment(field.environment), !value.isEmpty else { continue }
            try set(field, value, from: field.environment)
        }
    }

    /// Says where the keys are made, then asks for what is still missing, one question a field.
    mutating func ask(_ console: Console) throws {
        if missing.contains(where: \.isSecret) {
            for (number, step) in steps.enumerated() { console.note("\(number + 1)  \(step)") }
            console.note("")
        }
        for field in fields where values[field.id] == nil {
            let hint = [field.hint, field.isOptional ? "Enter for none" : ""].filter { !$0.isEmpty }
            let question =
                field.title + (hint.isEmpty ? "" : " (\(hint.joined(separator: "; ")))")
                + (field.isSecret ? ", typed unseen: " : ": ")
            while true {
                guard
                    let answer = field.isSecret
                        ? SecretPrompt.ask(question, console) : Self.ask(question, console)
                else { throw Failure("Nothing was connected.", code: "declined") }
                if answer.isEmpty, field.isOptional { break }
                do {
                    try set(field, answer, from: field.title)
                    break
                } catch { console.note(Failure(error).message) }
            }
        }
    }

    private static func ask(_ question: String, _ console: Console) -> String? {
        console.ask(question)
        return readLine()
    }

    /// All that is wanted.
    ///
    /// - Throws: naming what is missing and where it can come from.
    func complete() throws -> [String: String] {
        guard missing.isEmpty else {
            let names = missing.map { "\($0.title) (\($0.environment))" }.joined(separator: ", ")
            throw Failure(
                "Missing: \(names). Set these variables, say --from-file FILE, or run `mercer connect \(platform.kind)` "
                    + "in a terminal to be asked.", code: "missing-fields", outcome: .misused)
        }
        return values
    }

    /// - Parameter source: what an error calls it; the value is never repeated.
    private mutating func set(_ field: PlatformDescription.Field, _ value: String, from source: String) throws
    {
        let plain = value.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !plain.isEmpty else {
            throw Failure("\(source) is empty.", code: "missing-fields", outcome: .misused)
        }
        guard plain.utf8.count <= 4096,
            !plain.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            throw Failure(
                "\(source) has characters that no \(field.title.lowercased()) has.", code: "bad-field",
                outcome: .misused)
        }
        values[field.id] = plain
    }
}

/// A file that only its owner can read.
enum PrivateFile {
    private static let limit = 1 << 16

    /// - Throws: where others can read it, or it cannot be read.
    static func text(of path: String) throws -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw Failure("\(path): \(String(cString: strerror(errno))).", code: "bad-file")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        // Asked of what is open, so that it cannot be changed for another in between.
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure("\(path) is no file.", code: "bad-file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure(
                "Others can read \(path). `chmod 600 \(path)`, and give the shop new keys if somebody may have.",
                code: "file-readable")
        }
        guard status.st_size <= limit else {
            throw Failure("\(path) is too large for keys.", code: "bad-file")
        }
        guard let text = String(data: try handle.readToEnd() ?? Data(), encoding: .utf8) else {
            throw Failure("\(path) is not UTF-8 text.", code: "bad-file")
        }
        return text.replacing("\r\n", with: "\n")
    }
}
