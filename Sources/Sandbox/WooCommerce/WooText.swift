/// How WordPress changes text on its way in and out.
enum WooText {
    /// A name as it is stored: tags cut out, a lone `&` encoded, entities kept (fact 21).
    static func cleanedName(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let character = rest.first {
            if character == "<" {
                if let next = rest.dropFirst().first, next.isLetter || next == "/" || next == "!" {
                    guard let end = rest.firstIndex(of: ">") else { break }
                    rest = rest[rest.index(after: end)...]
                    continue
                }
                result += "&lt;"
            } else if character == ">" {
                result += "&gt;"
            } else if character == "&" {
                result += isEntity(rest) ? "&" : "&amp;"
            } else {
                result.append(character)
            }
            rest = rest.dropFirst()
        }
        return result
    }

    private static func isEntity(_ text: Substring) -> Bool {
        guard let end = text.prefix(10).firstIndex(of: ";") else { return false }
        let name = text[text.index(after: text.startIndex)..<end]
        return !name.isEmpty && name.allSatisfy { ($0.isLetter || $0.isNumber || $0 == "#") && $0.isASCII }
    }

    /// A description as the default context shows it: paragraphs and breaks made from line breaks (fact 21).
    static func paragraphs(_ text: String) -> String {
        let blocks = text.split(separator: "\n\n").map { $0.trimmingPrefix { $0.isNewline } }
        return blocks.filter { !$0.isEmpty }.map { block in
            block.hasPrefix("<") ? "\(block)\n" : "<p>\(block.replacing("\n", with: "<br />\n"))</p>\n"
        }.joined()
    }

    /// A price as it is kept: whatever is no digit, point or minus falls away, as does everything where no number is
    /// left (fact 13).
    static func cleanedPrice(_ text: String) -> String {
        var kept = text.filter { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
        while kept.filter({ $0 == "." }).count > 1, let point = kept.firstIndex(of: ".") {
            kept.remove(at: point)
        }
        return kept.contains(where: \.isNumber) ? kept : ""
    }

    static func slug(_ text: String) -> String {
        var result = ""
        for scalar in text.lowercased().unicodeScalars {
            if scalar.isASCII {
                let letter = Character(scalar)
                if letter.isLetter || letter.isNumber {
                    result.append(letter)
                } else if !result.hasSuffix("-"), !result.isEmpty {
                    result += "-"
                }
            } else {
                for byte in String(scalar).utf8 { result += "%" + String(byte, radix: 16) }
            }
        }
        return result.hasSuffix("-") ? String(result.dropLast()) : result
    }
}
