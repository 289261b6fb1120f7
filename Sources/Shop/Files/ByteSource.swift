#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where bytes come from, a piece at a time, so that a file of any size is read in bounded memory.
package protocol ByteSource: AnyObject {
    /// Fills the start of `space` and answers how many bytes; 0 only at the end.
    func read(into space: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int
}

/// Why a file cannot be read at all. A bad row is no failure: it is reported and the rest goes on.
package enum FileFailure: Error, Hashable, Sendable {
    case notFound(path: String)
    case isFolder(path: String)
    case unreadable(path: String, reason: String)
    case unwritable(path: String, reason: String)
    case empty(path: String)
    /// Pictures, archives, spreadsheets and the like; `kind` says what it looks like, where that is known.
    case notText(path: String, kind: String?)
    case noHeader(path: String, reason: String)
    /// No line end within the longest row we take.
    case rowTooLong(line: Int)
    /// The file is not the one the plan was made from.
    case changedSincePlan(path: String)
}

extension FileFailure: CustomStringConvertible {
    /// What was wrong, where, and what to do about it.
    package var description: String {
        switch self {
        case .notFound(let path): "There is no file at \(path.visible). Check the path."
        case .isFolder(let path): "\(path.visible) is a folder. Name one file in it."
        case .unreadable(let path, let reason): "\(path.visible) cannot be read: \(reason)."
        case .unwritable(let path, let reason): "\(path.visible) cannot be written: \(reason)."
        case .empty(let path): "\(path.visible) is empty: there is nothing to import."
        case .notText(let path, let kind?):
            "\(path.visible) is \(kind), not a text table. Save it as CSV and import that."
        case .notText(let path, nil):
            "\(path.visible) is not text: it has bytes that no CSV has. Save it as CSV and import that."
        case .noHeader(let path, let reason):
            "\(path.visible) has no usable line of column names: \(reason). Put the names into its first line."
        case .rowTooLong(let line):
            "Line \(line) is longer than 4 MB and has no end: this is not a table of rows."
        case .changedSincePlan(let path):
            "\(path.visible) has changed since it was looked at. Look at it again before importing."
        }
    }
}

extension String {
    /// The text without characters that could steer a terminal.
    var visible: String {
        guard unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) else {
            return self
        }
        return String(
            String.UnicodeScalarView(
                unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }))
    }
}

/// A file on disk, opened for reading.
package final class FileBytes: ByteSource {
    private let descriptor: Int32
    private let path: String
    /// Size in bytes and time of the last change, in nanoseconds since 1970: how we know the file again.
    package let stamp: FileStamp

    package init(path: String) throws(FileFailure) {
        // Without O_NONBLOCK a named pipe that nobody writes to would be waited for here.
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else {
            throw errno == ENOENT
                ? .notFound(path: path) : .unreadable(path: path, reason: Self.reason(errno))
        }
        var status = stat()
        guard fstat(opened, &status) == 0 else {
            let reason = Self.reason(errno)
            close(opened)
            throw .unreadable(path: path, reason: reason)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(opened)
            throw .isFolder(path: path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            throw .unreadable(path: path, reason: "it is a pipe or a device; save it as a file first")
        }
        self.path = path
        descriptor = opened
        #if canImport(Darwin)
            let changed = status.st_mtimespec
        #else
            let changed = status.st_mtim
        #endif
        stamp = FileStamp(
            size: Int64(status.st_size),
            modified: Int64(changed.tv_sec) &* 1_000_000_000 &+ Int64(changed.tv_nsec))
    }

    deinit { close(descriptor) }

    package func read(into space: UnsafeMutableRawBufferPointer) throws(FileFailure) -> Int {
        while true {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, space.baseAddress, space.count)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, space.baseAddress, space.count)
            #else
                let count = Darwin.read(descriptor, space.baseAddress, space.count)
            #endif
            if count >= 0 { return count }
            guard errno == EINTR else { throw .unreadable(path: path, reason: Self.reason(errno)) }
        }
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// How a file is known again: its size in bytes and the time it was last changed.
package struct FileStamp: Hashable, Codable, Sendable {
    package let size: Int64
    /// Nanoseconds since 1970.
    package let modified: Int64

    package init(size: Int64, modified: Int64) {
        self.size = size
        self.modified = modified
    }
}

/// Bytes already at hand: tests, the clipboard.
package final class MemoryBytes: ByteSource {
    private let bytes: [UInt8]
    private let piece: Int
    private var place = 0

    /// At most `piece` bytes are handed out at a time.
    package init(_ bytes: [UInt8], piece: Int = .max) {
        self.bytes = bytes
        self.piece = max(1, piece)
    }

    package func read(into space: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(space.count, bytes.count - place, piece)
        bytes.withUnsafeBytes { all in
            space.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[place..<place + count]))
        }
        place += count
        return count
    }
}
