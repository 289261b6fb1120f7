import Foundation

/// Turns WordPress's HTML into what a buyer reads, and back.
enum WooText {
    /// Decodes entities once. Text without `&` comes back as it is.
    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(0x26) else { return text }
        var result = ""
        var rest = Substring(text)
        while let mark = rest.firstIndex(of: "&") {
            result += rest[..<mark]
            let behind = rest.index(after: mark)
            if let end = rest[behind...].prefix(12).firstIndex(of: ";"),
                let character = character(rest[behind..<end])
            {
                result += character
                rest = rest[rest.index(after: end)...]
            } else {
                result.append("&")
                rest = rest[behind...]
            }
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> String? {
        guard name.hasPrefix("#") else { return named[String(name)] }
        let digits = name.dropFirst()
        let value =
            digits.hasPrefix("x") || digits.hasPrefix("X")
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init).map { String($0) }
    }

    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "ndash": "–",
        "mdash": "—", "hellip": "…", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«",
        "raquo": "»", "bull": "•", "middot": "·", "deg": "°", "copy": "©", "reg": "®", "trade": "™",
        "times": "×", "euro": "€", "pound": "£", "rarr": "→", "larr": "←", "eacute": "é", "auml": "ä",
        "ouml": "ö", "uuml": "ü", "szlig": "ß",
    ]

    /// Without markup, on one line: messages of the shop hold both.
    static func plain(_ html: String) -> String {
        var text = ""
        var isTag = false
        for character in html {
            if character == "<" {
                isTag = true
            } else if character == ">", isTag {
                isTag = false
            } else if !isTag {
                text.append(character.isNewline ? " " : character)
            }
        }
        return decoded(text).trimmingCharacters(in: .whitespaces)
    }

    /// A title so that it is stored as it reads. WordPress encodes a lone `&` itself, but cuts what looks like a tag
    /// and keeps what looks like an entity.
    static func encodedTitle(_ text: String) -> String {
        guard text.contains("<") || decoded(text) != text else { return text }
        return text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
