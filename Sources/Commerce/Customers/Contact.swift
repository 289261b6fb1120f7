/// E-mail addresses and telephone numbers brought to one form, to see that two customers are one.
package enum Contact {
    /// The address in one form: trimmed, lower case. Nil for what is no address.
    ///
    /// Dots and `+tags` stay: only some providers ignore them, and joining two people is worse than not joining one.
    package static func matchingEmail(_ text: String) -> String? {
        let email = text.trimmed.lowercased()
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."),
            !parts[1].hasSuffix("."), email.utf8.count <= 254,
            !email.contains(where: { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "<" || $0 == ">" })
        else { return nil }
        return email
    }

    /// The number as `+` and digits where its country code is known, else digits alone; nil for fewer than five.
    ///
    /// - Parameter country: Where a number without a country code is from.
    package static func matchingPhone(_ text: String, country: CountryCode? = nil) -> String? {
        var digits = ""
        var isInternational = false
        // An extension is not part of the number.
        let main = text.lowercased().prefix { $0 != "x" && $0 != "#" && $0 != "," && $0 != ";" }
        for character in main.replacing("(0)", with: "") {
            if let digit = character.wholeNumberValue, digit >= 0 { digits += String(digit) }
            if character == "+", digits.isEmpty { isInternational = true }
        }
        if !isInternational, digits.hasPrefix("00") {
            digits.removeFirst(2)
            isInternational = true
        }
        guard (5...15).contains(digits.count) else { return nil }
        if isInternational { return "+" + digits }
        guard let country, let plan = dialling[country.code] else { return digits }
        if !plan.trunk.isEmpty, digits.hasPrefix(plan.trunk) { digits.removeFirst(plan.trunk.count) }
        return "+" + plan.prefix + digits
    }

    /// The country's calling code and the digit that is dialled before national numbers (ITU E.164, E.129).
    private static let dialling: [String: (prefix: String, trunk: String)] = [
        "AT": ("43", "0"), "AU": ("61", "0"), "BE": ("32", "0"), "BG": ("359", "0"), "BR": ("55", "0"),
        "CA": ("1", "1"), "CH": ("41", "0"), "CN": ("86", "0"), "CZ": ("420", ""), "DE": ("49", "0"),
        "DK": ("45", ""), "ES": ("34", ""), "FI": ("358", "0"), "FR": ("33", "0"), "GB": ("44", "0"),
        "GE": ("995", "0"), "GR": ("30", ""), "HU": ("36", "06"), "IE": ("353", "0"), "IL": ("972", "0"),
        "IN": ("91", "0"), "IT": ("39", ""), "JP": ("81", "0"), "KZ": ("7", "8"), "MX": ("52", ""),
        "NL": ("31", "0"), "NO": ("47", ""), "NZ": ("64", "0"), "PL": ("48", ""), "PT": ("351", ""),
        "RO": ("40", "0"), "RU": ("7", "8"), "SE": ("46", "0"), "TR": ("90", "0"), "UA": ("380", "0"),
        "US": ("1", "1"), "ZA": ("27", "0"),
    ]
}
