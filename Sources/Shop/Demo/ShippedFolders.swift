package import Commerce
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where the folders that ship beside the program are: under the prefix it was installed to, or in the checkout it
/// was built in.
///
/// Nothing is baked in at build time, so a checkout or a prefix can be moved.
package struct ShippedFolders: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case themes = "Themes"
        case sampleData = "SampleData"
    }

    /// A folder was not found where it should be.
    package struct Missing: Error, Equatable, CustomStringConvertible {
        package let kind: Kind
        /// The places that were tried, in order.
        package let tried: [String]

        package var description: String {
            """
            \(kind.rawValue) was not found: looked for \(tried.joined(separator: ", ")). Install Mercer again with \
            Scripts/install, or name the folder that holds \(kind.rawValue) in MERCER_DATA.
            """
        }
    }

    private let override: String?
    private let program: String

    /// `program` is the absolute path of the running program, with links resolved.
    package init(world: World, program: String = ShippedFolders.runningProgram()) {
        override = world.environment("MERCER_DATA").flatMap { $0.isEmpty ? nil : $0 }
        self.program = program
    }

    /// The path of that folder. MERCER_DATA, where set, is the only place looked at: whoever sets it wants to know
    /// when it is wrong.
    package func path(of kind: Kind) throws(Missing) -> String {
        let places = candidates.map { $0 + "/" + kind.rawValue }
        guard let found = places.first(where: Self.isFolder) else { throw Missing(kind: kind, tried: places) }
        return found
    }

    private var candidates: [String] {
        if let override { return [override] }
        var folder = Self.parent(of: program)
        var places = [Self.parent(of: folder) + "/share/mercer"]
        // A build lies up to four folders below its checkout: .build/<machine>/<configuration>/mercer.
        for _ in 0..<5 where folder.count > 1 {
            folder = Self.parent(of: folder)
            if FileManager.default.fileExists(atPath: folder + "/Package.swift") {
                places.append(folder)
                break
            }
        }
        return places
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// The running program's path as the kernel has it; empty where it does not say.
    package static func runningProgram() -> String {
        var bytes = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &bytes, bytes.count)
        return length > 0
            ? String(decoding: bytes.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self) : ""
    }
}
