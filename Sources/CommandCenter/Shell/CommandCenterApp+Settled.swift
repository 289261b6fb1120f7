package import Commerce
package import Shop
package import Terminal

extension CommandCenterApp {
    /// The app after keys and all that followed from them, with every read and write done at once: for tests, and for
    /// pictures of a screen.
    package static func settled(
        shop: Shop, place: Place? = nil, target: Target? = nil, keys: [Key] = [], size: Size,
        look: Look = .unicode, theme: Theme = .dark, sync: SyncView = SyncView(),
        clock: @escaping @Sendable () -> Instant
    ) throws -> CommandCenterApp {
        var app = CommandCenterApp(
            try StartState.read(from: shop, at: clock()), size: size,
            appearance: Appearance(theme: theme, look: look), sync: sync, clock: clock)
        let told = Told()
        let observer = shop.observe { notice in told.add(notice) }
        defer { shop.stopObserving(observer) }
        app.settle(app.begin(at: place, target: target), shop, told)
        for key in keys { app.settle(app.update(.input(.key(key)), now: app.moment), shop, told) }
        return app
    }

    /// Gives the app one event and does all that follows from it.
    package mutating func settle(_ event: AppEvent<ShellMessage>, on shop: Shop) {
        let told = Told()
        let observer = shop.observe { notice in told.add(notice) }
        defer { shop.stopObserving(observer) }
        settle(update(event, now: moment), shop, told)
    }

    private mutating func settle(_ effects: [ShellEffect], _ shop: Shop, _ told: Told) {
        var waiting = effects
        var turns = 0
        while !waiting.isEmpty, turns < 10_000 {
            turns += 1
            let effect = waiting.removeFirst()
            for message in Self.outcome(of: effect, on: shop) + told.takeAll().map(ShellMessage.changed) {
                waiting += update(.message(message), now: moment)
            }
        }
        if let due = [rest?.until, syncDue].compactMap({ $0 }).min() {
            settle(update(.tick, now: due), shop, told)
        }
    }

    /// What a runner's threads would post back.
    private static func outcome(of effect: ShellEffect, on shop: Shop) -> [ShellMessage] {
        do {
            switch effect {
            case .load(let load): return [.answer(load, Performer.read(load, from: shop))]
            case .errand(let errand):
                return [.done(errand, Performer.perform(errand, on: shop) { _ in true })]
            case .find(let words, let number): return [.found(try shop.find(words), number: number)]
            case .readSettings: return [.settings(try shop.settings())]
            case .readFilters: return [.filters(try shop.savedFilters())]
            case .remember(let key, let text): try shop.rememberView(key, text)
            case .draft(let key, let text): try shop.keepDraft(key, text)
            case .readStandings: return [.standings(try shop.connectionStandings(at: shop.now))]
            // What is asked of channels is answered by whoever drives the app.
            case .call, .wakeSync, .cable, .copy, .edit, .stop, .useMouse, .repaint, .suspend, .quit: break
            }
            return []
        } catch { return [.failed(Performer.words(error))] }
    }
}

import Synchronization

/// The notices of a settled run, in order.
private final class Told: Sendable {
    private let notices = Mutex<[ChangeNotice]>([])

    func add(_ notice: ChangeNotice) { notices.withLock { $0.append(notice) } }

    func takeAll() -> [ChangeNotice] {
        notices.withLock { notices in
            defer { notices = [] }
            return notices
        }
    }
}
