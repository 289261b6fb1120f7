/// A barcode that goes by the GS1 rules: 8, 12, 13 or 14 digits, the last a check digit over the others.
package enum Barcode {
    /// What is wrong with the text as a barcode, in words; nil where it is right or empty.
    ///
    /// Only a text of digits in one of the lengths is held to the rule: other shops keep their own codes there.
    package static func wrong(_ text: String) -> String? {
        let digits = text.utf8.map { Int($0) - 48 }
        guard !digits.isEmpty, digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        guard [8, 12, 13, 14].contains(digits.count), let last = digits.last else { return nil }
        let right = checkDigit(of: digits.dropLast())
        return right == last
            ? nil : "“\(text)” has a wrong check digit: the last should be \(right) if the others are right"
    }

    private static func checkDigit(of digits: some BidirectionalCollection<Int>) -> Int {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            sum + digit.element * (digit.offset.isMultiple(of: 2) ? 3 : 1)
        }
        return (10 - sum % 10) % 10
    }
}
