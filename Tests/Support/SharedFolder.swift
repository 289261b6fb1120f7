package import Foundation
package import Testing

/// The folder with the design and the data of others that lies beside a checkout; not part of the repository.
package enum SharedFolder {
    /// Found by walking up from this file for a sibling named `shared` that has data in it; nil where there is none.
    package static let url: URL? = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let candidate = folder.appending(path: "shared")
            if FileManager.default.fileExists(atPath: candidate.appending(path: "data").path) {
                return candidate
            }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }()

    package static var isPresent: Bool { url != nil }

    /// For `@Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))`.
    package static let absent: Comment =
        "skipped: there is no folder “shared” with the sample data beside this checkout"

    /// A file such as `data/price-strings/prices.csv`.
    package static func file(_ path: String) throws -> URL {
        let url = try #require(url, "the folder “shared” with the sample data is missing")
        return url.appending(path: path)
    }

    package static func text(_ path: String) throws -> String {
        try String(contentsOf: file(path), encoding: .utf8)
    }
}
