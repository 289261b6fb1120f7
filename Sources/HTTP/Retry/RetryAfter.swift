/// How long a server asks to be left alone (RFC 9110, 10.2.3).
package enum RetryAfter {
    /// - Parameter now: seconds since 1970. Where the answer has a date of its own, that is taken instead: the clocks of
    ///   the two sides may differ, and the server reckoned with its own.
    /// - Returns: never below zero; nil for none, or for one that is neither a number nor a date.
    package static func seconds(in response: HTTPResponse, now: Double) -> Double? {
        guard let value = response.headers["Retry-After"]?.trimmed else { return nil }
        if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) {
            guard let seconds = Double(value), seconds.isFinite else { return nil }
            return seconds
        }
        guard let date = HTTPDate.seconds(value) else { return nil }
        let there = response.headers["Date"].flatMap { HTTPDate.seconds($0.trimmed) } ?? now
        return max(0, date - there)
    }
}

/// The three ways a date is written in a header (RFC 9110, 5.6.7).
package enum HTTPDate {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// - Returns: seconds since 1970; nil for what is no such date.
    package static func seconds(_ text: String) -> Double? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "-" || $0 == "," })
        // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT; Sun Nov  6 08:49:37 1994
        if parts.count == 6, parts[5] == "GMT" {
            return seconds(day: parts[1], month: parts[2], year: parts[3], time: parts[4])
        }
        if parts.count == 5 { return seconds(day: parts[2], month: parts[1], year: parts[4], time: parts[3]) }
        return nil
    }

    private static func seconds(
        day: Substring, month: Substring, year: Substring, time: Substring
    ) -> Double? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number($0) }
        guard let day = number(day), (1...31).contains(day),
            let month = months.firstIndex(of: month.lowercased()), let written = number(year),
            clock.count == 3, let hour = clock[0], hour < 24, let minute = clock[1], minute < 60,
            let second = clock[2], second <= 60, year.count == 4 || year.count == 2
        else { return nil }
        // Two digits, of the form that is no longer written: this century for those below 70.
        let full = year.count == 4 ? written : written + (written < 70 ? 2000 : 1900)
        let days = daysSince1970(year: full, month: month + 1, day: day)
        return Double(((days * 24 + hour) * 60 + minute) * 60 + second)
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }

    /// The Gregorian calendar, counted in years that begin with March, so that the leap day is a year's last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let monthsFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthsFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}

extension String {
    var trimmed: String {
        var part = self[...]
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return String(part)
    }
}
