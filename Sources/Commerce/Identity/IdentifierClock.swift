/// Makes identifiers: `seat << 53 | max(last + 1, (ms since 2025-01-01) << 12)`.
///
/// A hybrid clock: it follows the wall clock and never goes back, so identifiers of one seat are in the order they
/// were made, also when the wall clock is set back. It is advanced inside the write transaction.
package struct IdentifierClock: Hashable, Sendable, Codable {
    /// The machine, 0 until a hub gives another; at most 1,023 so that identifiers stay positive.
    package let seat: Int
    /// The newest time part given out, without the seat; 0 before the first.
    package private(set) var last: Int64

    /// 2025-01-01T00:00:00Z.
    package static let epoch = Instant(milliseconds: 1_735_689_600_000)
    private static let seatShift: Int64 = 53
    private static let timeMask: Int64 = (1 << 53) - 1

    package init(seat: Int = 0, last: Int64 = 0) {
        precondition((0...1023).contains(seat), "a seat has ten bits")
        self.seat = seat
        self.last = last & Self.timeMask
    }

    /// Continues after an identifier this seat gave out; another seat's moves the clock too, as a hybrid clock does.
    package init<Subject>(seat: Int = 0, after newest: Identifier<Subject>) {
        self.init(seat: seat, last: newest.rawValue & Self.timeMask)
    }

    /// The next so many identifiers, one after the other.
    package mutating func next(count: Int = 1, at now: Instant) -> IdentifierRun {
        precondition(count >= 1, "a run has at least one identifier")
        let elapsed = max(0, now.milliseconds(since: Self.epoch))
        // 41 bits of milliseconds reach to 2094; a clock beyond that would spill into the seat.
        let wall = min(elapsed, (1 << 41) - 1) << 12
        let first = max(last + 1, wall)
        last = first + Int64(count) - 1
        precondition(last <= Self.timeMask, "the identifier clock has run out")
        return IdentifierRun(first: Int64(seat) << Self.seatShift | first, count: count)
    }
}

/// Identifiers that follow each other: what one Action takes, so that it stays deterministic and its rows adjacent.
package struct IdentifierRun: Hashable, Sendable, Codable {
    package let first: Int64
    package let count: Int
    private var taken = 0

    package init(first: Int64, count: Int) {
        self.first = first
        self.count = count
    }

    /// How many are left to take.
    package var remaining: Int { count - taken }

    /// The next one, for whatever kind of thing is being made. More than were asked for is a fault of the program.
    package mutating func take<Subject>(_: Subject.Type = Subject.self) -> Identifier<Subject> {
        precondition(taken < count, "a run of \(count) identifiers has been used up")
        defer { taken += 1 }
        return Identifier(rawValue: first + Int64(taken))
    }

    /// The one at that place of the run, without taking it.
    package func identifier<Subject>(at place: Int) -> Identifier<Subject> {
        precondition((0..<count).contains(place), "outside the run")
        return Identifier(rawValue: first + Int64(place))
    }
}

extension Identifier {
    /// When it was made, to the millisecond, by the clock of the machine that made it.
    package var made: Instant {
        IdentifierClock.epoch.adding(milliseconds: (rawValue & ((1 << 53) - 1)) >> 12)
    }
}
