#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What can be said of the shop's path before SQLite opens it, so that the error names the real cause, and so that
/// another program's file is never touched: opening it for writing would already change its journal mode.
enum FileState {
    static func check(_ path: String, creating: Bool) throws {
        if access(path, F_OK) == 0 {
            if !(creating && isEmpty(path)) { try checkReadable(path) }
            guard access(path, W_OK) == 0, access(folder(of: path), W_OK) == 0 else {
                throw ShopError.readOnly(path: path)
            }
            return
        }
        guard creating else { throw ShopError.missing(path: path) }
        let folder = folder(of: path)
        guard access(folder, F_OK) == 0 else {
            throw ShopError.cannotOpen(path: path, reason: "its folder \(folder) does not exist")
        }
        guard access(folder, W_OK) == 0 else { throw ShopError.readOnly(path: folder) }
    }

    /// That there is a shop's file at the path, as far as its first bytes tell.
    static func checkReadable(_ path: String) throws {
        guard access(path, F_OK) == 0 else { throw ShopError.missing(path: path) }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ShopError.notAShop(path: path)
        }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw ShopError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(file) }
        var header = [UInt8](repeating: 0, count: 100)
        let count = read(file, &header, header.count)
        guard count == header.count, header.starts(with: "SQLite format 3\0".utf8) else {
            throw ShopError.notAShop(path: path)
        }
        let application = header[68..<72].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if application == UInt32(bitPattern: Migrations.applicationID) { return }
        // A kill right after the founding leaves the mark in the write-ahead log; SQLite reads it there later.
        guard application == 0, access(path + "-wal", F_OK) == 0 else { throw ShopError.notAShop(path: path) }
    }

    /// A founding that was cut off leaves an empty file.
    private static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size == 0
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
