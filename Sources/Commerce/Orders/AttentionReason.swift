/// Why an order needs the seller. In the order of what waiting costs.
package enum AttentionReason: String, CaseIterable, Codable, Comparable, Sendable {
    case short, cancelRequested, addressProblem, twin, late, carrierTrouble, noScan, returnWaits
    /// Our own arithmetic and the platform's total differ.
    case totalsDiffer
    case unpaid, onHold

    /// The word in a list.
    package var word: String {
        switch self {
        case .short: "short"
        case .cancelRequested: "wants to cancel"
        case .addressProblem: "address"
        case .twin: "twin"
        case .late: "late"
        case .carrierTrouble: "carrier"
        case .noScan: "no scan"
        case .returnWaits: "return"
        case .totalsDiffer: "totals"
        case .unpaid: "unpaid"
        case .onHold: "on hold"
        }
    }

    /// What it means, for a line of its own.
    package var sentence: String {
        switch self {
        case .short: "there is not enough in stock for every line"
        case .cancelRequested: "the buyer asks to cancel it"
        case .addressProblem: "the address cannot be shipped to as it is"
        case .twin: "the same buyer ordered the same lines shortly before"
        case .late: "it should have shipped by now"
        case .carrierTrouble: "the carrier reports trouble with a parcel"
        case .noScan: "the carrier has not scanned a parcel for days"
        case .returnWaits: "a return waits for an answer or a check"
        case .totalsDiffer: "the platform's total is not the sum of the lines"
        case .unpaid: "it is not paid"
        case .onHold: "it is on hold"
        }
    }

    /// Whether it keeps the order from being packed or shipped until the seller has settled it.
    package var stopsGoods: Bool {
        switch self {
        case .short, .cancelRequested, .addressProblem, .twin, .unpaid, .onHold: true
        case .late, .carrierTrouble, .noScan, .returnWaits, .totalsDiffer: false
        }
    }

    package static func < (left: AttentionReason, right: AttentionReason) -> Bool {
        left.place < right.place
    }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
