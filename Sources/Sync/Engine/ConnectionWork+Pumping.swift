import Commerce
import Connectors
import Shop

extension ConnectionWork {
    private static let firstLookSeconds = 5
    private static let mostLookSeconds = 3_600

    /// Looks for what is in doubt: before anything of it could be sent again.
    func lookUp() async throws {
        for item in try shop.doubtful(of: id) {
            try Task.checkCancellation()
            do {
                switch try await channel.lookUp(item.effect, key: item.key) {
                case .done(let answer):
                    try shop.confirm(item, answer)
                    count { $0.effectsDone += 1 }
                    try await follow(item)
                case .notDone where item.movesMoney:
                    // Money is never sent a second time by itself: r says so.
                    try shop.doubt(
                        item, reason: "looked up: it was not done there; r sends it again",
                        lookAt: now.adding(seconds: Self.mostLookSeconds), wasLookedUp: true)
                case .notDone:
                    try shop.requeue(item, at: now, reason: "looked up: it was not done")
                case .unclear(let reason):
                    try shop.doubt(item, reason: "looked up: \(reason)", lookAt: nextLook(item))
                }
            } catch let failure as ChannelFailure {
                try shop.doubt(item, reason: item.reason, lookAt: nextLook(item))
                // What cannot be looked up there, and says so, keeps nothing else from being done.
                if failure.isOfConnection { throw failure }
            }
        }
    }

    private func nextLook(_ item: OutboxItem) -> Instant {
        let waited = item.sentAt.map { (now.milliseconds - $0.milliseconds) / 1000 } ?? 0
        return now.adding(
            seconds: min(Self.mostLookSeconds, max(Self.firstLookSeconds, Int(waited))))
    }

    /// Sends the effects whose time has come, one after the other.
    func pump() async throws {
        let began = now
        var done = 0
        while true {
            try Task.checkCancellation()
            let connection = try connection()
            guard connection.rules.pushes, !connection.condition.isPaused else { return }
            try shop.releaseHeld(of: id)
            guard let next = try shop.nextEffect(of: id) else { return }
            // Somebody was quicker, or it is not wanted any more: it is not queued then, and the next one is looked at.
            guard let item = try shop.claim(next.id) else { continue }
            do {
                let answer = try await channel.perform(item.effect, key: item.key)
                try shop.confirm(item, answer)
                try shop.noteContact(id, read: false, wrote: true)
                count { $0.effectsDone += 1 }
                try await follow(item)
            } catch let failure as ChannelFailure {
                try settle(item, failure, connection)
                if failure.isOfConnection { throw failure }
            }
            done += 1
            progress(.effects, done, of: nil, since: began)
        }
    }

    private func settle(_ item: OutboxItem, _ failure: ChannelFailure, _ connection: Connection) throws {
        let words = failure.words(connection.name)
        switch failure {
        case .rejected, .gone, .notAllowed:
            try shop.reject(item, reason: words)
            count { $0.refused += 1 }
        case .signIn: try shop.block(item, reason: words)
        case _ where failure.leavesDoubt:
            try shop.doubt(item, reason: words, lookAt: now.adding(seconds: Self.firstLookSeconds))
        case .throttled(let seconds):
            try shop.requeue(
                item, at: now.adding(seconds: Int((seconds ?? 10).rounded(.up))), reason: words)
        default:
            try shop.requeue(item, at: now.adding(seconds: backoff(item.attempts)), reason: words)
        }
    }

    private func backoff(_ attempts: Int) -> Int { min(900, 5 << min(attempts, 8)) }

    /// What was done there changes what is there: the order is read at once, so that its stock and state are the newest.
    private func follow(_ item: OutboxItem) async throws {
        switch item.effect {
        case .ship(let notice): try await readOrders([notice.order])
        case .cancel(let notice): try await readOrders([notice.order])
        case .refund(let notice): try await readOrders([notice.order])
        case .note, .removeProduct, .removeVariant: break
        case .createProduct, .createVariant:
            if let product = item.product { try shop.noteDue(product, on: id) }
        }
    }
}

extension ChannelFailure {
    /// Whether nothing else can be done on the connection now.
    var isOfConnection: Bool {
        switch self {
        case .offline, .untrusted, .unanswered, .throttled, .down, .signIn, .unreadable, .cancelled: true
        case .notAllowed, .rejected, .gone: false
        }
    }
}
