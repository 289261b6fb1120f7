import Dispatch
import Foundation
import Shop
import Synchronization

/// The day's backup, made beside the command center: not before its first frame, and whole before the shop is closed.
final class DailyBackup: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let leaving = DispatchSemaphore(value: 0)
    private let failure = Mutex<Failure?>(nil)

    init(of shop: Shop) {
        let thread = Thread { [self] in
            // Whoever leaves earlier does not wait for it.
            _ = leaving.wait(timeout: .now() + 2)
            do {
                try shop.backUpWhenDue()
            } catch {
                failure.withLock { $0 = Failure(error) }
            }
            done.signal()
        }
        thread.start()
    }

    /// Waits until it is made.
    ///
    /// - Returns: why it could not be; nil when it is there or was not due.
    func finish() -> Failure? {
        leaving.signal()
        done.wait()
        return failure.withLock { $0 }
    }
}
