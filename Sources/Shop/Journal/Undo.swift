package import Commerce
import GRDB

/// What `u` or `Ctrl-r` would take back next.
package struct UndoStep: Sendable {
    package let entry: EntryID
    /// The work in parts it belongs to, which is taken back whole.
    package let run: RunID?
    package let summary: String
    package let at: Instant
}

/// What taking back did.
package struct UndoReport: Sendable {
    package let summary: String
    /// What was left as it is because it has moved on since.
    package let left: [String]
    /// The entries of the taking back itself.
    package let entries: [EntryID]
}

extension Shop {
    /// The last thing a person did that changed something and still stands; nil when there is none.
    package func nextUndo() throws -> UndoStep? {
        try read { db in
            try step(
                db,
                """
                SELECT id, run_id, summary, at FROM entry_images CROSS JOIN entries ON id = entry_id
                WHERE (length(changeset) > 0
                        OR EXISTS (SELECT 1 FROM conflicts WHERE settled_by = entries.id))
                    AND by_person = 1 AND undone_by IS NULL AND undoes IS NULL
                ORDER BY entry_id DESC LIMIT 1
                """)
        }
    }

    /// The last undo, as long as nothing was done since; nil when there is none.
    package func nextRedo() throws -> UndoStep? {
        try read { db in
            try step(
                db,
                """
                SELECT id, run_id, summary, at FROM entries
                WHERE action = 'TakeBack' AND undone_by IS NULL AND summary LIKE 'undone: %'
                  AND id > coalesce(
                    (SELECT max(id) FROM entries WHERE by_person = 1 AND undoes IS NULL), 0)
                ORDER BY id DESC LIMIT 1
                """)
        }
    }

    private func step(_ db: Database, _ sql: String) throws -> UndoStep? {
        try Row.fetchOne(db, sql: sql).map { row in
            let run = (row[1] as Int64?).map(RunID.init(rawValue:))
            let title = try run.flatMap {
                try String.fetchOne(db, sql: "SELECT title FROM runs WHERE id = ?", arguments: [$0.rawValue])
            }
            return UndoStep(
                entry: EntryID(rawValue: row[0]), run: run, summary: title ?? row[2],
                at: Instant(milliseconds: row[3]))
        }
    }

    /// Takes back the last thing a person did, or that entry with the run it belongs to.
    ///
    /// - Parameters:
    ///   - leavingMoved: whether what has moved on since is left and the rest is taken back.
    ///   - proceed: is told how many parts of a run are done; false stops between two.
    /// - Throws: a ``Refusal`` when there is nothing, or something later stands on it.
    package func undo(
        _ entry: EntryID? = nil, leavingMoved: Bool = false, as author: Author = .seller,
        proceed: (RunProgress) -> Bool = { _ in true }
    ) throws -> UndoReport {
        guard let entry = try entry ?? nextUndo()?.entry else {
            throw Refusal("nothing-to-undo", "There is nothing to undo.")
        }
        return try takeBack(
            try original(of: entry), leavingMoved: leavingMoved, as: author, proceed: proceed)
    }

    /// What is meant by taking back a redo: the entry that it brought back.
    private func original(of entry: EntryID) throws -> EntryID {
        let original = try read { db in
            try Int64.fetchOne(
                db,
                sql: "SELECT undone.undoes FROM entries JOIN entries AS undone ON undone.id = entries.undoes "
                    + "WHERE entries.id = ?", arguments: [entry.rawValue])
        }
        return original.map(EntryID.init(rawValue:)) ?? entry
    }

    /// Does again what was undone last.
    package func redo(
        as author: Author = .seller, proceed: (RunProgress) -> Bool = { _ in true }
    ) throws -> UndoReport {
        guard let step = try nextRedo() else {
            throw Refusal("nothing-to-redo", "There is nothing to redo: the last thing done was not an undo.")
        }
        return try takeBack(step.entry, leavingMoved: false, as: author, proceed: proceed)
    }

    private func takeBack(
        _ entry: EntryID, leavingMoved: Bool, as author: Author, proceed: (RunProgress) -> Bool
    ) throws -> UndoReport {
        let (parts, title, whole) = try parts(of: entry)
        guard parts.count > 1 else {
            let report = try takeBackOne(entry, leavingMoved: leavingMoved, as: author, run: nil)
            try whole.map(settleUndone)
            return report
        }
        if !leavingMoved, case let moved = try movedOn(since: parts, of: whole), !moved.isEmpty {
            throw MovedNames.refusal(title, moved)
        }
        let lock = RunLock(path)
        defer { withExtendedLifetime(lock) {} }
        let isRedo = title.hasPrefix("undo: ")
        let plain = isRedo ? String(title.dropFirst(6)) : title
        let word = isRedo ? "redone" : "undone"
        let run = try beginRun("\(isRedo ? "redo" : "undo"): \(plain)", total: parts.count, resume: "")
        var left: [String] = []
        var entries: [EntryID] = []
        for (index, part) in parts.reversed().enumerated() {
            do {
                let report = try takeBackOne(part, leavingMoved: leavingMoved, as: author, run: run)
                left += report.left
                entries += report.entries
            } catch let refusal as Refusal
                where leavingMoved && ["stood-on", "moved-on"].contains(refusal.code)
            {
                left.append("a part that later work stands on")
            } catch {
                // What is taken back stays so and the rest can be: it is no work that a kill cut off.
                try setRun(run, state: "stopped", done: index)
                throw error
            }
            try setRun(run, state: "running", done: index + 1)
            guard proceed(RunProgress(done: index + 1, total: parts.count)) else {
                try setRun(run, state: "stopped", done: index + 1)
                return UndoReport(summary: "\(word) in part: \(plain)", left: left, entries: entries)
            }
        }
        try setRun(run, state: "done", done: parts.count)
        // Cut off or not, it is not waiting to be gone on with any more.
        try whole.map(settleUndone)
        return UndoReport(summary: "\(word): \(plain)", left: left, entries: entries)
    }

    private func takeBackOne(
        _ entry: EntryID, leavingMoved: Bool, as author: Author, run: RunID?
    ) throws -> UndoReport {
        let revives = try read { db in
            try Int64.fetchOne(
                db, sql: "SELECT undoes FROM entries WHERE id = ?", arguments: [entry.rawValue])
        }
        let receipt = try perform(
            TakeBack(entry: entry, leavingMoved: leavingMoved), as: author,
            links: EntryLinks(run: run, undoes: entry, revives: revives.map(EntryID.init(rawValue:))))
        return UndoReport(
            summary: receipt.outcome.summary, left: receipt.outcome.left, entries: [receipt.entry])
    }

    /// The standing entries of the run the entry belongs to, in order; the entry alone when it belongs to none.
    private func parts(of entry: EntryID) throws -> ([EntryID], title: String, run: RunID?) {
        try read { db in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT runs.id, title FROM entries JOIN runs ON runs.id = run_id WHERE entries.id = ?
                        """, arguments: [entry.rawValue])
            else { return ([entry], "", nil) }
            let ids = try Int64.fetchAll(
                db, sql: "SELECT id FROM entries WHERE run_id = ? AND undone_by IS NULL ORDER BY id",
                arguments: [row[0] as Int64])
            return (ids.map(EntryID.init(rawValue:)), row[1], RunID(rawValue: row[0]))
        }
    }

    /// The names of what a run touched that later entries, which still stand, touched again: also entries of others
    /// between two of its parts.
    private func movedOn(since parts: [EntryID], of run: RunID?) throws -> [String] {
        guard let first = parts.first, let last = parts.last else { return [] }
        return try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT later.subject, later.row_id
                    FROM entries AS standing
                    JOIN touched AS later ON later.entry_id = standing.id
                    WHERE standing.id > ? AND standing.undone_by IS NULL AND standing.undoes IS NULL
                      AND standing.run_id IS NOT ?
                      AND EXISTS (
                        SELECT 1 FROM touched AS ours
                        WHERE ours.subject = later.subject AND ours.row_id = later.row_id
                          AND ours.entry_id BETWEEN ? AND ?)
                    LIMIT 200
                    """, arguments: [first.rawValue, run?.rawValue, first.rawValue, last.rawValue])
            return try rows.map { row in
                let table: JournaledTable = row[0] == 1 ? .products : row[0] == 2 ? .orders : .customers
                return try MovedNames.name(of: ApplyImage.MovedRow(table: table, key: row[1]), db)
            }
        }
    }
}
