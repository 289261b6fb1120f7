import Glibc

/// Small text files: themes and settings.
package enum TextFile {
    static let limit = 1 << 20

    /// Throws a problem with the reason when it cannot be read, is too large or is not UTF-8.
    package static func read(_ path: String) throws(SettingsProblem) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw SettingsProblem(line: 0, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 0)
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &part, part.count)
            guard count >= 0 else {
                throw SettingsProblem(line: 0, "\(path) cannot be read: \(String(cString: strerror(errno)))")
            }
            if count == 0 { break }
            bytes += part[..<count]
            guard bytes.count <= limit else {
                throw SettingsProblem(line: 0, "\(path) has over 1 MiB: this is no settings file")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsProblem(line: 0, "\(path) is not UTF-8: save it as UTF-8")
        }
        return text
    }

    /// When it was last written, in nanoseconds; nil when there is no such file.
    package static func written(_ path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec)
    }
}
