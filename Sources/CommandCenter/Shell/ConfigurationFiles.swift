import Synchronization
import Terminal

/// Reads `config.toml` and the theme it names, and again when they are written. After a syntax error the last good
/// file holds.
final class ConfigurationFiles: Sendable {
    /// The seller's folder of settings; nil for none.
    private let folder: String?
    private let usual: Glyphs
    private let state: Mutex<State>

    private struct State {
        var shelf: ThemeShelf
        var last = Configuration()
    }

    /// - Parameters:
    ///   - themes: the folder of the themes that Mercer comes with; nil where it was not found.
    ///   - usual: the signs that the locale can show.
    init(folder: String?, themes: String?, usual: Glyphs) {
        self.folder = folder
        self.usual = usual
        let folders = [folder.map { $0 + "/themes" }, themes].compactMap { $0 }
        state = Mutex(State(shelf: ThemeShelf(folders: folders)))
    }

    /// What changes when one of these is written.
    var watched: [String] {
        guard let folder else { return [] }
        return [folder, folder + "/themes"] + state.withLock { $0.shelf.folders }
    }

    func read() -> Appearance {
        state.withLock { state in
            var problems: [String] = []
            if let folder, TextFile.written(folder + "/config.toml") != nil {
                do {
                    state.last = Configuration(try SettingsFile(TextFile.read(folder + "/config.toml")))
                } catch {
                    problems.append("config.toml, \(error): the last good file holds")
                }
            } else {
                state.last = Configuration()
            }
            let configuration = state.last
            problems += configuration.problems.map { "config.toml, \($0)" }
            state.shelf.choose(configuration.theme)
            problems += state.shelf.problems.map { "theme \(configuration.theme), \($0)" }
            var appearance = Appearance(
                theme: state.shelf.theme,
                look: Look(
                    glyphs: configuration.glyphs ?? usual, isAccessible: configuration.isAccessible,
                    prefersBraille: configuration.prefersBraille))
            appearance.keymap = configuration.keymap
            appearance.usesMouse = configuration.usesMouse
            appearance.problems = problems
            return appearance
        }
    }
}

extension Configuration {
    /// What is wrong in the seller's files of looks and keys, a line each with the file, the key and the line.
    package static func problems(in folder: String, themes: String?) -> [String] {
        ConfigurationFiles(folder: folder, themes: themes, usual: .unicode).read().problems
    }
}
