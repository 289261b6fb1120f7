import Commerce
import Shop
import Synchronization
import Terminal
import TestSupport
import Testing

@testable import CommandCenter

struct PerformerTests {
    private func settle(_ mailbox: Mailbox<ShellMessage>, until count: Int) -> [ShellMessage] {
        var messages: [ShellMessage] = []
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while messages.count < count, ContinuousClock.now < deadline { messages += mailbox.takeAll() }
        return messages
    }

    @Test func `writes are done in the order of asking, whatever thread they run on`() throws {
        let temporary = try TemporaryShop()
        let mailbox = try Mailbox<ShellMessage>()
        let performer = Performer(temporary.shop, mailbox)
        for number in 0..<50 {
            performer.perform(
                Errand(number: number, place: .today, tag: "", isQuiet: true, title: "") { shop, _ in
                    try ChangeSetting(key: "lowStock", value: String(number)).done(in: shop)
                })
        }
        performer.finish()
        let numbers = settle(mailbox, until: 50).compactMap { message -> Int? in
            if case .done(let errand, .success) = message { errand.number } else { nil }
        }
        #expect(numbers == Array(0..<50))
        #expect(try temporary.shop.settings().lowStock == 49)
    }

    @Test func `a read that a newer one of its slot has made superfluous is never done`() throws {
        let temporary = try TemporaryShop()
        let mailbox = try Mailbox<ShellMessage>()
        let performer = Performer(temporary.shop, mailbox)
        let gate = Mutex<Bool>(false)
        let done = Mutex<[Int]>([])
        func load(_ number: Int, waits: Bool = false) -> Load {
            Load(place: .sell, slot: "page", lane: .front, request: number) { _ in
                while waits, !gate.withLock({ $0 }) {}
                done.withLock { $0.append(number) }
                return number
            }
        }
        performer.load(load(0, waits: true))
        for number in 1...20 { performer.load(load(number)) }
        gate.withLock { $0 = true }
        _ = settle(mailbox, until: 2)
        let numbers = done.withLock { $0 }
        // The first had begun, unless all of them were asked for before it could.
        #expect(numbers == [0, 20] || numbers == [20])
    }

    @Test func `what a read or a write throws comes back in words`() throws {
        let temporary = try TemporaryShop()
        let mailbox = try Mailbox<ShellMessage>()
        let performer = Performer(temporary.shop, mailbox)
        performer.perform(
            Errand(number: 1, place: .today, tag: "", isQuiet: false, title: "") { _, _ in
                throw ShopError.diskFull
            })
        guard case .done(_, .failure(let refused))? = settle(mailbox, until: 1).first else {
            Issue.record("no failure came back")
            return
        }
        #expect(refused.isOfFile)
        #expect(refused.reason.contains("disk is full"))
    }
}

struct TroubleTests {
    @Test func `a full disk is a line across the top until a write succeeds`() throws {
        var driven = try Driven(.today)
        let errand = Errand(number: 99, place: .today, tag: "", isQuiet: false, title: "") { _, _ in
            throw ShopError.diskFull
        }
        let refused = Refused(reason: ShopError.diskFull.description, isOfFile: true)
        driven.app.settle(.message(.done(errand, .failure(refused))), on: driven.temporary.shop)
        #expect(driven.lines[1].contains("The disk is full"))
        driven.press("Esc")
        #expect(driven.lines[1].contains("The disk is full"))
        let done = Errand.Done(summary: "saved")
        driven.app.settle(.message(.done(errand, .success(done))), on: driven.temporary.shop)
        #expect(!driven.lines[1].contains("The disk is full"))
    }
}
