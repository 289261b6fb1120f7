import Dispatch
import Shop
import Sync
import Synchronization
import Terminal

/// Runs the engine and what is asked of channels beside the screen, and ends both with it.
final class SyncRunner: Sendable {
    private let service: SyncService?
    private let shop: Shop
    private let mailbox: Mailbox<ShellMessage>
    private let engine = Mutex<Task<Void, Never>?>(nil)
    private let calls = Mutex<[Int: Task<Void, Never>]>([:])
    private let ended = DispatchSemaphore(value: 0)

    init(_ service: SyncService?, _ shop: Shop, _ mailbox: Mailbox<ShellMessage>) {
        self.service = service
        self.shop = shop
        self.mailbox = mailbox
    }

    func start() {
        guard let service else { return }
        let mailbox = mailbox
        let ended = ended
        engine.withLock { engine in
            engine =
                engine
                ?? Task.detached(priority: .utility) {
                    await service.run { mailbox.post(.sync($0)) }
                    ended.signal()
                }
        }
    }

    /// Never on the screen's thread: it reads the file.
    func wake() {
        guard let service else { return }
        Task.detached(priority: .userInitiated) { service.wake() }
    }

    func cut(_ isCut: Bool) { service?.cable?.cut(isCut) }

    func call(_ call: SyncCall) {
        let (service, shop, mailbox) = (service, shop, mailbox)
        let task = Task.detached(priority: .userInitiated) { [self] in
            let result = await call.outcome(service, shop)
            if !Task.isCancelled { mailbox.post(.called(call, result)) }
            calls.withLock { _ = $0.removeValue(forKey: call.number) }
        }
        calls.withLock { $0[call.number] = task }
    }

    /// Cancels all. What is under way gets a moment to note where it is; leaving never waits for a channel.
    func stop() {
        for task in calls.withLock({ Array($0.values) }) { task.cancel() }
        guard let engine = engine.withLock({ $0 }) else { return }
        engine.cancel()
        _ = ended.wait(timeout: .now() + .milliseconds(40))
    }
}
