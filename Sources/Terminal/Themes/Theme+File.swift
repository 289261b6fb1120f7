extension Theme {
    /// Reads a theme file. What is wrong in it is reported and left as plain text; a file without a
    /// single right line still gives a theme that can be read.
    ///
    /// ```toml
    /// name = "dusk"
    /// ground = { text = "#d8dee4", back = "#14181d" }
    /// [roles]
    /// good = "#7fbf8e"
    /// bad = { text = "red", bold = true }
    /// ```
    package static func read(_ file: SettingsFile, named name: String) -> (
        theme: Theme, problems: [SettingsProblem]
    ) {
        var theme = Theme(name: name)
        var problems: [SettingsProblem] = []
        var ground: [String: (Colour, SettingsFile.Entry)] = [:]
        for entry in file.entries {
            do throws(SettingsProblem) {
                switch entry.path.first {
                case "name": theme.name = try entry.text()
                case "roles": try theme.take(entry)
                case "ground":
                    guard entry.path.count == 2, ["text", "back"].contains(entry.path[1]) else {
                        throw entry.problem("a ground has `text` and `back`, both colours")
                    }
                    ground[entry.path[1]] = (try entry.colour(), entry)
                default: throw entry.problem("a theme has `name`, `ground` and `roles`")
                }
            } catch {
                problems.append(error)
            }
        }
        if let text = ground["text"], let back = ground["back"] {
            theme.ground = Ground(foreground: text.0, background: back.0)
        } else if let one = ground.values.first {
            problems.append(
                one.1.problem(
                    "`text` and `back` go together: one alone is unreadable on half of all terminals"))
        }
        return (theme, problems)
    }

    private mutating func take(_ entry: SettingsFile.Entry) throws(SettingsProblem) {
        guard entry.path.count >= 2, let role = Role(name: entry.path[1]) else {
            let all = Role.allCases.map(\.name).joined(separator: ", ")
            throw entry.problem("there is no such role; there are \(all)")
        }
        var style = plainStyle(of: role)
        switch entry.path.count == 2 ? "text" : entry.path[2] {
        case "text": style.foreground = try entry.colour()
        case "back": style.background = try entry.colour()
        case "bold": try style.set(.bold, entry)
        case "dim": try style.set(.dim, entry)
        case "underline": try style.set(.underline, entry)
        case "reverse": try style.set(.reverse, entry)
        default: throw entry.problem("a role has `text`, `back`, `bold`, `dim`, `underline` and `reverse`")
        }
        self[role] = style
    }
}

extension Style {
    fileprivate mutating func set(_ attribute: Emphasis, _ entry: SettingsFile.Entry) throws(SettingsProblem)
    {
        guard case .boolean(let isOn) = entry.value else { throw entry.problem("this is true or false") }
        if isOn { attributes.insert(attribute) } else { attributes.remove(attribute) }
    }
}

extension SettingsFile.Entry {
    fileprivate func text() throws(SettingsProblem) -> String {
        guard case .string(let text) = value else { throw problem("this is a text in quotes") }
        return DisplayText(text).string
    }

    fileprivate func colour() throws(SettingsProblem) -> Colour {
        let found: Colour? =
            switch value {
            case .string(let text): Colour(text)
            case .integer(let number): Colour(String(number))
            default: nil
            }
        guard let found else {
            throw problem(
                "a colour is \"#rrggbb\", a number up to 255, or a name such as \"cyan\" or \"bright-red\"")
        }
        return found
    }
}
