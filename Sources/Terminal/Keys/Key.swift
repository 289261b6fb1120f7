/// One key press, as the decoder read it and as the configuration spells it ("g", "Ctrl-d", "Enter").
package struct Key: Hashable, Sendable {
    package enum Code: Hashable, Sendable {
        case character(Character)
        case enter, escape, tab, backTab, backspace, delete, insert
        case up, down, left, right, home, end, pageUp, pageDown
        /// F1 to F24.
        case function(Int)
    }

    package struct Modifiers: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let ctrl = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        /// Only with keys that have no shifted form of their own, such as arrows.
        package static let shift = Modifiers(rawValue: 4)
    }

    package var code: Code
    package var modifiers: Modifiers

    package init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    package static func character(_ character: Character) -> Key { Key(.character(character)) }
    package static func ctrl(_ character: Character) -> Key { Key(.character(character), .ctrl) }

    package static let enter = Key(.enter)
    package static let escape = Key(.escape)
    package static let tab = Key(.tab)
    package static let backTab = Key(.backTab)
    package static let space = Key(.character(" "))
    package static let backspace = Key(.backspace)
    package static let delete = Key(.delete)
    package static let up = Key(.up)
    package static let down = Key(.down)
    package static let left = Key(.left)
    package static let right = Key(.right)
    package static let home = Key(.home)
    package static let end = Key(.end)
    package static let pageUp = Key(.pageUp)
    package static let pageDown = Key(.pageDown)

    /// What it types into a field; nil for keys that type nothing.
    package var typed: Character? {
        guard case .character(let character) = code, modifiers.isEmpty else { return nil }
        return character
    }
}

extension Key: CustomStringConvertible {
    private static let names: [(code: Code, name: String)] = [
        (.enter, "Enter"), (.escape, "Esc"), (.tab, "Tab"), (.backTab, "Shift-Tab"),
        (.backspace, "Backspace"), (.delete, "Delete"), (.insert, "Insert"), (.up, "Up"), (.down, "Down"),
        (.left, "Left"), (.right, "Right"), (.home, "Home"), (.end, "End"), (.pageUp, "PgUp"),
        (.pageDown, "PgDn"), (.character(" "), "Space"),
    ]

    /// Its spelling in the configuration, the footer and docs/KEYS.md.
    package var description: String {
        var result = ""
        if modifiers.contains(.ctrl) { result += "Ctrl-" }
        if modifiers.contains(.alt) { result += "Alt-" }
        if modifiers.contains(.shift) { result += "Shift-" }
        switch code {
        case .character(let character) where character != " ": result.append(character)
        case .function(let number): result += "F\(number)"
        default: result += Key.names.first { $0.code == code }?.name ?? "?"
        }
        return result
    }

    /// Reads one key's spelling; nil when there is no such key. Pairs that a terminal cannot tell
    /// apart read as the plain one: Ctrl-i is Tab, Ctrl-m Enter, Ctrl-[ Esc, Ctrl-h Backspace.
    package init?(_ spelling: some StringProtocol) {
        var rest = Substring(spelling)
        var modifiers: Modifiers = []
        let prefixes: [(String, Modifiers)] = [("Ctrl-", .ctrl), ("Alt-", .alt), ("Shift-", .shift)]
        if rest == "Shift-Tab" { self = .backTab; return }
        while let (prefix, modifier) = prefixes.first(where: {
            rest.hasPrefix($0.0) && rest.count > $0.0.count
        }) {
            modifiers.insert(modifier)
            rest = rest.dropFirst(prefix.count)
        }
        if let named = Key.names.first(where: { $0.name == rest }) {
            self.init(named.code, modifiers)
        } else if rest.first == "F", let number = Int(rest.dropFirst()), (1...24).contains(number) {
            self.init(.function(number), modifiers)
        } else if rest.count == 1, let character = rest.first, character != " ",
            character.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
        {
            self.init(.character(character), modifiers)
        } else {
            return nil
        }
        self = merged
    }

    /// The key that a terminal sends for it.
    private var merged: Key {
        guard modifiers.contains(.ctrl), case .character(let character) = code else { return self }
        let lower = Character(character.lowercased())
        let rest = modifiers.subtracting(.ctrl)
        switch lower {
        case "i": return Key(.tab, rest)
        case "m": return Key(.enter, rest)
        case "[": return Key(.escape, rest)
        case "h": return Key(.backspace, rest)
        default: return Key(.character(lower), modifiers)
        }
    }
}

/// Keys pressed one after the other, such as `y` `y`.
package struct KeySequence: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let keys: [Key]

    package init(_ keys: [Key]) {
        self.keys = keys
    }

    /// Reads "g", "yy", "Ctrl-d", "Esc" or "g Enter": keys apart by blanks, or plain characters together. At most four.
    package init?(spelling: String) {
        var keys: [Key] = []
        for word in spelling.split(separator: " ") {
            if let key = Key(word) {
                keys.append(key)
            } else if word.count <= 4, !word.contains("-"), word.allSatisfy({ $0.isASCII }) {
                keys += word.map { Key.character($0) }
            } else {
                return nil
            }
        }
        guard (1...4).contains(keys.count) else { return nil }
        self.keys = keys
    }

    /// For the command list in code. A spelling that cannot be read matches no key; the keymap reports it.
    package init(stringLiteral value: String) {
        self = KeySequence(spelling: value) ?? KeySequence([])
    }

    package var description: String {
        let plain = keys.allSatisfy { $0.description.count == 1 }
        return keys.map(\.description).joined(separator: plain ? "" : " ")
    }
}
