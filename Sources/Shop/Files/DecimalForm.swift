import Commerce

/// Which sign stands before the decimals in a file: the point of `1,234.50` or the comma of `1.234,50`.
package enum DecimalForm: String, CaseIterable, Codable, Sendable {
    case point, comma

    /// What cells of a column of numbers say: nil where nothing in them tells.
    ///
    /// Both signs in one cell: the later one is the decimal sign. One sign once, with other than three digits after
    /// it: it is the decimal sign. One sign more than once: it groups. Three digits after a lone sign tell nothing.
    package static func evidence(in bytes: UnsafeBufferPointer<UInt8>) -> DecimalForm? {
        var points = 0
        var commas = 0
        var lastPoint = -1
        var lastComma = -1
        var lastDigit = -1
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 0x2E:
                points += 1
                lastPoint = place
            case 0x2C:
                commas += 1
                lastComma = place
            case 0x30...0x39: lastDigit = place
            default: break
            }
        }
        guard lastDigit >= 0 else { return nil }
        switch (points, commas) {
        case (0, 0): return nil
        case (1..., 1...): return lastPoint > lastComma ? .point : .comma
        case (2..., 0): return .comma
        case (0, 2...): return .point
        case (1, 0): return lastDigit - lastPoint == 3 && lastPoint > 0 ? nil : .point
        default: return lastDigit - lastComma == 3 && lastComma > 0 ? nil : .comma
        }
    }
}

/// Why a cell cannot be read as what its column holds. The sentence continues “the price”.
package enum CellFault: Error, Hashable, Sendable {
    case notANumber(String)
    case notWhole(String)
    case groups(String)
    case tooPrecise(String, decimals: Int)
    case tooLarge(String)
    case otherCurrency(String, expected: String)
    case notADate(String)
    case ambiguousDate(String)
    case unknown(String, allowed: String)
    case missing
    case notText

    /// For people: what was wrong and, where it is not plain, what to do.
    package var words: String {
        switch self {
        case .notANumber(let text): "“\(text.visible)” is no number"
        case .notWhole(let text): "“\(text.visible)” is no whole number"
        case .groups(let text): "“\(text.visible)” has digits that are not in groups of three"
        case .tooPrecise(let text, let decimals): "“\(text.visible)” has more than \(decimals) decimals"
        case .tooLarge(let text): "“\(text.visible)” is larger than Mercer can hold"
        case .otherCurrency(let text, let expected):
            "“\(text.visible)” is not in \(expected), the shop's currency"
        case .notADate(let text): "“\(text.visible)” is no date"
        case .ambiguousDate(let text):
            "“\(text.visible)” could be day or month first: say which in the mapping"
        case .unknown(let text, let allowed): "“\(text.visible)” is not one of \(allowed)"
        case .missing: "is missing"
        case .notText: "has bytes that are no text in the file's encoding"
        }
    }
}

/// Reads numbers from bytes without making a string, and never by way of a Double.
package enum FileNumber {
    /// The value times ten to the power of `scale`. Takes a sign before or after, groups of three, blanks, a currency
    /// mark before or after, brackets for negative, and decimals beyond the scale only where they are zeros.
    package static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, form: DecimalForm, scale: Int, currency: String = ""
    ) throws(CellFault) -> Int64 {
        if let plain = plainNumber(bytes, form: form, scale: scale) { return plain }
        return try careful(bytes, form: form, scale: scale, currency: currency)
    }

    /// Digits with an optional minus and at most `scale` decimals: nearly every cell there is.
    private static func plainNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, form: DecimalForm, scale: Int
    ) -> Int64? {
        guard !bytes.isEmpty, bytes.count <= 16 else { return nil }
        let sign: UInt8 = form == .point ? 0x2E : 0x2C
        var place = 0
        let isNegative = bytes[0] == 0x2D
        if isNegative { place = 1 }
        var value: Int64 = 0
        var digits = 0
        var decimals = -1
        while place < bytes.count {
            let byte = bytes[place]
            if byte >= 0x30, byte <= 0x39 {
                value = value * 10 + Int64(byte - 0x30)
                digits += 1
                if decimals >= 0 { decimals += 1 }
            } else if byte == sign, decimals < 0 {
                decimals = 0
            } else {
                return nil
            }
            place += 1
        }
        let missing = scale - max(0, decimals)
        guard digits > 0, missing >= 0, digits + missing <= 18 else { return nil }
        for _ in 0..<missing { value *= 10 }
        return isNegative ? -value : value
    }

    private static func careful(
        _ bytes: UnsafeBufferPointer<UInt8>, form: DecimalForm, scale: Int, currency: String
    ) throws(CellFault) -> Int64 {
        let text = String(decoding: bytes, as: UTF8.self)
        var core = Array(text.unicodeScalars).filter { !$0.properties.isWhitespace || $0 == " " }
        let isNegative = try stripMarks(&core, text: text, currency: currency)
        let point: Unicode.Scalar = form == .point ? "." : ","
        let groups: Set<Unicode.Scalar> = form == .point ? [",", " ", "'", "’"] : [".", " ", "'", "’"]
        var value: Int64 = 0
        var decimals: Int?
        var sinceGroup: Int?
        var digits = 0
        for scalar in core {
            if scalar == point, decimals == nil {
                guard sinceGroup ?? 3 == 3 else { throw .groups(text) }
                decimals = 0
                sinceGroup = nil
            } else if groups.contains(scalar), decimals == nil {
                guard digits > 0, sinceGroup ?? 3 == 3, sinceGroup != nil || digits <= 3 else {
                    throw .groups(text)
                }
                sinceGroup = 0
            } else if ("0"..."9").contains(scalar) {
                let digit = Int64(scalar.value - 0x30)
                digits += 1
                if let count = decimals {
                    decimals = count + 1
                    if count >= scale {
                        guard digit == 0 else { throw .tooPrecise(text, decimals: scale) }
                        continue
                    }
                }
                if let count = sinceGroup { sinceGroup = count + 1 }
                value = try appended(digit, to: value, text: text)
            } else {
                throw .notANumber(text)
            }
        }
        guard digits > 0 else { throw .notANumber(text) }
        guard sinceGroup ?? 3 == 3 else { throw .groups(text) }
        for _ in min(decimals ?? 0, scale)..<scale { value = try appended(0, to: value, text: text) }
        return isNegative ? -value : value
    }

    private static func appended(_ digit: Int64, to value: Int64, text: String) throws(CellFault) -> Int64 {
        let (ten, over) = value.multipliedReportingOverflow(by: 10)
        let (sum, overAgain) = ten.addingReportingOverflow(digit)
        guard !over, !overAgain else { throw .tooLarge(text) }
        return sum
    }

    /// Takes sign, brackets and currency marks from both ends; answers whether the number is negative.
    private static func stripMarks(
        _ core: inout [Unicode.Scalar], text: String, currency: String
    ) throws(CellFault) -> Bool {
        var isNegative = false
        func isNumeric(_ scalar: Unicode.Scalar) -> Bool {
            ("0"..."9").contains(scalar) || scalar == "." || scalar == ","
        }
        var before: [Unicode.Scalar] = []
        while let first = core.first, !isNumeric(first) { before.append(core.removeFirst()) }
        var after: [Unicode.Scalar] = []
        while let last = core.last, !isNumeric(last) { after.insert(core.removeLast(), at: 0) }
        if before.first == "(", after.last == ")" {
            isNegative = true
            before.removeFirst()
            after.removeLast()
        }
        // A decimal sign written as `1,-` or `1.–` stands for no decimals.
        for part in [before, after] {
            var letters = ""
            for scalar in part {
                switch scalar {
                case "-", "−": isNegative = true
                case "+", " ": continue
                case "$", "£", "€", "¥", "₾", "₽", "₴", "₺", "₹", "₩", "₫", "฿", "₪":
                    // €8.99 is never $8.99 (LESSONS 32).
                    guard currency.isEmpty || CurrencyMark.codes(meantBy: String(scalar)).contains(currency)
                    else { throw .otherCurrency(text, expected: currency) }
                default: letters.unicodeScalars.append(scalar)
                }
            }
            guard letters.isEmpty || letters == currency else {
                let isCode = letters.utf8.count == 3 && letters.utf8.allSatisfy { (0x41...0x5A).contains($0) }
                throw isCode && !currency.isEmpty
                    ? .otherCurrency(text, expected: currency) : .notANumber(text)
            }
        }
        return isNegative
    }

    /// A whole number, also one that was once read as floating point: `6`, `6.0`, `1,000`.
    package static func whole(
        _ bytes: UnsafeBufferPointer<UInt8>, form: DecimalForm
    ) throws(CellFault) -> Int64 {
        do throws(CellFault) {
            return try parse(bytes, form: form, scale: 0)
        } catch {
            if case .tooPrecise(let text, _) = error { throw .notWhole(text) }
            throw error
        }
    }
}
