/// What an address of a country needs, and how its lines are written.
package struct AddressRule: Sendable {
    package enum Part: String, Hashable, Sendable {
        case street = "A"
        case city = "C"
        case province = "S"
        case postcode = "Z"
    }

    /// What a parcel cannot do without. The province is demanded only where it exists (LESSONS 57).
    package let required: Set<Part>
    /// Forms of the postcode: N a digit, A a letter, X either, small letters themselves. Empty where none is known.
    let postcodeForms: [[UInt8]]
    /// Lines under the name, as `%A` `%Z %C`.
    let lines: [String]

    /// The rule of the country; for one without its own, street and city.
    package static func of(_ country: CountryCode?) -> AddressRule {
        guard let country, let rule = table[country] else { return general }
        return rule
    }

    private static let general = AddressRule(
        required: [.street, .city], postcodeForms: [], lines: ["%A", "%C %S %Z"])

    private static let table: [CountryCode: AddressRule] = {
        var table: [CountryCode: AddressRule] = [:]
        for line in tableText.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 3)
            guard parts.count == 4, let country = CountryCode(code: String(parts[0])) else { continue }
            let forms = parts[2] == "-" ? [] : parts[2].split(separator: "/").map { Array($0.utf8) }
            table[country] = AddressRule(
                required: Set(parts[1].compactMap { Part(rawValue: String($0)) }), postcodeForms: forms,
                lines: parts[3].split(separator: "/").map(String.init))
        }
        return table
    }()

    /// Whether the postcode has one of the country's forms. Blanks, hyphens and case do not matter, nor does the
    /// country's letter before it, as in `D-10969`.
    package func accepts(postcode: String) -> Bool {
        guard !postcodeForms.isEmpty else { return true }
        let code = Self.bare(postcode)
        if postcodeForms.contains(where: { Self.matches(code, $0) }) { return true }
        let digits = Array(code.drop { $0 >= 0x41 && $0 <= 0x5A })
        guard code.count - digits.count <= 3, code.count > digits.count else {
            return postcodeForms.contains { Self.matches(code, Array($0.drop { $0 >= 0x61 })) }
        }
        return postcodeForms.contains {
            !$0.contains(0x41) && Self.matches(digits, Array($0.drop { $0 >= 0x61 }))
        }
    }

    /// Capital letters and digits only.
    private static func bare(_ postcode: String) -> [UInt8] {
        postcode.uppercased().utf8.filter { ($0 >= 0x30 && $0 <= 0x39) || $0 >= 0x41 }
    }

    private static func matches(_ code: [UInt8], _ form: [UInt8]) -> Bool {
        guard code.count == form.count else { return false }
        return zip(code, form).allSatisfy { byte, kind in
            let isDigit = byte >= 0x30 && byte <= 0x39
            let isLetter = byte >= 0x41 && byte <= 0x5A
            switch kind {
            case 0x4E: return isDigit
            case 0x41: return isLetter
            case 0x58: return isDigit || isLetter
            default: return byte == kind & 0xDF
            }
        }
    }

    /// An example of the first form: `12345`, `AB12 3CD`.
    var postcodeExample: String? {
        guard let form = postcodeForms.last else { return nil }
        var digit = 0
        var letter = 0
        return String(
            form.map { kind -> Character in
                switch kind {
                case 0x4E, 0x58:
                    digit = digit % 9 + 1
                    return Character(String(digit))
                case 0x41:
                    letter += 1
                    return Character(Unicode.Scalar(0x40 + UInt8(letter)))
                default: return Character(Unicode.Scalar(kind & 0xDF))
                }
            })
    }
}
