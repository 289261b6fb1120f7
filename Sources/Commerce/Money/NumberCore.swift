/// Reads the digits and separators of a price, from its first digit to its last.
struct NumberCore {
    private let characters: [Character]
    private let range: Range<Int>
    private let convention: NumberConvention?

    init(characters: [Character], range: Range<Int>, convention: NumberConvention?) {
        self.characters = characters
        self.range = range
        self.convention = convention
    }

    /// The number without its point, never negative, and how many digits stand behind the point.
    mutating func read() throws(PriceParseError) -> (magnitude: Int64, decimals: Int) {
        let separators = try separators()
        let decimalPlace = try decimalPlace(among: separators)
        try checkGroups(separators.filter { $0 != decimalPlace }, before: decimalPlace ?? range.upperBound)
        var value: Int64 = 0
        var decimals = 0
        for place in range {
            guard let digit = characters[place].wholeNumberValue, PriceText.isDigit(characters[place]) else {
                continue
            }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(digit))
            guard !overflow, !carry else { throw .tooLarge }
            value = sum
            if let decimalPlace, place > decimalPlace { decimals += 1 }
        }
        guard decimals <= 18 else { throw .tooLarge }
        return (value, decimals)
    }

    /// The places of everything that is not a digit, each a separator; `,-` at the end counts as its comma.
    private func separators() throws(PriceParseError) -> [Int] {
        var places: [Int] = []
        // The blank of `390. -` separates nothing.
        let digitsEnd = (characters[range].lastIndex(where: PriceText.isDigit) ?? range.lowerBound) + 1
        for place in range where !PriceText.isDigit(characters[place]) {
            if place > digitsEnd, characters[place] == " " { continue }
            switch characters[place] {
            case ".", ",", " ", "'": places.append(place)
            case "-" where place == range.upperBound - 1: continue
            default: throw .unexpected(String(characters[place]), at: place)
            }
        }
        return places
    }

    private func decimalPlace(among places: [Int]) throws(PriceParseError) -> Int? {
        if let convention {
            let found = places.filter { characters[$0] == convention.decimal }
            guard found.count <= 1 else {
                throw .unexpected(String(convention.decimal), at: found[1])
            }
            return found.first
        }
        let signs = places.filter { characters[$0] == "." || characters[$0] == "," }
        guard let last = signs.last else { return nil }
        let same = signs.filter { characters[$0] == characters[last] }
        if same.count > 1 {
            // Twice the same sign groups; another sign before it, as in `1,2.3.4`, leaves no reading at all.
            guard same.count == signs.count else { throw .malformedGroups }
            return nil
        }
        if signs.count > 1 { return last }
        return try loneSign(last, among: places)
    }

    /// One point or comma and no convention: three digits after it can be decimals or a group.
    private func loneSign(_ place: Int, among places: [Int]) throws(PriceParseError) -> Int? {
        let after = digits(in: place + 1..<range.upperBound)
        let before = digits(in: range.lowerBound..<place)
        let canBeGroup =
            after.count == 3 && places.count == 1 && (1...3).contains(before.count) && before.first != "0"
        guard canBeGroup else { return place }
        throw .ambiguous(before + after, or: "\(before).\(after)")
    }

    private func digits(in places: Range<Int>) -> String {
        String(characters[places].filter(PriceText.isDigit))
    }

    /// Groups stand before the decimals, all of one kind, and are of three digits (two and at last three in India).
    private func checkGroups(_ places: [Int], before end: Int) throws(PriceParseError) {
        guard let first = places.first else { return }
        let kind = characters[first]
        if let convention, kind == "." || kind == ",", kind != convention.group {
            throw .unexpected(String(kind), at: first)
        }
        var ends = Array(places.dropFirst())
        ends.append(end)
        guard places.allSatisfy({ characters[$0] == kind && $0 < end }), first > range.lowerBound else {
            throw .malformedGroups
        }
        let lead = first - range.lowerBound
        let byHundred = convention?.groupsByHundred == true
        for (index, place) in places.enumerated() {
            let length = ends[index] - place - 1
            let isLast = index == places.count - 1
            guard length == 3 || (byHundred && !isLast && length == 2) else { throw .malformedGroups }
        }
        guard lead <= 3 else { throw .malformedGroups }
    }
}
