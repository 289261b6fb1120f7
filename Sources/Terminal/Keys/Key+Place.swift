extension Key {
    /// The key that stands in its place on a Latin keyboard: й is q, ქ is q too. Commands go by
    /// place, so a seller who types Russian or Georgian need not switch to press `j`.
    package var inLatinPlace: Key {
        guard case .character(let character) = code, let scalar = character.unicodeScalars.first,
            scalar.value >= 0x400, let latin = Key.latin[character]
        else { return self }
        return Key(.character(latin), modifiers)
    }

    private static let latin: [Character: Character] = {
        let pairs: [(String, String)] = [
            ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
            ("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ№", "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~#"),
            // Ukrainian and Belarusian letters stand where Russian has others.
            ("іїєґІЇЄ", "s]'`S}\""),
            ("ქწერტყუიოპასდფგჰჯკლზხცვბნმ", "qwertyuiopasdfghjklzxcvbnm"),
            ("ჭღთშჟძჩ", "WRTSJZC"),
        ]
        var result: [Character: Character] = [:]
        for (from, to) in pairs {
            for (letter, place) in zip(from, to) { result[letter] = place }
        }
        return result
    }()
}
