/// A parcel's number, of a carrier that numbers of this form and check digit belong to.
package struct TrackingNumber: Hashable, Codable, Sendable {
    /// Capital letters and digits, without blanks.
    package let text: String
    package let carrier: Carrier
    /// For a number of the Universal Postal Union: which country's post gave it out.
    package let country: CountryCode?
    /// Whether a check digit was right; false for forms that have none.
    package let isChecked: Bool

    /// `DHL`, `Royal Mail`, `Post (GE)`.
    package var carrierName: String {
        carrier == .post ? "Post" + (country.map { " (\($0.code))" } ?? "") : carrier.name
    }
}

/// What a text says when it is read as a tracking number.
package enum TrackingReading: Hashable, Sendable {
    /// Carriers whose numbers look so; those with a right check digit first. Several can share a form.
    case numbers([TrackingNumber])
    /// Only this carrier writes numbers so, and a digit of it is wrong.
    case wrongCheckDigit(Carrier)
    /// No form that is known: it may still be a number, of a carrier to be named by hand.
    case unknown

    package init(_ text: String) {
        let bytes = text.uppercased().utf8.filter {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A)
        }
        let isClean = text.allSatisfy {
            ($0.isASCII && ($0.isLetter || $0.isNumber)) || " -\t\u{A0}".contains($0)
        }
        guard isClean, !bytes.isEmpty, bytes.count <= 40 else {
            self = .unknown
            return
        }
        var found: [TrackingNumber] = []
        var wrong: Carrier?
        for form in TrackingForm.all where form.matches(bytes) {
            guard form.isRight(bytes), let number = form.number(of: bytes) else {
                if form.isDistinct, wrong == nil { wrong = form.carrier }
                continue
            }
            if !found.contains(where: { $0.carrier == number.carrier }) { found.append(number) }
        }
        if !found.isEmpty {
            // A stable order: the right check digits first, the table's order within.
            self = .numbers(found.filter(\.isChecked) + found.filter { !$0.isChecked })
        } else if let wrong {
            self = .wrongCheckDigit(wrong)
        } else {
            self = .unknown
        }
    }

    /// The likeliest number.
    package var best: TrackingNumber? {
        guard case .numbers(let numbers) = self else { return nil }
        return numbers.first
    }
}

extension TrackingForm {
    func matches(_ number: [UInt8]) -> Bool {
        guard number.count == pattern.count else { return false }
        return zip(number, pattern).allSatisfy { byte, kind in
            let isDigit = byte >= 0x30 && byte <= 0x39
            switch kind {
            case 0x4E: return isDigit
            case 0x41: return !isDigit
            case 0x58: return true
            // Small letters stand for their capitals, digits for themselves.
            default: return byte == (kind >= 0x61 ? kind & 0xDF : kind)
            }
        }
    }

    /// Nil for a postal number of a country that does not exist.
    func number(of bytes: [UInt8]) -> TrackingNumber? {
        let text = String(decoding: bytes, as: UTF8.self)
        var isChecked = true
        if case .none = check { isChecked = false }
        guard case .s10 = check else {
            return TrackingNumber(text: text, carrier: carrier, country: nil, isChecked: isChecked)
        }
        guard let country = CountryCode(code: String(text.suffix(2))) else { return nil }
        let poster: Carrier =
            switch country.code {
            case "GB": .royalMail
            case "US": .usps
            case "DE": .dhl
            case "CA": .canadaPost
            default: .post
            }
        return TrackingNumber(text: text, carrier: poster, country: country, isChecked: true)
    }

    func isRight(_ number: [UInt8]) -> Bool {
        let part = number[checked]
        let last = number[checked.upperBound]
        switch check {
        case .none: return true
        case .mod10(let even, let odd):
            var sum = 0
            for (place, value) in (silent + part.map(Self.value)).enumerated() {
                sum += value * (place % 2 == 0 ? even : odd)
            }
            return (10 - sum % 10) % 10 == Int(last) - 0x30
        case .mod7:
            return part.reduce(0) { ($0 * 10 + Self.value($1)) % 7 } == Int(last) - 0x30
        case .weighted(let weights):
            let sum = zip(part, weights).reduce(0) { $0 + Self.value($1.0) * $1.1 }
            return sum % 11 % 10 == Int(last) - 0x30
        case .s10:
            let sum = zip(part, [8, 6, 4, 2, 3, 5, 9, 7]).reduce(0) { $0 + Self.value($1.0) * $1.1 }
            let expected = 11 - sum % 11
            return (expected == 10 ? 0 : expected == 11 ? 5 : expected) == Int(last) - 0x30
        case .mod37:
            var product = 36
            for byte in part {
                let sum = (product + Self.value(byte)) % 36
                product = (sum == 0 ? 36 : sum) * 2 % 37
            }
            let expected = (37 - product) % 36
            return expected == (last >= 0x41 ? Int(last) - 0x41 + 10 : Int(last) - 0x30)
        }
    }

    /// A digit's value; of a letter its place in ASCII less three, by ten, as UPS counts.
    private static func value(_ byte: UInt8) -> Int {
        byte >= 0x41 ? (Int(byte) - 3) % 10 : Int(byte) - 0x30
    }
}
