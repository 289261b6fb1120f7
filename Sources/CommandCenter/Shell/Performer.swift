import Connectors
import Dispatch
import Shop
import Sync
import Synchronization
import Terminal

/// Does what the app wants done with the shop, off the main thread: writes in order on one queue, reads on two.
final class Performer: Sendable {
    private let shop: Shop
    private let mailbox: Mailbox<ShellMessage>
    private let writer = DispatchQueue(label: "mercer.writer", qos: .userInitiated)
    private let front = DispatchQueue(label: "mercer.front", qos: .userInitiated)
    private let background = DispatchQueue(label: "mercer.background", qos: .utility)
    /// The newest load of each slot: an older one that has not begun is dropped.
    private let newest = Mutex<[String: Int]>([:])
    private let stopped = Mutex<Set<Int>>([])
    private let standingsAsked = Mutex(false)

    init(_ shop: Shop, _ mailbox: Mailbox<ShellMessage>) {
        self.shop = shop
        self.mailbox = mailbox
    }

    func load(_ load: Load) {
        let ticket = load.slot.map { slot in
            (
                slot: slot,
                number: newest.withLock { newest in
                    newest[load.place.rawValue + slot, default: 0] += 1
                    return newest[load.place.rawValue + slot] ?? 0
                }
            )
        }
        let queue = load.lane == .front ? front : background
        queue.async { [self] in
            if let ticket, newest.withLock({ $0[load.place.rawValue + ticket.slot] }) != ticket.number {
                return
            }
            mailbox.post(.answer(load, Self.read(load, from: shop)))
        }
    }

    func perform(_ errand: Errand) {
        writer.async { [self] in
            let mailbox = mailbox
            let last = Mutex<ContinuousClock.Instant>(.now)
            let result = Self.perform(errand, on: shop) { [self] progress in
                let isDue = last.withLock { last in
                    guard ContinuousClock.now - last > .milliseconds(200) else { return false }
                    last = .now
                    return true
                }
                if isDue { mailbox.post(.progress(errand.number, progress)) }
                return !stopped.withLock { $0.contains(errand.number) }
            }
            mailbox.post(.done(errand, result))
        }
    }

    /// Stops a work after the part it is in.
    func stop(_ number: Int) { stopped.withLock { _ = $0.insert(number) } }

    /// Bookkeeping, in order with the writes.
    func keep(_ body: @escaping @Sendable (Shop) throws -> Void) {
        writer.async { [self] in
            do { try body(shop) } catch { mailbox.post(.failed(Self.words(error))) }
        }
    }

    /// Reads how the connections stand, once for all that asked meanwhile.
    func readStandings() {
        guard
            !standingsAsked.withLock({ isAsked in
                defer { isAsked = true }; return isAsked
            })
        else { return }
        background.async { [self] in
            standingsAsked.withLock { $0 = false }
            do { mailbox.post(.standings(try shop.connectionStandings(at: shop.now))) } catch {
                mailbox.post(.failed(Self.words(error)))
            }
        }
    }

    /// A read of the shell's own.
    func ask(_ body: @escaping @Sendable (Shop) throws -> ShellMessage) {
        front.async { [self] in
            do { mailbox.post(try body(shop)) } catch { mailbox.post(.failed(Self.words(error))) }
        }
    }

    /// Waits until what was asked for is written.
    func finish() { writer.sync {} }

    static func read(_ load: Load, from shop: Shop) -> Result<any Sendable, ReadFailure> {
        do { return .success(try load.read(shop)) } catch {
            return .failure(ReadFailure(reason: words(error)))
        }
    }

    static func perform(
        _ errand: Errand, on shop: Shop, proceed: @escaping @Sendable (RunProgress) -> Bool
    ) -> Result<Errand.Done, Refused> {
        do { return .success(try errand.run(shop, proceed)) } catch {
            return .failure(Refused(reason: words(error), isOfFile: isOfFile(error)))
        }
    }

    private static func isOfFile(_ error: any Error) -> Bool {
        switch error as? ShopError {
        case .diskFull?, .readOnly?, .damaged?, .cannotOpen?: true
        default: false
        }
    }

    /// What went wrong, as the seller reads it.
    static func words(_ error: any Error) -> String {
        switch error {
        case let refusal as Refusal: refusal.reason
        case let failure as ShopError: failure.description
        case let failure as ChannelFailure: failure.words("The channel")
        case let refused as Refused: refused.reason
        default: "\(error)"
        }
    }
}
