package import Foundation

/// One thing read from a channel, with the platform's own bytes as evidence.
package struct PulledItem<Item: Sendable>: Sendable {
    package let item: Item
    package let raw: Data

    package init(_ item: Item, raw: Data = Data()) {
        self.item = item
        self.raw = raw
    }
}

/// What applying a page did, for progress and for the journal's line.
package struct PullCounts: Codable, Sendable, Hashable {
    package var created = 0
    package var changed = 0
    package var same = 0
    /// Could not be taken in; each has its reason in Problems.
    package var refused = 0
    /// Conflicts that were opened, and products that could not be matched by themselves.
    package var questions = 0

    package init() {}

    package static func + (one: PullCounts, other: PullCounts) -> PullCounts {
        var sum = one
        sum.created += other.created
        sum.changed += other.changed
        sum.same += other.same
        sum.refused += other.refused
        sum.questions += other.questions
        return sum
    }

    package var words: String {
        let parts = [
            (created, "new"), (changed, "changed"), (questions, "to settle"), (refused, "not taken in"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.isEmpty ? "nothing new" : parts.joined(separator: ", ")
    }
}
