#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The rows that could not be imported, as a file with the same column names to mend and import again.
///
/// It is made with the first of them. In UTF-8, with the delimiter of the file it comes from; each row has its reason
/// in a last column, which an import passes over.
final class BadRowFile {
    private let path: String
    private let headers: [String]
    private let delimiter: UInt8
    private var sink: FileSink?
    private(set) var count = 0

    init(_ plan: ImportPlan, folder: String) {
        let name = plan.path.split(separator: "/").last.map(String.init) ?? "import"
        let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
        let start = "\(folder.isEmpty ? "." : folder)/\(stem.visible) - to mend"
        // Rows of an earlier import that nobody has mended yet stay.
        var number = 1
        var free = start + ".csv"
        while access(free, F_OK) == 0 {
            number += 1
            free = "\(start) \(number).csv"
        }
        path = free
        headers = plan.headers
        delimiter = plan.setup.dialect.delimiter.rawValue
    }

    func write(_ row: BadRow) throws(FileFailure) {
        count += 1
        let isFirst = sink == nil
        let sink = try opened()
        // Text from outside: what looks like a formula is defused as in any file of ours.
        var writer = DelimitedWriter(to: sink, delimiter: delimiter)
        if isFirst { try writer.row(headers.filter { $0 != Self.reasonColumn } + [Self.reasonColumn]) }
        let wanted = headers.count
        let cells = row.cells.map(DelimitedWriter.undefused)
        var kept = cells.prefix(wanted) + Array(repeating: "", count: max(0, wanted - cells.count))
        if let place = headers.firstIndex(of: Self.reasonColumn) { kept.remove(at: place) }
        let place = row.column > 0 ? "line \(row.line), column \(row.column): " : "line \(row.line): "
        try writer.row(Array(kept) + [place + row.reason])
        try writer.flush()
    }

    private func opened() throws(FileFailure) -> FileSink {
        if let sink { return sink }
        let made = try FileSink(path: path)
        sink = made
        return made
    }

    /// The path, nil where no row was bad.
    func close() throws(FileFailure) -> String? {
        guard let sink else { return nil }
        try sink.close()
        return path
    }

    static let reasonColumn = "Mercer says"
}

/// A file being written.
package final class FileSink: ByteSink {
    private var descriptor: Int32
    private let path: String

    /// Makes the file, or empties the one that is there.
    package init(path: String) throws(FileFailure) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unwritable(path: path, reason: FileBytes.reason(errno))
        }
    }

    /// Writes to a descriptor that is open already, as standard output, and leaves it open.
    package init(descriptor: Int32, named name: String) {
        path = name
        self.descriptor = dup(descriptor)
    }

    deinit { if descriptor >= 0 { _ = closed() } }

    package func write(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
        var rest = bytes
        while rest.count > 0 {
            #if canImport(Glibc)
                let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #elseif canImport(Musl)
                let written = Musl.write(descriptor, rest.baseAddress, rest.count)
            #else
                let written = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if written < 0 {
                if errno == EINTR { continue }
                throw .unwritable(path: path, reason: FileBytes.reason(errno))
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }

    /// Some file systems say only here that the disk is full.
    package func close() throws(FileFailure) {
        guard closed() else { throw .unwritable(path: path, reason: FileBytes.reason(errno)) }
    }

    private func closed() -> Bool {
        #if canImport(Glibc)
            let result = Glibc.close(descriptor)
        #elseif canImport(Musl)
            let result = Musl.close(descriptor)
        #else
            let result = Darwin.close(descriptor)
        #endif
        descriptor = -1
        return result == 0
    }
}
