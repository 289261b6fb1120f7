/// A barcode's number: GTIN-8, UPC-A (12), EAN-13 or GTIN-14, with a right check digit (GS1 General Specifications).
package struct GTIN: Hashable, Codable, Sendable {
    /// The digits as they are printed, leading zeros too.
    package let digits: String

    /// Blanks and hyphens are passed over.
    package init(_ text: String) throws(GTINError) {
        let digits = Self.plain(text)
        guard digits.allSatisfy({ $0 >= "0" && $0 <= "9" }), !digits.isEmpty else { throw .notDigits }
        guard [8, 12, 13, 14].contains(digits.count) else { throw .wrongLength(digits.count) }
        let expected = Self.checkDigit(for: digits.dropLast())
        guard digits.last == expected else { throw .wrongCheckDigit(expected: expected) }
        self.digits = digits
    }

    /// A number that still lacks its check digit, completed. Throws for other lengths than 7, 11, 12 and 13.
    package init(completing text: String) throws(GTINError) {
        let digits = Self.plain(text)
        guard digits.allSatisfy({ $0 >= "0" && $0 <= "9" }), !digits.isEmpty else { throw .notDigits }
        guard [7, 11, 12, 13].contains(digits.count) else { throw .wrongLength(digits.count) }
        self.digits = digits + String(Self.checkDigit(for: digits[...]))
    }

    /// Filled up to fourteen digits: one product, one key, whatever of the four was printed.
    package var key: String { String(repeating: "0", count: 14 - digits.count) + digits }

    /// From the right, digits count three times and once in turn; the check digit fills up to the next ten.
    package static func checkDigit(for digits: Substring) -> Character {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            sum += (digit.wholeNumberValue ?? 0) * (place % 2 == 0 ? 3 : 1)
        }
        return Character(String((10 - sum % 10) % 10))
    }

    private static func plain(_ text: String) -> String {
        text.filter { !$0.isWhitespace && $0 != "-" }
    }
}

/// Why a text is no barcode number.
package enum GTINError: Error, Hashable, Sendable, CustomStringConvertible {
    case notDigits
    case wrongLength(Int)
    case wrongCheckDigit(expected: Character)

    package var description: String {
        switch self {
        case .notDigits: "a barcode has digits only"
        case .wrongLength(let length): "a barcode has 8, 12, 13 or 14 digits, this has \(length)"
        case .wrongCheckDigit(let expected):
            "a digit is wrong: with these the last would be \(expected); read the barcode again"
        }
    }
}
