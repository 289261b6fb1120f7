import Foundation
import Shop

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A copy of the shop that can be played with, gone with the Mercer that made it.
struct ShopCopy {
    let path: String

    init(_ session: Session) throws {
        path = session.places.state + "/copy-\(getpid()).mercer"
        try session.makeFolder(of: path)
        remove()
        let shop = try session.openShop()
        try shop.backUp(to: path)
        try shop.close()
    }

    /// Removes the file and what SQLite keeps beside it.
    func remove() {
        for ending in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: path + ending)  // What is not there need not go.
        }
    }
}
