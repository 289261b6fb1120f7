import Dispatch
import Synchronization

/// Work that goes on elsewhere, and the one who waits for it here.
final class Waiting<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)
    private let work: @Sendable () async throws -> Value

    init(_ work: @escaping @Sendable () async throws -> Value) { self.work = work }

    /// Does it, and blocks until it is done.
    ///
    /// - Parameter interrupt: once it is asked for, the work is cancelled; it still says what it has done.
    func value(_ interrupt: Interrupt?) throws -> Value {
        let task = Task.detached { [self] in
            let outcome: Result<Value, any Error>
            do { outcome = .success(try await work()) } catch { outcome = .failure(error) }
            result.withLock { $0 = outcome }
            done.signal()
        }
        while done.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            if interrupt?.take() == true { task.cancel() }
        }
        guard let result = result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }
}
