package import HTTP
import Synchronization

/// A plan being carried out: counts the requests, decides which fault each meets, and remembers what it did.
package final class FaultCourse: Sendable {
    private let state: Mutex<State>

    package init(_ plan: FaultPlan = .calm) {
        state = Mutex(State(plan: plan))
    }

    package var plan: FaultPlan { state.withLock { $0.plan } }
    /// What went wrong so far, in the order of the requests. A fault that found nothing to spoil is not in it.
    package var log: [FaultRecord] {
        state.withLock { $0.log.sorted { ($0.number, $0.place) < ($1.number, $1.place) } }
    }
    package var requestCount: Int { state.withLock { $0.requestCount } }
    /// How many requests were disturbed.
    package var disturbedCount: Int { state.withLock { $0.disturbedCount } }
    /// Whether the budget is spent, so that nothing more goes wrong.
    package var isSpent: Bool { state.withLock { $0.isSpent } }

    /// Begins another plan with fresh counts of its own; the log and the count of requests stay.
    package func follow(_ plan: FaultPlan) {
        state.withLock { $0.follow(plan) }
    }

    /// Passes the request to the platform, or not, as the plan has it.
    ///
    /// Never waits by itself: what takes time is in the delivery, for the one who hands it over.
    package func deliver(_ request: HTTPRequest, to platform: any SimulatedPlatform) async -> Delivery {
        if state.withLock({ $0.countIfCalm() }) {
            return Delivery(.whole(await platform.answer(request)))
        }
        let path = Self.path(of: request.url)
        let choice = state.withLock { $0.choose(request, target: Self.target(of: request.url), path: path) }
        var delivery = Delivery(.whole(HTTPResponse(status: 500)))
        let breaking = choice.faults.first { !$0.isCompanion }
        var effective: [Fault] = []
        if let end = breaking.flatMap({ $0.endInsteadOfPlatform(lastPage: choice.lastPage) }) {
            delivery.end = end
            effective += breaking.map { [$0] } ?? []
        } else {
            if let breaking, breaking.endsToken,
                platform.endAccess(renewable: breaking == .tokenExpired)
            {
                effective.append(breaking)
            }
            let answer = await platform.answer(request)
            state.withLock { $0.remember(answer, for: request, path: path) }
            delivery.end = .whole(answer)
            if let breaking, let end = breaking.end(of: answer, roll: choice.roll) {
                delivery.end = end
                effective.append(breaking)
            }
        }
        for fault in choice.faults where fault.isCompanion && fault.joins(&delivery) {
            effective.append(fault)
        }
        state.withLock { $0.settle(choice, effective: effective, request: request, path: path) }
        return delivery
    }

    /// Path and query, without what differs each time a request is signed anew.
    static func target(of url: String) -> String {
        let behindScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        guard let slash = behindScheme.firstIndex(of: "/") else { return "/" }
        let parts = behindScheme[slash...].split(separator: "?", maxSplits: 1)
        guard parts.count == 2 else { return String(behindScheme[slash...]) }
        let query = parts[1].split(separator: "&").filter { !$0.hasPrefix("oauth_") }
        return parts[0] + "?" + query.joined(separator: "&")
    }

    static func path(of url: String) -> String {
        String(target(of: url).prefix { $0 != "?" && $0 != "#" })
    }
}

/// One fault that had its effect.
package struct FaultRecord: Hashable, Sendable {
    /// The request's number, from 1.
    package let number: Int
    package let method: HTTPRequest.Method
    /// Without the query, which may carry a secret.
    package let path: String
    package let fault: Fault
    let place: Int
}

private struct State {
    var plan: FaultPlan
    var log: [FaultRecord] = []
    var requestCount = 0
    var disturbedCount = 0
    private var tallies: [Tally]
    private var disturbedInPlan = 0
    private let keepsPages: Bool
    /// Whether anything is left to the seed: a large body is not read for nothing.
    private let needsLuck: Bool
    private var lastPages: [String: HTTPResponse] = [:]
    private var seen: [UInt64: UInt64] = [:]

    private struct Tally {
        var concerned = 0
        var happened = 0
    }

    struct Choice {
        var number: Int
        var faults: [Fault] = []
        var rules: [Int] = []
        var lastPage: HTTPResponse?
        var roll: UInt64 = 0
    }

    init(plan: FaultPlan) {
        self.plan = plan
        tallies = plan.rules.map { _ in Tally() }
        keepsPages = plan.rules.contains { $0.faults.contains(.duplicatePage) }
        needsLuck = plan.rules.contains { $0.faults.count > 1 || $0.occasion.isChance }
    }

    var isSpent: Bool { plan.budget.map { disturbedInPlan >= $0 } ?? false }

    mutating func follow(_ plan: FaultPlan) {
        var next = State(plan: plan)
        next.log = log
        next.requestCount = requestCount
        next.disturbedCount = disturbedCount
        self = next
    }

    /// Counts the request where no plan could touch it, so that a calm way costs next to nothing.
    mutating func countIfCalm() -> Bool {
        guard plan.rules.isEmpty else { return false }
        requestCount += 1
        return true
    }

    mutating func choose(_ request: HTTPRequest, target: String, path: String) -> Choice {
        requestCount += 1
        var choice = Choice(number: requestCount, lastPage: lastPages[path])
        let rolls = needsLuck ? roll(for: request, target: target) : 0
        choice.roll = rolls
        for (index, rule) in plan.rules.enumerated() where rule.concerns(request.method, target: target) {
            tallies[index].concerned += 1
            let roll = Chance.mix(rolls &+ UInt64(index))
            guard !isSpent, tallies[index].happened < rule.limit ?? .max,
                rule.isDue(count: tallies[index].concerned, roll: roll)
            else { continue }
            let fault = rule.faults[Int(Chance.mix(roll) % UInt64(rule.faults.count))]
            guard fault.isCompanion || choice.faults.allSatisfy(\.isCompanion) else { continue }
            tallies[index].happened += 1
            choice.faults.append(fault)
            choice.rules.append(index)
        }
        // Taken now and given back where it had no effect: requests at the same time share one budget.
        if !choice.faults.isEmpty { disturbedInPlan += 1 }
        return choice
    }

    mutating func settle(_ choice: Choice, effective: [Fault], request: HTTPRequest, path: String) {
        guard !choice.faults.isEmpty else { return }
        for (place, fault) in effective.enumerated() {
            log.append(
                FaultRecord(
                    number: choice.number, method: request.method, path: path, fault: fault, place: place))
        }
        if effective.isEmpty {
            disturbedInPlan = max(0, disturbedInPlan - 1)
        } else {
            disturbedCount += 1
        }
    }

    mutating func remember(_ answer: HTTPResponse, for request: HTTPRequest, path: String) {
        guard keepsPages, request.method == .get, answer.isSuccess else { return }
        lastPages[path] = answer
    }

    /// By what is asked and how often it was, not by when: requests that overtake each other keep their luck.
    private mutating func roll(for request: HTTPRequest, target: String) -> UInt64 {
        var key = Chance.hash(request.method.rawValue.utf8, from: Chance.mix(plan.seed))
        key = Chance.hash(target.utf8, from: key)
        key = Chance.hash(request.body.bytes, from: key)
        let time = seen[key, default: 0]
        seen[key] = time + 1
        return Chance.mix(key &+ Chance.mix(time))
    }
}
