import Commerce
import Connectors
import Foundation
import Shop

extension ConnectionWork {
    /// How many orders one Action takes in, so that the writer is held about 50 ms.
    private static let orderPart = 100
    private static let productPart = 25
    /// What a watermark is set back by: clocks of several servers, and rows written while the first page was read.
    private static let overlapSeconds = 5

    /// Reads what changed since the last whole read, page by page; one that was cut off goes on where it was.
    func pullOrders() async throws {
        try await pull(.orders) { [self] (ask) async throws(ChannelFailure) in
            try await channel.orders(ask)
        } take: { items, readAt, state in
            let connection = try connection()
            let parts = items.parts(of: Self.orderPart)
            for (place, part) in parts.enumerated() {
                // How far the read has come is written with its last orders: one wait for the disk a page.
                let receipt = try shop.perform(
                    ApplyOrders(
                        part, of: connection, readAt: readAt, then: place == parts.count - 1 ? state : nil),
                    as: author(connection))
                count {
                    $0.ordersNew += receipt.outcome.created
                    $0.ordersChanged += receipt.outcome.changed
                    $0.refused += receipt.outcome.refused
                }
            }
            if parts.isEmpty, let state { try shop.keep(state, of: id) }
        }
        try await readUnreadable(.orders)
    }

    func pullProducts() async throws {
        try await pull(.products) { [self] (ask) async throws(ChannelFailure) in
            try await channel.products(ask)
        } take: { items, readAt, state in
            try take(items, readAt: readAt)
            if let state { try shop.keep(state, of: id) }
        }
        try await readUnreadable(.products)
    }

    func pullCustomers() async throws {
        try await pull(.customers) { [self] (ask) async throws(ChannelFailure) in
            try await channel.customers(ask)
        } take: { items, readAt, state in
            let connection = try connection()
            for part in items.parts(of: 100) {
                try shop.perform(
                    ApplyCustomers(part, of: connection, readAt: readAt), as: author(connection))
            }
            if let state { try shop.keep(state, of: id) }
        }
    }

    /// Reads single products again: those that are in doubt, and those the seller has spoken about.
    func readAgain() async throws {
        let connection = try connection()
        let due = try shop.dueReads(of: id, limit: 500)
        let known = due.filter { !$0.remote.isEmpty }
        let settled = try shop.settledMatches(of: id)
        let wanted = known.map(\.remote) + settled
        for ids in wanted.parts(of: max(1, channel.capabilities.pageSize)) {
            let readAt = now
            let found = try await channel.products(ids: ids)
            try take(try readable(found, .products), readAt: readAt)
            let there = Set(found.map(\.id))
            for gone in ids where !there.contains(gone) {
                if let product = try shop.product(bound: gone, of: connection.id) {
                    try shop.noteGone(product, of: id)
                }
            }
        }
        try shop.noteRead(due.map { ($0.product, $0.mark) }, of: id)
    }

    /// Reads these products, whether they are known or not.
    ///
    /// - Returns: those that are there, readable or not.
    @discardableResult
    func readProducts(_ ids: [String]) async throws -> [String] {
        let readAt = now
        let found = try await channel.products(ids: ids)
        try take(try readable(found, .products), readAt: readAt)
        return found.map(\.id)
    }

    /// Reads these orders again, such as one after something was done to it there.
    ///
    /// - Returns: those that are there, readable or not.
    @discardableResult
    func readOrders(_ ids: [String]) async throws -> [String] {
        let connection = try connection()
        let readAt = now
        let found = try await channel.orders(ids: ids)
        let items = try readable(found, .orders)
        if !items.isEmpty {
            try shop.perform(ApplyOrders(items, of: connection, readAt: readAt), as: author(connection))
        }
        return found.map(\.id)
    }

    /// What could not be taken in is asked for again with every look: the watermark has passed it, and what was spoiled
    /// on its way may be whole the next time. What is not there any more is forgotten.
    private func readUnreadable(_ stream: PullStream) async throws {
        let ids = try shop.unreadable(stream.rawValue, of: id, limit: 500)
        for part in ids.parts(of: max(1, channel.capabilities.pageSize)) {
            let found =
                switch stream {
                case .orders: try await readOrders(part)
                case .products: try await readProducts(part)
                case .customers: part
                }
            try shop.forgetUnreadable(part.filter { !found.contains($0) }, stream.rawValue, of: id)
        }
    }

    private func take(_ items: [PulledItem<ChannelProduct>], readAt: Instant) throws {
        let connection = try connection()
        for part in items.parts(of: Self.productPart) {
            let receipt = try shop.perform(
                ApplyProducts(part, of: connection, readAt: readAt, fields: channel.capabilities.fields),
                as: author(connection))
            count {
                $0.productsNew += receipt.outcome.created
                $0.productsChanged += receipt.outcome.changed
                $0.questions += receipt.outcome.questions
                $0.refused += receipt.outcome.refused
            }
        }
    }

    /// Sync's entries are its connection's, and on nobody's `u`.
    private func author(_ connection: Connection) -> Author {
        Author(name: connection.name, isPerson: false)
    }

    // MARK: Pages

    private typealias PageReading<Item: Sendable & Hashable> =
        @Sendable (PullAsk) async throws(ChannelFailure) -> PulledPage<Item>
    /// Takes in what was read at that moment; then the state is kept, where the read goes on.
    private typealias Taking<Item: Sendable & Hashable> =
        ([PulledItem<Item>], Instant, PullState?) throws -> Void

    private func pull<Item: Sendable & Hashable>(
        _ stream: PullStream, page: @escaping PageReading<Item>, take: Taking<Item>
    ) async throws {
        var state = try shop.pullState(stream.rawValue, of: id)
        let isResumed = state.isUnderWay && state.cursor != nil
        if !isResumed { begin(&state) }
        do {
            try await read(stream, &state, page: page, take: take)
        } catch let failure as ChannelFailure where isResumed && failure.isAboutTheAsking {
            // A cursor that has grown too old is no reason to stop: the read begins anew.
            begin(&state)
            try await read(stream, &state, page: page, take: take)
        }
    }

    private func begin(_ state: inout PullState) {
        state.since = state.watermark
        state.cursor = nil
        state.nextWatermark = nil
        state.done = 0
        state.total = nil
        state.beganAt = now
        state.finishedAt = nil
    }

    private func read<Item: Sendable & Hashable>(
        _ stream: PullStream, _ state: inout PullState, page: @escaping PageReading<Item>, take: Taking<Item>
    ) async throws {
        let began = now
        let step: SyncProgress.Step =
            switch stream {
            case .orders: .orders
            case .products: .products
            case .customers: .customers
            }
        var cursors: Set<String> = []
        var empty = 0
        var (got, readAt) = try await retrieve(PullAsk(since: state.since, cursor: state.cursor), page)
        while true {
            try Task.checkCancellation()
            if state.nextWatermark == nil {
                // Taken before the read, by the other side's clock (LESSONS 22).
                // A date of the future would keep out all that comes until then.
                let offset = try connection().condition.clockOffset
                let said = got.serverTime ?? readAt.adding(milliseconds: offset)
                let theirs = min(said, readAt.adding(days: 1))
                state.nextWatermark = theirs.adding(seconds: -Self.overlapSeconds)
                if let theirs = got.serverTime {
                    try shop.noteContact(
                        id, read: true, clockOffset: theirs.milliseconds - readAt.milliseconds)
                }
            }
            let items = try readable(got.items, stream)
            state.done += got.items.count
            state.total = got.total ?? state.total
            empty = got.items.isEmpty ? empty + 1 : 0
            guard let next = got.next else {
                try take(items, readAt, nil)
                progress(step, state.done, of: state.total, since: began)
                break
            }
            let isCircle = next == state.cursor || !cursors.insert(next).inserted
            guard !isCircle, empty < 3 else {
                // What was read stays, the watermark does not move (LESSONS 21).
                try take(items, readAt, nil)
                let fault = isCircle ? "lead in a circle" : "are empty and have no end"
                throw ChannelFailure.unreadable(
                    reason: "its pages of \(stream.rawValue) \(fault); the rest is read the next time")
            }
            state.cursor = next
            // The next page is on its way while this one is written down; never more than one.
            let ask = PullAsk(since: state.since, cursor: next)
            async let following = retrieve(ask, page)
            try take(items, readAt, state)
            progress(step, state.done, of: state.total, since: began)
            (got, readAt) = try await following
        }
        state.cursor = nil
        state.watermark = max(state.nextWatermark ?? began, state.watermark ?? Instant(milliseconds: 0))
        state.finishedAt = now
        try shop.keep(state, of: id)
        try shop.noteContact(id, read: true)
    }

    /// One page, and the moment before it was asked for.
    private func retrieve<Item: Sendable & Hashable>(
        _ ask: PullAsk, _ page: PageReading<Item>
    ) async throws(ChannelFailure) -> (PulledPage<Item>, Instant) {
        let readAt = now
        return (try await page(ask), readAt)
    }

    /// What can be read; the rest is noted with its reason and its bytes are the platform's.
    private func readable<Item: Sendable & Hashable>(
        _ items: [Pulled<Item>], _ stream: PullStream
    ) throws -> [PulledItem<Item>] {
        var good: [PulledItem<Item>] = []
        var bad: [UnreadableEntry] = []
        for pulled in items {
            switch pulled.item {
            case .success(let item): good.append(PulledItem(item, raw: pulled.raw))
            case .failure(let failure):
                bad.append(
                    UnreadableEntry(
                        connection: id, stream: stream.rawValue, remoteID: pulled.id, reason: failure.reason,
                        at: now))
            }
        }
        if !bad.isEmpty {
            count { $0.refused += bad.count }
            try shop.noteUnreadable(bad)
        }
        return good
    }
}

extension ChannelFailure {
    /// Whether asking otherwise could help.
    fileprivate var isAboutTheAsking: Bool {
        switch self {
        case .rejected, .gone: true
        default: false
        }
    }
}

extension Array {
    /// Pieces of at most so many.
    func parts(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
