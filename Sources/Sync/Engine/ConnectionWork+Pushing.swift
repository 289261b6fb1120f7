import Commerce
import Connectors
import Shop

extension ConnectionWork {
    /// When what cannot go out now is looked at again by itself. What settles it marks it due at once.
    private static let hoursUntilAnotherLook = 6
    private static let secondsAfterDoubt = 30
    private static let batchOfProducts = 500

    /// Sends what differs and may go: the stock that orders took, or all fields.
    func push(stockOnly: Bool) async throws {
        let began = now
        var done = 0
        // Each round clears or puts off what it looked at, so that it ends.
        while true {
            try Task.checkCancellation()
            let connection = try connection()
            guard connection.rules.pushes, !connection.condition.isPaused else { return }
            let differences = try shop.dueDifferences(
                of: connection, limits: limits, stockOnly: stockOnly, limit: Self.batchOfProducts)
            guard !differences.isEmpty else { return }
            var round = PushRound(differences)
            try await send(&round)
            try settle(round, stockOnly: stockOnly)
            done += differences.count
            progress(stockOnly ? .stock : .listings, done, of: nil, since: began)
            if let failure = round.failure { throw failure }
        }
    }

    private func send(_ round: inout PushRound) async throws {
        // Stock first: what is oversold cannot be taken back.
        let stock = round.differences.flatMap { difference in
            difference.stock.map { PushRound.Count(product: difference.product, change: $0) }
        }
        for part in stock.parts(of: max(1, channel.capabilities.stockBatch)) where round.failure == nil {
            try await sendBatch(
                part, &round,
                ask: { rows async throws(ChannelFailure) in
                    try await channel.writeStock(
                        rows.map(\.asked), key: "stock-\(id)-\(service.freshMark())")
                }, take: take)
        }
        let writes = round.differences.flatMap { difference in
            Dictionary(grouping: difference.changes, by: \.address)
                .sorted { ($0.key.product, $0.key.variant) < ($1.key.product, $1.key.variant) }
                .map { PushRound.Write(product: difference.product, address: $0.key, changes: $0.value) }
        }
        for part in merged(writes).parts(of: max(1, channel.capabilities.listingBatch))
        where round.failure == nil {
            try await sendBatch(
                part, &round,
                ask: { rows async throws(ChannelFailure) in try await channel.write(rows.map(\.asked)) },
                take: take)
        }
    }

    /// A product without variants is one object on some platforms: its fields and its variant's are one write there.
    private func merged(_ writes: [PushRound.Write]) -> [PushRound.Write] {
        guard channel.capabilities.mergesSimpleProducts else { return writes }
        var merged: [PushRound.Write] = []
        for write in writes {
            if let last = merged.last, last.product == write.product, last.address.variant.isEmpty,
                write.address.variant == write.address.product
            {
                merged[merged.count - 1] = PushRound.Write(
                    product: write.product, address: write.address, changes: last.changes + write.changes)
            } else {
                merged.append(write)
            }
        }
        return merged
    }

    // MARK: Batches

    /// Sends one batch; where the platform refuses it as a whole, halves of it, down to the row that is to blame.
    private func sendBatch<Row: PushedRow>(
        _ rows: [Row], _ round: inout PushRound,
        ask: ([Row]) async throws(ChannelFailure) -> [WriteAnswer],
        take: ([WriteAnswer], [Row], inout PushRound) throws -> Void
    ) async throws {
        func note(_ outcome: SentAnswer.Outcome) throws {
            try shop.noteAnswers(rows.flatMap { $0.answered(outcome) }, of: id)
        }
        try shop.noteSending(rows.flatMap(\.changes), stock: rows.flatMap(\.counts), to: id)
        let answers: [WriteAnswer]
        do {
            answers = try await ask(rows)
        } catch .rejected where rows.count > 1 {
            try note(.notDone)
            let half = rows.count / 2
            try await sendBatch(Array(rows[..<half]), &round, ask: ask, take: take)
            guard round.failure == nil else { return }
            return try await sendBatch(Array(rows[half...]), &round, ask: ask, take: take)
        } catch .rejected(let reason) {
            try note(.refused(reason))
            count { $0.refused += 1 }
            return
        } catch .notAllowed(let reason, _) {
            // The keys may not: these wait, and everything else goes on.
            try note(.refused(reason))
            count { $0.refused += rows.count }
            return
        } catch {
            return try fail(error, rows, &round)
        }
        guard answers.count == rows.count else {
            return try fail(
                .unreadable(reason: "it answered \(answers.count) of \(rows.count) changes"), rows, &round)
        }
        try take(answers, rows, &round)
        try shop.noteContact(id, read: false, wrote: true)
    }

    private func take(
        _ answers: [WriteAnswer], _ writes: [PushRound.Write], _ round: inout PushRound
    ) throws {
        var notes: [SentAnswer] = []
        for (write, answer) in zip(writes, answers) {
            switch answer {
            case .accepted(let fields):
                notes += write.changes.map { $0.answered(.accepted(theirs: fields[$0.field] ?? $0.value)) }
                count { $0.sent += write.changes.count }
            case .refused(let reason, let field):
                // Where it names a field, only that one is to blame; the others are tried without it.
                let blamed = write.changes.filter { field == nil || $0.field == field }
                let all = blamed.isEmpty ? write.changes : blamed
                notes += write.changes.map { change in
                    change.answered(all.contains(change) ? .refused(reason) : .notDone)
                }
                if all.count < write.changes.count { round.again.insert(write.product) }
                count { $0.refused += 1 }
            case .stale:
                notes += write.changes.map { $0.answered(.notDone) }
                round.reads.insert(write.product)
            case .gone:
                notes += write.changes.map { $0.answered(.notDone) }
                round.gone.insert(write.product)
            }
        }
        try shop.noteAnswers(notes, of: id)
    }

    private func take(
        _ answers: [WriteAnswer], _ counts: [PushRound.Count], _ round: inout PushRound
    ) throws {
        var notes: [SentAnswer] = []
        for (row, answer) in zip(counts, answers) {
            let (product, change) = (row.product, row.change)
            switch answer {
            case .accepted(let fields):
                notes.append(change.answered(.accepted(theirs: fields[.stock] ?? String(change.quantity))))
                count { $0.sent += 1 }
            case .stale:
                // Somebody bought, or counted, there: the orders are read first, then the count.
                notes.append(change.answered(.notDone))
                round.reads.insert(product)
            case .refused(let reason, _):
                notes.append(change.answered(.refused(reason)))
                count { $0.refused += 1 }
            case .gone:
                notes.append(change.answered(.notDone))
                round.gone.insert(product)
            }
        }
        try shop.noteAnswers(notes, of: id)
    }

    // MARK: Failures

    private func fail(_ failure: ChannelFailure, _ rows: [some PushedRow], _ round: inout PushRound) throws {
        let outcome: SentAnswer.Outcome = failure.leavesDoubt ? .open : .notDone
        let products = rows.map(\.product)
        try shop.noteAnswers(rows.flatMap { $0.answered(outcome) }, of: id)
        if failure.leavesDoubt {
            // What stands there now tells whether it was done.
            round.reads.formUnion(products)
        }
        round.failed.formUnion(products)
        round.failure = failure
    }

    private func settle(_ round: PushRound, stockOnly: Bool) throws {
        var done: [(product: ProductID, mark: Int64)] = []
        var later: [(product: ProductID, mark: Int64, at: Instant)] = []
        var reads = round.reads
        for difference in round.differences {
            let item = (difference.product, difference.mark)
            if round.failed.contains(difference.product) || round.again.contains(difference.product) {
                let wait = round.failed.contains(difference.product) ? Self.secondsAfterDoubt : 0
                later.append((item.0, item.1, now.adding(seconds: wait)))
            } else if round.wasCut(difference) {
                later.append((item.0, item.1, now))
            } else if difference.needsReading || round.reads.contains(difference.product) {
                // Looked at again once it was read.
                reads.insert(difference.product)
                later.append((item.0, item.1, now.adding(seconds: 1)))
            } else if !difference.waits.isEmpty {
                later.append((item.0, item.1, now.adding(hours: Self.hoursUntilAnotherLook)))
            } else if try shop.stillDiffers(difference, on: connection(), limits: limits) {
                later.append((item.0, item.1, now.adding(hours: Self.hoursUntilAnotherLook)))
            } else {
                done.append(item)
            }
        }
        try shop.settleDue(done, kind: stockOnly, of: id, later: later, read: Array(reads))
        for product in round.gone { try shop.noteGone(product, of: id) }
    }
}

/// One round of sending, and what has become of it.
struct PushRound {
    let differences: [ListingDifference]
    /// The whole request failed for these.
    var failed: Set<ProductID> = []
    /// To be read from the channel before they are looked at again.
    var reads: Set<ProductID> = []
    /// Once more without what was refused.
    var again: Set<ProductID> = []
    var gone: Set<ProductID> = []
    /// Why the rest was not tried.
    var failure: ChannelFailure?

    init(_ differences: [ListingDifference]) { self.differences = differences }

    struct Write: PushedRow {
        let product: ProductID
        let address: ChannelAddress
        let changes: [ListingDifference.Change]
        var counts: [ListingDifference.StockChange] { [] }

        var asked: ListingWrite {
            ListingWrite(
                address: address,
                fields: changes.reduce(into: [:]) { fields, change in
                    fields[change.field] = change.value
                    fields.merge(change.companions) { changed, _ in changed }
                }, images: changes.first { $0.field == .images }?.images ?? [])
        }
    }

    /// How many there are of a variant.
    struct Count: PushedRow {
        let product: ProductID
        let change: ListingDifference.StockChange
        var changes: [ListingDifference.Change] { [] }
        var counts: [ListingDifference.StockChange] { [change] }

        var asked: StockWrite {
            StockWrite(address: change.address, quantity: change.quantity, expected: change.expected)
        }
    }

    /// Whether it was not tried, as the round ended before it.
    func wasCut(_ difference: ListingDifference) -> Bool {
        failure != nil && !failed.contains(difference.product)
            && !(difference.changes.isEmpty && difference.stock.isEmpty)
    }
}

/// A row of a batch that goes out.
protocol PushedRow {
    var product: ProductID { get }
    var changes: [ListingDifference.Change] { get }
    var counts: [ListingDifference.StockChange] { get }
}

extension PushedRow {
    fileprivate func answered(_ outcome: SentAnswer.Outcome) -> [SentAnswer] {
        changes.map { $0.answered(outcome) } + counts.map { $0.answered(outcome) }
    }
}

extension ListingDifference.Change {
    func answered(_ outcome: SentAnswer.Outcome) -> SentAnswer {
        SentAnswer(local: local, field: field, value: value, outcome: outcome)
    }
}

extension ListingDifference.StockChange {
    func answered(_ outcome: SentAnswer.Outcome) -> SentAnswer {
        SentAnswer(local: variant.rawValue, field: .stock, value: String(quantity), outcome: outcome)
    }
}
