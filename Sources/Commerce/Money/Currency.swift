/// A currency of ISO 4217, in use or withdrawn, with the number of decimals its amounts have.
package struct Currency: Hashable, Sendable {
    /// The three letters, packed, so that a currency is compared and copied as a number.
    private let packed: UInt32
    private let decimals: UInt8

    /// Three capital letters, as `EUR`.
    package var code: String {
        String(
            decoding: [UInt8(packed >> 16), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF)], as: UTF8.self)
    }

    /// How many decimals an amount has: 2 for EUR, 0 for JPY, 3 for KWD, 4 for CLF.
    package var exponent: Int { Int(decimals) }

    /// How many minor units make one unit: 100 for EUR.
    package var unitsPerMajor: Int64 { DecimalText.powersOfTen[exponent] }

    /// Nil when ISO 4217 has no such code. Upper or lower case.
    package init?(code: String) {
        guard let packed = Self.pack(code.utf8), let entry = Self.entry(packed) else { return nil }
        self = entry.currency
    }

    private init(packed: UInt32, decimals: UInt8) {
        self.packed = packed
        self.decimals = decimals
    }

    /// The sign put beside an amount, as `€`; the code where no sign is clear by itself.
    package var symbol: String { Self.entry(packed)?.symbol ?? code }

    /// The English name, as `Georgian Lari`.
    package var name: String { Self.entry(packed)?.name ?? code }

    /// Whether some territory pays in it today.
    package var isCurrent: Bool { Self.entry(packed)?.isCurrent ?? false }

    /// Every currency, in order of code; withdrawn ones too, as old files have them.
    package static var all: [Currency] { table.map(\.currency) }

    private static func pack(_ letters: String.UTF8View) -> UInt32? {
        guard letters.count == 3 else { return nil }
        var packed: UInt32 = 0
        for letter in letters {
            let capital = letter >= 0x61 && letter <= 0x7A ? letter - 0x20 : letter
            guard capital >= 0x41, capital <= 0x5A else { return nil }
            packed = packed << 8 | UInt32(capital)
        }
        return packed
    }

    private struct Entry: Sendable {
        let currency: Currency
        let isCurrent: Bool
        let symbol: String
        let name: String
    }

    private static let table: [Entry] = tableText.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: " ", maxSplits: 4)
        guard parts.count == 5, let packed = pack(String(parts[0]).utf8), let decimals = UInt8(parts[1])
        else {
            return nil
        }
        return Entry(
            currency: Currency(packed: packed, decimals: decimals), isCurrent: parts[2] == "+",
            symbol: String(parts[3]), name: String(parts[4]))
    }

    private static func entry(_ packed: UInt32) -> Entry? {
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) / 2
            let found = table[middle].currency.packed
            if found == packed { return table[middle] }
            if found < packed { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}

extension Currency: CustomStringConvertible {
    package var description: String { code }
}

extension Currency: Comparable {
    /// By code.
    package static func < (left: Currency, right: Currency) -> Bool { left.packed < right.packed }
}

extension Currency: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let currency = Currency(code: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a currency code of ISO 4217, such as EUR")
        }
        self = currency
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
