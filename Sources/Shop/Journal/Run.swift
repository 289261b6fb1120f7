package import Commerce
import Foundation
import GRDB

package enum RunSubject {}
/// A work in parts: an import, a bulk edit, or the undo of one.
package typealias RunID = Identifier<RunSubject>

/// How far a work in parts has come.
package struct RunProgress: Sendable {
    package let done: Int
    /// Nil where nobody knows yet.
    package let total: Int?

    package init(done: Int, total: Int?) {
        self.done = done
        self.total = total
    }
}

/// What became of a work in parts.
package struct RunReport: Sendable {
    package let run: RunID
    package let done: Int
    /// Whether it was stopped between two parts.
    package let stopped: Bool
}

/// One part that was done: how many subjects it held.
package protocol PartAction: Action {
    var subjectCount: Int { get }
}

extension Shop {
    /// Performs a work in parts: each part is an Action of about 50 ms with its own entry, all in one run that `u`
    /// undoes together. A kill leaves whole parts, and the next start finds the run unfinished.
    ///
    /// - Parameters:
    ///   - resume: what the work needs to go on after a kill, as JSON; empty when it can only be undone.
    ///   - proceed: is told the progress after each part; false stops the work.
    ///   - next: makes the next part of about so many subjects, nil at the end.
    package func run<Part: PartAction>(
        _ title: String, total: Int? = nil, resume: String = "", continuing run: RunID? = nil,
        as author: Author = .seller, proceed: (RunProgress) -> Bool = { _ in true },
        next: (Int) throws -> Part?
    ) throws -> RunReport {
        let lock = RunLock(path)
        defer { withExtendedLifetime(lock) {} }
        let run = try run ?? beginRun(title, total: total, resume: resume)
        var size = PartSize()
        var done = 0
        while let part = try next(size.subjects) {
            let began = ContinuousClock.now
            try perform(part, as: author, links: EntryLinks(run: run))
            done += part.subjectCount
            size.adapt(subjects: part.subjectCount, took: ContinuousClock.now - began)
            try setRun(run, state: "running", done: done)
            guard proceed(RunProgress(done: done, total: total)) else {
                try setRun(run, state: "stopped", done: done)
                return RunReport(run: run, done: done, stopped: true)
            }
        }
        try setRun(run, state: "done", done: done)
        return RunReport(run: run, done: done, stopped: false)
    }

    /// Works that a kill cut off. Each can be gone on with, where it said how, or undone. None while such a work is
    /// being done: it is not to be undone under whoever does it.
    package func unfinishedRuns() throws -> [UnfinishedRun] {
        if RunLock.isHeld(path) { return [] }
        return try read { db in
            try Row.fetchAll(
                db, sql: "SELECT id, title, done, total, resume FROM runs WHERE state = 'running' ORDER BY id"
            ).map {
                UnfinishedRun(
                    run: RunID(rawValue: $0[0]), title: $0[1], done: $0[2], total: $0[3], resume: $0[4])
            }
        }
    }

    /// Lets an unfinished work be as it is: whole parts stay, and can still be undone.
    package func settle(_ run: RunID) throws {
        try bookkeeping { db in
            try db.execute(
                sql: "UPDATE runs SET state = 'stopped' WHERE id = ? AND state = 'running'",
                arguments: [run.rawValue])
        }
    }

    /// Lets a work that was undone, and undoings of it that were cut off, be no longer unfinished.
    func settleUndone(_ run: RunID) throws {
        try bookkeeping { db in
            try db.execute(
                sql: """
                    UPDATE runs SET state = 'stopped' WHERE state = 'running' AND (id = ?1 OR id IN (
                        SELECT later.run_id FROM entries AS part JOIN entries AS later ON later.undoes = part.id
                        WHERE part.run_id = ?1))
                    """, arguments: [run.rawValue])
        }
    }

    func beginRun(_ title: String, total: Int?, resume: String) throws -> RunID {
        let now = world.now()
        return try bookkeeping { db in
            let last = try Int64.fetchOne(db, sql: "SELECT last FROM clock") ?? 0
            var clock = IdentifierClock(seat: self.seat, last: last)
            var identifiers = clock.next(at: now)
            let run: RunID = identifiers.take()
            try db.execute(sql: "UPDATE clock SET last = ?", arguments: [clock.last])
            // The same work done again is how one that was cut off goes on.
            try db.execute(
                sql: "UPDATE runs SET state = 'stopped' WHERE state = 'running' AND title = ? AND resume = ?",
                arguments: [title, resume])
            try db.execute(
                sql: "INSERT INTO runs VALUES (?, ?, 'running', 0, ?, ?, ?)",
                arguments: [run.rawValue, title, total, resume, now.milliseconds])
            return run
        }
    }

    func setRun(_ run: RunID, state: String, done: Int?) throws {
        try bookkeeping { db in
            try db.execute(
                sql: "UPDATE runs SET state = ?, done = coalesce(?, done) WHERE id = ?",
                arguments: [state, done, run.rawValue])
        }
    }

    /// Writes what is not the seller's: never in an image, never told as a change.
    func bookkeeping<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try ShopError.translating(path: path) {
            try pool.writeWithoutTransaction { db in
                var value: Value?
                try db.inTransaction(.immediate) {
                    try Migrations.checkVersion(db)
                    value = try body(db)
                    return .commit
                }
                // The transaction either threw or committed with a value.
                return value!
            }
        }
    }
}

/// A work in parts that was cut off.
package struct UnfinishedRun: Sendable {
    package let run: RunID
    package let title: String
    package let done: Int
    package let total: Int?
    package let resume: String
}

/// How many subjects a part takes, so that the writer is held about 50 ms.
struct PartSize {
    private(set) var subjects = 250
    private let target = Duration.milliseconds(45)

    mutating func adapt(subjects count: Int, took duration: Duration) {
        guard count > 0 else { return }
        let ratio = min(2, max(0.5, target / max(duration, .microseconds(100))))
        subjects = min(20_000, max(20, Int(Double(count) * ratio)))
    }
}
