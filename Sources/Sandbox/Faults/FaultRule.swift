package import HTTP

/// When something goes wrong: for which requests, on which of them, and how often.
package struct FaultRule: Hashable, Sendable {
    /// Nil for any.
    package var method: HTTPRequest.Method?
    /// What the path and query contain, such as `/orders` or `page=2`; nil for any.
    package var pathPart: String?
    package var occasion: Occasion
    /// One of them, as the seed decides.
    package var faults: [Fault]
    /// How often it happens at most; nil for no limit.
    package var limit: Int?

    /// Which of the requests that the rule is about.
    package enum Occasion: Hashable, Sendable {
        case always
        /// Only that one, from 1.
        case nth(Int)
        /// Each so-many-th.
        case every(Int)
        /// So many of a hundred, as the seed decides; the same for the same requests in any order.
        case chance(percent: Int)

        var isChance: Bool {
            if case .chance = self { return true }
            return false
        }
    }

    package init(
        _ occasion: Occasion, method: HTTPRequest.Method? = nil, path pathPart: String? = nil,
        limit: Int? = nil, _ faults: Fault...
    ) {
        self.init(occasion, method: method, path: pathPart, limit: limit, oneOf: faults)
    }

    package init(
        _ occasion: Occasion, method: HTTPRequest.Method? = nil, path pathPart: String? = nil,
        limit: Int? = nil, oneOf faults: [Fault]
    ) {
        self.occasion = occasion
        self.method = method
        self.pathPart = pathPart
        self.faults = faults
        self.limit = limit
    }

    func concerns(_ method: HTTPRequest.Method, target: String) -> Bool {
        (self.method == nil || self.method == method)
            && (pathPart.map { target.contains($0) } ?? true) && !faults.isEmpty
    }

    /// - Parameters:
    ///   - count: how many requests it has concerned, this one included.
    ///   - roll: sixty-four bits that are the same for the same seed and request.
    func isDue(count: Int, roll: UInt64) -> Bool {
        switch occasion {
        case .always: true
        case .nth(let wanted): count == wanted
        case .every(let step): step > 0 && count % step == 0
        case .chance(let percent): Int(roll % 100) < percent
        }
    }
}
