import Terminal

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Hands a text to the seller's editor in a file of its own, which nobody else may read.
struct Editor: Sendable {
    let environment: [String: String]
    /// More than this is no text somebody wrote.
    private static let largest = 16 * 1024 * 1024

    /// - Parameter run: runs a program on the terminal and answers its exit status.
    /// - Returns: the text as it was left; nil when it was not changed.
    func edit(_ text: String, suffix: String, run: ([String]) throws -> Int32) -> Result<String?, Refused> {
        do {
            let path = try makeFile(text, suffix: suffix)
            defer { unlink(path) }
            let status = try run(EditorCommand.arguments(environment: environment, file: path))
            guard status == 0 else {
                return .failure(
                    Refused(reason: "the editor ended with status \(status): nothing was taken over"))
            }
            let after = try contents(path)
            return .success(after == text ? nil : after)
        } catch let refused as Refused {
            return .failure(refused)
        } catch {
            return .failure(Refused(reason: "\(error)"))
        }
    }

    private func makeFile(_ text: String, suffix: String) throws -> String {
        let folder =
            ["XDG_RUNTIME_DIR", "TMPDIR"].compactMap { environment[$0] }.first { $0.hasPrefix("/") } ?? "/tmp"
        var template = Array("\(folder)/mercer-XXXXXX\(suffix)".utf8CString)
        let descriptor = mkstemps(&template, Int32(suffix.utf8.count))
        guard descriptor >= 0 else {
            throw Refused(reason: "no file for the editor in \(folder): \(reason(errno))")
        }
        defer { close(descriptor) }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                throw Refused(reason: "the file for the editor could not be written: is the disk full?")
            }
            rest = rest.dropFirst(count)
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func reason(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    private func contents(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else {
            throw Refused(reason: "the editor left no file behind: nothing was taken over")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
            if bytes.count > Self.largest {
                throw Refused(reason: "the text is too long: nothing was taken over")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refused(reason: "the text is not UTF-8: nothing was taken over")
        }
        return text
    }
}
