import HTTP
import Synchronization
import Testing

/// LESSONS 50: kept before it is used, renewed once for all who wait, and a platform's no is told.
@Suite(.timeLimit(.minutes(5))) struct TokenKeeperTests {
    private final class Platform: Sendable {
        let log = Mutex([String]())
        let now = Mutex(0.0)
        let answer: Mutex<Result<OAuth2Token, OAuth2Failure>>
        let canSave = Mutex(true)

        init(_ answer: Result<OAuth2Token, OAuth2Failure>) { self.answer = Mutex(answer) }

        func note(_ text: String) { log.withLock { $0.append(text) } }

        func keeper(_ token: OAuth2Token) -> TokenKeeper {
            TokenKeeper(
                token: token, margin: 60, now: { self.now.withLock { $0 } },
                renew: { old throws(OAuth2Failure) in
                    self.note("renew \(old.access)")
                    for _ in 0..<50 { await Task.yield() }
                    return try self.answer.withLock { $0 }.get()
                },
                save: { new in
                    for _ in 0..<50 { await Task.yield() }
                    guard self.canSave.withLock({ $0 }) else { throw CancellationError() }
                    self.note("save \(new.access)")
                })
        }
    }

    private let old = OAuth2Token(access: "old", refresh: "r1", expiresAt: 1000)
    private let new = OAuth2Token(access: "new", refresh: "r2", expiresAt: 5000)

    @Test func `a fresh token is used as it is, and renewed a little before its end`() async throws {
        let platform = Platform(.success(new))
        let keeper = platform.keeper(old)
        platform.now.withLock { $0 = 939 }
        #expect(try await keeper.current() == old)
        #expect(platform.log.withLock { $0 } == [])
        platform.now.withLock { $0 = 940 }
        #expect(try await keeper.current() == new)
        #expect(try await keeper.current() == new)
        #expect(platform.log.withLock { $0 } == ["renew old", "save new"])
    }

    @Test func `a hundred who ask at once wait for one renewal, which is saved before any of them has it`()
        async throws
    {
        let platform = Platform(.success(new))
        platform.now.withLock { $0 = 2000 }
        let keeper = platform.keeper(old)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let token = try await keeper.current()
                    platform.note("use \(token.access)")
                }
            }
            try await group.waitForAll()
        }
        let log = platform.log.withLock { $0 }
        #expect(log.prefix(2) == ["renew old", "save new"])
        #expect(log.dropFirst(2).allSatisfy { $0 == "use new" })
        #expect(log.count == 102)
    }

    @Test func `the platform's no is told from then on, until the seller has signed in`() async throws {
        let platform = Platform(.failure(.needsSignIn(reason: "gone")))
        platform.now.withLock { $0 = 2000 }
        let keeper = platform.keeper(old)
        for _ in 0..<3 {
            await #expect(throws: OAuth2Failure.needsSignIn(reason: "gone")) { try await keeper.current() }
        }
        #expect(platform.log.withLock { $0 } == ["renew old"], "it is asked once")
        await keeper.replace(new)
        #expect(try await keeper.current() == new)
    }

    @Test func `without a network the old one is used while it is good, and asked for anew later`()
        async throws
    {
        let platform = Platform(.failure(.network(.notSent(reason: "x"))))
        let keeper = platform.keeper(old)
        platform.now.withLock { $0 = 980 }
        #expect(try await keeper.current() == old)
        platform.now.withLock { $0 = 1000 }
        await #expect(throws: OAuth2Failure.network(.notSent(reason: "x"))) { try await keeper.current() }
        platform.answer.withLock { $0 = .success(new) }
        #expect(try await keeper.current() == new)
    }

    @Test func `a token that could not be saved is not used`() async throws {
        let platform = Platform(.success(new))
        platform.now.withLock { $0 = 2000 }
        platform.canSave.withLock { $0 = false }
        let keeper = platform.keeper(old)
        await #expect(throws: OAuth2Failure.notSaved(reason: "CancellationError")) {
            try await keeper.current()
        }
        platform.canSave.withLock { $0 = true }
        #expect(try await keeper.current() == new)
        #expect(
            platform.log.withLock { $0 } == ["renew old", "save new"],
            "the one given is saved, not another asked for")
    }

    @Test func `one that the platform refused early is renewed, unless it has been already`() async throws {
        let platform = Platform(.success(new))
        let keeper = platform.keeper(old)
        #expect(try await keeper.current(butNot: old) == new)
        #expect(try await keeper.current(butNot: old) == new)
        #expect(platform.log.withLock { $0 } == ["renew old", "save new"])
    }
}
