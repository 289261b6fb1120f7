/// Who carries parcels.
package enum Carrier: String, CaseIterable, Codable, Sendable {
    case ups, usps, fedex, dhl, dpd, royalMail, post, canadaPost, amazon, yodel, landmark

    package var name: String {
        switch self {
        case .ups: "UPS"
        case .usps: "USPS"
        case .fedex: "FedEx"
        case .dhl: "DHL"
        case .dpd: "DPD"
        case .royalMail: "Royal Mail"
        case .post: "Post"
        case .canadaPost: "Canada Post"
        case .amazon: "Amazon Logistics"
        case .yodel: "Yodel"
        case .landmark: "Landmark Global"
        }
    }

    /// The carrier's page about a parcel; nil where there is none to link to.
    package func page(of number: String) -> String? {
        let safe = number.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        switch self {
        case .ups: return "https://wwwapps.ups.com/WebTracking/track?track=yes&trackNums=\(safe)"
        case .usps: return "https://tools.usps.com/go/TrackConfirmAction?tLabels=\(safe)"
        case .fedex: return "https://www.fedex.com/apps/fedextrack/?tracknumbers=\(safe)"
        case .dhl: return "https://www.dhl.com/en/express/tracking.html?AWB=\(safe)&brand=DHL"
        case .dpd: return "https://tracking.dpd.de/status/en_US/parcel/\(safe)"
        case .royalMail: return "https://www.royalmail.com/track-your-item#/tracking-results/\(safe)"
        case .canadaPost:
            return "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor=\(safe)"
        case .yodel: return "https://www.yodel.co.uk/tracking/\(safe)"
        case .landmark: return "https://track.landmarkglobal.com/?search=\(safe)"
        case .post, .amazon: return nil
        }
    }
}

/// A form that numbers of a carrier have. Facts from jkeen/tracking_number_data (MIT).
struct TrackingForm: Sendable {
    /// How the check digit follows from the digits before it.
    enum Check: Sendable {
        case none
        /// Digits count by turns, the first by `even`; letters as their place in ASCII less 3.
        case mod10(even: Int, odd: Int)
        case mod7
        /// The sum of weighted digits, its rest by 11, and of that by 10.
        case weighted([Int])
        /// The Universal Postal Union's standard S10.
        case s10
        /// ISO 7064, MOD 37,36.
        case mod37
    }

    let carrier: Carrier
    /// N a digit, A a letter, X either, small letters and digits themselves. Blanks are left out before.
    let pattern: [UInt8]
    /// What is checked: from that place up to the check digit's.
    let checked: Range<Int>
    let check: Check
    /// Digits that stand before the checked part without being printed.
    let silent: [Int]
    /// Nobody else writes numbers so: a wrong check digit is a mistake and no other carrier's number.
    let isDistinct: Bool

    private init(
        _ carrier: Carrier, _ pattern: String, _ check: Check, over checked: Range<Int>? = nil,
        silent: [Int] = [], isDistinct: Bool = false
    ) {
        self.carrier = carrier
        self.pattern = Array(pattern.utf8)
        self.checked = checked ?? 0..<self.pattern.count - 1
        self.check = check
        self.silent = silent
        self.isDistinct = isDistinct
    }

    private static func digits(_ count: Int) -> String { String(repeating: "N", count: count) }

    private static let express = Check.weighted([3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1])
    private static let ground = Check.weighted([1, 7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1])
    private static let postal = Check.mod10(even: 3, odd: 1)
    private static let parcel = Check.mod10(even: 1, odd: 2)

    static let all: [TrackingForm] = checkedLetters + plainLetters + american + numbers

    /// With letters, and a check digit.
    private static let checkedLetters: [TrackingForm] = {
        let serial = String(repeating: "X", count: 15)
        var forms = [
            TrackingForm(.ups, "1z" + serial + "N", parcel, over: 2..<17, isDistinct: true),
            TrackingForm(.post, "AA" + digits(9) + "AA", .s10, over: 2..<10, isDistinct: true),
            TrackingForm(.dpd, digits(27) + "X", .mod37),
            TrackingForm(.dpd, digits(14) + "X", .mod37),
        ]
        for letter in ["a", "h", "j", "k", "t", "v"] {
            forms.append(TrackingForm(.ups, letter + digits(10), parcel, over: 1..<10))
        }
        return forms
    }()

    /// Known by their letters alone.
    private static let plainLetters: [TrackingForm] = {
        let known: [(Carrier, String)] = [
            (.amazon, "tba" + digits(12)), (.amazon, "tbc" + digits(12)), (.amazon, "tbm" + digits(12)),
            (.yodel, "jjd" + digits(16)), (.yodel, "jd" + digits(16)), (.dhl, "jAA" + digits(9)),
            (.dhl, "jAA" + digits(10)), (.dhl, "jAAA" + digits(9)), (.dhl, "jAAA" + digits(10)),
            (.dhl, "gm" + digits(16)), (.dhl, "gm" + digits(18)), (.landmark, "ltn" + digits(8) + "n1"),
        ]
        return known.map { TrackingForm($0.0, $0.1, .none) }
    }()

    /// USPS's parcels: 20, 22, 26 or 30 digits, alone or after `420` and the ZIP code they go to.
    private static let american: [TrackingForm] = {
        var forms: [TrackingForm] = []
        for route in ["", "420" + digits(5), "420" + digits(9)] {
            let start = route.utf8.count
            for kind in ["91", "92", "93", "94", "95"] {
                for length in kind == "91" ? [22] : [22, 26, 30] {
                    let pattern = route + kind + digits(length - 2)
                    forms.append(
                        TrackingForm(
                            .usps, pattern, postal, over: start..<start + length - 1, isDistinct: start == 0))
                }
            }
            // Older ones leave out the 91 that is still counted.
            forms.append(
                TrackingForm(.usps, route + digits(20), postal, over: start..<start + 19, silent: [9, 1]))
        }
        return forms
    }()

    /// Digits only: other carriers may write numbers of the same length.
    private static let numbers: [TrackingForm] = [
        TrackingForm(.usps, digits(20), postal),
        TrackingForm(.fedex, digits(12), express),
        TrackingForm(.fedex, digits(15), .mod10(even: 1, odd: 3)),
        TrackingForm(.fedex, "96" + digits(20), .mod10(even: 1, odd: 3), over: 7..<21, isDistinct: true),
        TrackingForm(.fedex, digits(34), ground, over: 20..<33),
        TrackingForm(.fedex, "3" + digits(31), express, over: 16..<27),
        TrackingForm(.fedex, digits(18), postal, over: 2..<17),
        TrackingForm(.dhl, digits(10), .mod7),
        TrackingForm(.dhl, digits(11), .mod7),
        TrackingForm(.canadaPost, digits(16), postal),
    ]
}
