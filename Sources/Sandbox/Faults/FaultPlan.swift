/// What goes wrong on the way to a platform, as a value: the same plan does the same to the same requests.
package struct FaultPlan: Hashable, Sendable {
    package var seed: UInt64
    /// In the order they are asked. The first whose fault replaces the answer wins; delays, drips and skewed clocks
    /// join it.
    package var rules: [FaultRule]
    /// How many requests are disturbed in all before it is calm; nil for ever.
    package var budget: Int?

    package init(seed: UInt64 = 0, budget: Int? = nil, _ rules: [FaultRule] = []) {
        self.seed = seed
        self.rules = rules
        self.budget = budget
    }

    /// Nothing goes wrong.
    package static let calm = FaultPlan()

    /// The first request meets the first fault, and so on; nil lets one through. Calm at the end.
    package static func script(
        _ faults: [Fault?], path pathPart: String? = nil
    ) -> FaultPlan {
        FaultPlan(
            faults.enumerated().compactMap { place, fault in
                fault.map { FaultRule(.nth(place + 1), path: pathPart, oneOf: [$0]) }
            })
    }

    /// A bad day: everything that can happen to an honest platform's answers, each so often, until the budget is
    /// spent.
    ///
    /// - Parameter percent: of all requests.
    package static func storm(seed: UInt64, percent: Int = 20, budget: Int) -> FaultPlan {
        FaultPlan(
            seed: seed, budget: budget,
            [
                FaultRule(
                    .chance(percent: percent),
                    oneOf: [
                        .refused, .reset(.before), .reset(.after), .silence(.before), .silence(.after),
                        .truncated(percent: 50), .status(429, retryAfterSeconds: 2), .status(429),
                        .status(500), .status(500, .after), .status(502, body: .html),
                        .status(502, .after, body: .html), .status(503, retryAfterSeconds: 5, body: .html),
                        .garbage, .loginPage, .invalidUTF8,
                    ])
            ])
    }
}
