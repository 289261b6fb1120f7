import Foundation
import Terminal
import Testing

struct ThemeTests {
    private func read(_ text: String) throws -> (Theme, [String]) {
        let (theme, problems) = Theme.read(try SettingsFile(text), named: "mine")
        return (theme, problems.map(\.description))
    }

    @Test func `a theme file gives each role its look`() throws {
        let (theme, problems) = try read(
            """
            ground = { text = "#ffffff", back = "#000000" }
            [roles]
            good = "#00ff00"
            bad = { text = "red", bold = true }
            cursor = { back = 24 }
            """)
        #expect(problems == [])
        #expect(theme[.good].foreground == .rgb(red: 0, green: 255, blue: 0))
        #expect(theme[.good].background == .rgb(red: 0, green: 0, blue: 0))
        #expect(
            theme[.bad]
                == Style(foreground: .ansi(1), background: .rgb(red: 0, green: 0, blue: 0), attributes: .bold)
        )
        #expect(theme[.cursor].background == .indexed(24))
    }

    @Test func `what is wrong in a theme is named by key and line`() throws {
        let (theme, problems) = try read(
            """
            name = 5
            ground = { text = "#ffffff" }
            [roles]
            god = "red"
            good = "greenish"
            bad = { text = "red", blink = true, bold = "yes" }
            [extra]
            x = 1
            """)
        #expect(problems.count == 7)
        #expect(problems.contains { $0.hasPrefix("line 4, roles.god: there is no such role") })
        #expect(problems.contains { $0.hasPrefix("line 5, roles.good: a colour is") })
        #expect(problems.contains { $0.hasPrefix("line 6, roles.bad.blink") })
        #expect(problems.contains { $0.hasPrefix("line 2, ground.text: `text` and `back` go together") })
        #expect(theme.ground == nil)
        #expect(theme[.bad].foreground == .ansi(1))
    }

    private var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Themes")
    }

    @Test(arguments: ["dark", "light", "high-contrast", "sixteen", "clay"])
    func `every theme that ships is right and can be read on its ground`(name: String) throws {
        let text = try String(contentsOf: folder.appending(path: name + ".toml"), encoding: .utf8)
        let (theme, problems) = Theme.read(try SettingsFile(text), named: name)
        #expect(problems == [])
        #expect(theme.name == name)
        for role in Role.allCases where theme.ground != nil && role != .line {
            #expect(contrast(theme[role]) >= (name == "high-contrast" ? 7 : 4), "\(role)")
        }
        if name == "dark" { #expect(theme == .dark) }
        if name == "sixteen" { #expect(theme == .sixteen) }
    }

    /// The contrast ratio of the accessibility guidelines (WCAG 2).
    private func contrast(_ style: Style) -> Double {
        func light(_ colour: Colour?) -> Double {
            guard let (red, green, blue) = colour?.components else { return 0 }
            let parts = [red, green, blue].map { part -> Double in
                let share = Double(part) / 255
                return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (one, other) = (light(style.foreground), light(style.background))
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    @Test func `fewer colours give the nearest, sixteen a theme of their own, none no colour`() {
        #expect(Theme.dark.adapted(to: .indexed)[.cursor].background == .indexed(238))
        #expect(Theme.dark.adapted(to: .sixteen) == .sixteen)
        #expect(Theme.dark.adapted(to: .none)[.good] == Style())
    }

    @Test func `a theme follows its file and survives a mistake in it`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "themes-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "mine.toml")
        try Data("roles.good = \"red\"\n".utf8).write(to: file)
        var shelf = ThemeShelf(folders: [folder.path])
        shelf.choose("mine")
        #expect(shelf.theme[.good].foreground == .ansi(1) && shelf.problems == [])
        var isOther = shelf.refresh()
        #expect(!isOther)
        try Data("roles.good = \n".utf8).write(to: file)
        try touch(file, 1)
        isOther = shelf.refresh()
        #expect(isOther)
        #expect(shelf.theme[.good].foreground == .ansi(1))
        #expect(shelf.problems.map(\.line) == [1])
        try Data("roles.good = \"blue\"\n".utf8).write(to: file)
        try touch(file, 2)
        isOther = shelf.refresh()
        #expect(isOther)
        #expect(shelf.theme[.good].foreground == .ansi(4) && shelf.problems == [])
        shelf.choose("nowhere")
        #expect(shelf.problems.first?.message.contains("there are dark, mine, monochrome, sixteen") == true)
        shelf.choose("../mine")
        #expect(shelf.problems.count == 1)
        #expect(shelf.names.contains("mine"))
    }

    private func touch(_ file: URL, _ seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_800_000_000 + seconds)], ofItemAtPath: file.path
        )
    }
}
