import Commerce
import Foundation
import GRDB

/// What an import did.
package struct ImportReport: Sendable {
    /// The run that `u` undoes.
    package let run: RunID
    package let counts: ImportCounts
    /// Where the rows are that could not be imported, with the file's own column names: mend and import it. Nil where
    /// all were imported.
    package let badFile: String?
    /// Whether it was stopped between two parts; what was imported stays, and importing the file again goes on.
    package let stopped: Bool
    /// Found while importing: bad rows beyond those of the plan.
    package let badRows: [BadRow]
}

extension Shop {
    /// Imports what a plan found, in parts of about 50 ms, each whole in the file and in the journal: a kill leaves
    /// whole parts, and importing the file again goes on where it stopped, as what is there is the same.
    ///
    /// - Parameters:
    ///   - continuing: the unfinished run of this file that a kill cut off, so that `u` undoes all of it as one.
    ///   - badFolder: where the file of rows to mend is put; nil for the folder of the shop's file.
    ///   - proceed: is told the progress after each part; false stops between two parts.
    /// - Throws: ``FileFailure``, also where the file has changed since the plan, and ``ShopError``.
    @discardableResult
    package func importFile(
        _ plan: ImportPlan, badFolder: String? = nil, continuing: RunID? = nil, as author: Author = .seller,
        proceed: (ImportProgress) -> Bool = { _ in true }
    ) throws -> ImportReport {
        let settings = try settings()
        guard let currency = FileCurrency(settings.currency.code) else {
            throw ShopError.notAShop(path: path)
        }
        let stream = try ImportStream(
            path: plan.path, stamp: plan.stamp, setup: plan.setup, currency: currency,
            zone: ShopZone(identifier: settings.timeZone) ?? .utc, broken: plan.brokenOrders)
        let memory = ImportMemory(currency: currency, newProducts: plan.newProducts)
        let name = plan.path.split(separator: "/").last.map(String.init) ?? plan.path
        let bad = BadRowFile(
            plan, folder: badFolder ?? String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)))
        try useCache(kilobytes: 65_536)
        // Should it fail, the connection only keeps more memory than it needs.
        defer { try? useCache(kilobytes: 4000) }
        var source = PartSource(stream: stream, plan: plan, file: name, memory: memory, bad: bad)
        let run = try run(
            "Import \(name.visible)", total: plan.rowCount, resume: try Self.resume(plan),
            continuing: continuing, as: author,
            proceed: { _ in
                proceed(ImportProgress(step: .importing, lines: source.line, total: plan.rowCount))
            },
            next: { try source.next(weight: $0) })
        for row in memory.refused { try bad.write(row) }
        let badFile = try bad.close()
        memory.counts.bad += bad.count - memory.refused.count
        try record(plan, memory.counts, name: name, badFile: badFile, run: run.run)
        return ImportReport(
            run: run.run, counts: memory.counts, badFile: badFile, stopped: run.stopped,
            badRows: memory.refused.filter { !plan.badRows.contains($0) })
    }

    /// An import touches many pages again and again; with the small cache of everyday work most would be read anew.
    private func useCache(kilobytes: Int) throws {
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA cache_size = -\(kilobytes); PRAGMA shrink_memory")
        }
    }

    /// The path and how it was read, so that the next start can offer to go on.
    private static func resume(_ plan: ImportPlan) throws -> String {
        try JSONText.encode(ImportResume(path: plan.path, stamp: plan.stamp, setup: plan.setup))
    }

    private func record(
        _ plan: ImportPlan, _ counts: ImportCounts, name: String, badFile: String?, run: RunID
    ) throws {
        let now = world.now().milliseconds
        try bookkeeping { db in
            try db.execute(
                sql: """
                    INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET created = created + excluded.created,
                        changed = changed + excluded.changed, same = excluded.same, bad = excluded.bad,
                        bad_file = excluded.bad_file, settled = excluded.settled
                    """,
                arguments: [
                    run.rawValue, name, plan.setup.words, now, counts.created, counts.changed, counts.same,
                    counts.bad, badFile ?? "", counts.bad == 0,
                ])
        }
    }

    /// Goes on with an import that a kill cut off: parts that are whole are the same and are passed over.
    ///
    /// Nil where the unfinished work was no import.
    package func resumedPlan(
        of run: UnfinishedRun, proceed: (ImportProgress) -> Bool = { _ in true }
    ) throws -> ImportPlan? {
        guard !run.resume.isEmpty, let resume = try? JSONText.decode(ImportResume.self, from: run.resume)
        else {
            return nil
        }
        var sketch = try ImportFile.inspect(resume.path, mapping: resume.setup.mapping)
        sketch.setup = resume.setup
        return try plan(sketch.withoutQuestions, proceed: proceed)
    }

    /// Finishes an import that a kill cut off, in its own run.
    ///
    /// - Returns: what to say about it.
    /// - Throws: a ``Refusal`` where the work is done or was no import, and what reading the file again throws.
    package func finishImport(_ run: RunID, proceed: (RunProgress) -> Bool = { _ in true }) throws -> String {
        let unfinished = try unfinishedRuns().first { $0.run == run }
        guard let plan = try unfinished.flatMap({ try resumedPlan(of: $0) }) else {
            throw Refusal(
                "nothing-to-finish", "This work is done, or cannot be finished. Undo it or leave it.")
        }
        let report = try importFile(plan, continuing: run) {
            proceed(RunProgress(done: $0.lines, total: $0.total))
        }
        let counts = report.counts
        let words =
            "\(counts.created) new, \(counts.changed) changed, \(counts.same) the same, \(counts.bad) bad"
        return report.stopped ? "stopped; what is in stays" : "finished: \(words)"
    }
}

private struct ImportResume: Codable {
    let path: String
    let stamp: FileStamp
    let setup: ImportSetup
}

/// Cuts a file's drafts into parts.
private struct PartSource {
    let stream: ImportStream
    let plan: ImportPlan
    let file: String
    let memory: ImportMemory
    let bad: BadRowFile
    private(set) var line = 0

    init(stream: ImportStream, plan: ImportPlan, file: String, memory: ImportMemory, bad: BadRowFile) {
        self.stream = stream
        self.plan = plan
        self.file = file
        self.memory = memory
        self.bad = bad
    }

    mutating func next(weight wanted: Int) throws -> ImportRows? {
        var products: [ProductDraft] = []
        var orders: [OrderDraft] = []
        var customers: [CustomerDraft] = []
        var first: Int?
        var weight = 0
        while weight < wanted, let item = try stream.next() {
            line = max(line, item.lastLine)
            if plan.leftOut.contains(item.line) {
                memory.counts.skipped += 1
                continue
            }
            switch item {
            case .bad(let row):
                try bad.write(row)
                continue
            case .product(let draft):
                products.append(draft)
                weight += max(1, draft.variants.count)
            case .order(let draft):
                orders.append(draft)
                weight += max(1, draft.lines.count)
            case .customer(let draft):
                customers.append(draft)
                weight += 1
            }
            first = first ?? item.line
        }
        guard let first else { return nil }
        let rows: ImportedRows =
            switch plan.setup.kind {
            case .products: .products(products)
            case .orders: .orders(orders)
            case .customers: .customers(customers)
            }
        return ImportRows(
            file: file, firstLine: first, lastLine: line, setup: plan.setup, rows: rows, memory: memory)
    }
}

extension FileSketch {
    /// The sketch with its setup taken as decided.
    package var withoutQuestions: FileSketch {
        FileSketch(path: path, stamp: stamp, headers: headers, sample: sample, setup: setup, questions: [])
    }
}
