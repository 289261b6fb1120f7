/// Decimal text as machines write it, read to a scaled whole number without ever being a `Double`.
///
/// For JSON and CSV numbers: `12.50`, `-11062.06`, `.5`, `5.`, `1e-3`, `1.5E+2`. No grouping, no currency: what
/// people write is read by ``MoneyFormat``.
package enum DecimalText {
    /// 10 to the power of 0 up to 18.
    static let powersOfTen: [Int64] = {
        var powers: [Int64] = [1]
        for _ in 1...18 { powers.append(powers[powers.count - 1] * 10) }
        return powers
    }()

    /// The text times 10 to the power of `scale`, exactly.
    ///
    /// Blanks around it are passed over. Throws `.tooPrecise` when there are decimals (other than zeros) beyond the
    /// scale: cutting them off would be a guess.
    package static func parse(_ text: some StringProtocol, scale: Int) throws(DecimalTextError) -> Int64 {
        let direct = text.utf8.withContiguousStorageIfAvailable { bytes in
            Result<Int64, DecimalTextError> { () throws(DecimalTextError) in
                try parse(utf8: bytes, scale: scale)
            }
        }
        if let direct { return try direct.get() }
        return try Array(text.utf8).withUnsafeBufferPointer { bytes in
            Result<Int64, DecimalTextError> { () throws(DecimalTextError) in
                try parse(utf8: bytes, scale: scale)
            }
        }.get()
    }

    /// The same on bytes, for readers of large files.
    package static func parse(
        utf8 bytes: UnsafeBufferPointer<UInt8>, scale: Int
    ) throws(DecimalTextError) -> Int64 {
        var scan = DecimalScan(bytes: bytes)
        try scan.read()
        return try scan.value(scale: scale)
    }

    /// The number with its decimals, always all of them: `format(1234, scale: 2)` is `12.34`.
    ///
    /// With `keeping`, zeros at the end go, down to that many decimals.
    package static func format(_ value: Int64, scale: Int, keeping: Int? = nil) -> String {
        var digits = Array(String(value.magnitude).utf8)
        if digits.count <= scale {
            digits.insert(contentsOf: repeatElement(0x30, count: scale - digits.count + 1), at: 0)
        }
        var decimals = scale
        if let keeping {
            while decimals > keeping, digits.last == 0x30 {
                digits.removeLast()
                decimals -= 1
            }
        }
        if decimals > 0 { digits.insert(0x2E, at: digits.count - decimals) }
        if value < 0 { digits.insert(0x2D, at: 0) }
        return String(decoding: digits, as: UTF8.self)
    }
}

/// Why a text is no number that can be kept.
package enum DecimalTextError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    /// Something that is not part of a number, at that byte.
    case notANumber(at: Int)
    /// More decimals than the amount can keep.
    case tooPrecise(scale: Int)
    case tooLarge

    package var description: String {
        switch self {
        case .empty: "is empty where a number should be"
        case .notANumber(let place): "is not a number (at character \(place + 1))"
        case .tooPrecise(let scale): "has more than \(scale) decimals"
        case .tooLarge: "is larger than Mercer can hold"
        }
    }
}

/// One pass over the bytes: sign, digits, point, exponent.
private struct DecimalScan {
    let bytes: UnsafeBufferPointer<UInt8>
    private var isNegative = false
    /// Digits without leading zeros, as a number; zeros at the end are counted apart so that 1e30 of them is fine.
    private var mantissa: UInt64 = 0
    private var pendingZeros = 0
    private var isTooLong = false
    private var digits = 0
    /// Power of ten of the mantissa.
    private var exponent = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func read() throws(DecimalTextError) {
        var place = 0
        var end = bytes.count
        while place < end, Self.isBlank(bytes[place]) { place += 1 }
        while end > place, Self.isBlank(bytes[end - 1]) { end -= 1 }
        guard place < end else { throw .empty }
        if bytes[place] == 0x2D || bytes[place] == 0x2B {
            isNegative = bytes[place] == 0x2D
            place += 1
        }
        var sawPoint = false
        while place < end {
            let byte = bytes[place]
            if byte >= 0x30, byte <= 0x39 {
                add(digit: UInt64(byte - 0x30), afterPoint: sawPoint)
            } else if byte == 0x2E, !sawPoint {
                sawPoint = true
            } else {
                break
            }
            place += 1
        }
        guard digits > 0 else { throw .notANumber(at: place) }
        if place < end, bytes[place] | 0x20 == 0x65 {
            place = try readExponent(from: place + 1, to: end)
        }
        guard place == end else { throw .notANumber(at: place) }
    }

    private mutating func add(digit: UInt64, afterPoint: Bool) {
        digits += 1
        if afterPoint { exponent -= 1 }
        guard digit != 0 else {
            pendingZeros += 1
            return
        }
        // The zeros passed over since the last digit now stand inside the number.
        for _ in 0..<(mantissa == 0 ? 0 : pendingZeros) { push(0) }
        pendingZeros = 0
        push(digit)
    }

    private mutating func push(_ digit: UInt64) {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(digit)
        if overflow || carry { isTooLong = true } else { mantissa = sum }
    }

    private mutating func readExponent(from start: Int, to end: Int) throws(DecimalTextError) -> Int {
        var place = start
        var sign = 1
        if place < end, bytes[place] == 0x2D || bytes[place] == 0x2B {
            sign = bytes[place] == 0x2D ? -1 : 1
            place += 1
        }
        let first = place
        var value = 0
        while place < end, bytes[place] >= 0x30, bytes[place] <= 0x39 {
            value = min(value * 10 + Int(bytes[place] - 0x30), 100_000)
            place += 1
        }
        guard place > first else { throw .notANumber(at: place) }
        exponent += sign * value
        return place
    }

    func value(scale: Int) throws(DecimalTextError) -> Int64 {
        guard mantissa != 0 else { return 0 }
        var shift = exponent + pendingZeros + scale
        // A number with too many digits is too fine when they stand behind the point, else too large.
        guard !isTooLong else { throw shift < 0 ? .tooPrecise(scale: scale) : .tooLarge }
        var result = mantissa
        while shift > 0 {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            guard !overflow else { throw .tooLarge }
            result = product
            shift -= 1
        }
        guard shift == 0 else { throw .tooPrecise(scale: scale) }
        if isNegative {
            guard result <= UInt64(Int64.max) + 1 else { throw .tooLarge }
            return Int64(truncatingIfNeeded: 0 &- result)
        }
        guard let value = Int64(exactly: result) else { throw .tooLarge }
        return value
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
