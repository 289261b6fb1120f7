import Glibc

/// The themes to choose from: those in code and the files of some folders, and the one in use, which follows its file.
package struct ThemeShelf: Sendable {
    /// Searched in this order, so that the seller's own come first.
    package let folders: [String]
    /// What is in use; after a mistake in its file, the last that was right.
    package private(set) var theme: Theme
    /// What is wrong with its file now; empty when nothing is.
    package private(set) var problems: [SettingsProblem] = []
    private var file: String?
    private var written: Int?

    private static let builtIn: [Theme] = [.dark, .sixteen, .monochrome]

    package init(folders: [String]) {
        self.folders = folders
        theme = .dark
    }

    /// Chooses a theme by name. When there is none, or its file cannot be used, the one in use stays and `problems` says why.
    package mutating func choose(_ name: String) {
        guard !name.isEmpty, !name.contains("/"), name != ".." else {
            problems = [SettingsProblem(line: 0, "a theme is named by a word, such as “dark”")]
            return
        }
        let paths = folders.map { "\($0)/\(name).toml" }
        if let path = paths.first(where: { TextFile.written($0) != nil }) {
            file = path
            load(path)
        } else if let known = ThemeShelf.builtIn.first(where: { $0.name == name }) {
            file = nil
            theme = known
            problems = []
        } else {
            problems = [
                SettingsProblem(
                    line: 0,
                    "there is no theme “\(DisplayText(name).string)”; there are \(names.joined(separator: ", "))"
                )
            ]
        }
    }

    /// Reads the file again if it was written since; answers whether anything is different now.
    package mutating func refresh() -> Bool {
        guard let file, let now = TextFile.written(file), now != written else { return false }
        let before = (theme, problems)
        load(file)
        return before != (theme, problems)
    }

    /// All names, those of files included.
    package var names: [String] {
        var result = Set(ThemeShelf.builtIn.map(\.name))
        for folder in folders {
            guard let directory = opendir(folder) else { continue }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name.hasSuffix(".toml") { result.insert(String(name.dropLast(5))) }
            }
        }
        return result.sorted()
    }

    private mutating func load(_ path: String) {
        written = TextFile.written(path)
        let name = path.split(separator: "/").last.map { String($0.dropLast(5)) } ?? "theme"
        do {
            let (read, found) = Theme.read(try SettingsFile(TextFile.read(path)), named: name)
            theme = read
            problems = found
        } catch {
            problems = [error]
        }
    }
}
