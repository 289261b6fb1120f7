#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What can be said of the shop's path before SQLite opens it, so that the error names the real cause.
enum FileState {
    static func check(_ path: String, creating: Bool) throws {
        if access(path, F_OK) == 0 {
            guard access(path, R_OK | W_OK) == 0 else { throw ShopError.readOnly(path: path) }
            return
        }
        guard creating else { throw ShopError.missing(path: path) }
        let folder = folder(of: path)
        guard access(folder, F_OK) == 0 else {
            throw ShopError.cannotOpen(path: path, reason: "its folder \(folder) does not exist")
        }
        guard access(folder, W_OK) == 0 else { throw ShopError.readOnly(path: folder) }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
