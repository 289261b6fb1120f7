import Commerce
import TestSupport
import Testing

@Suite struct WorldTests {
    @Test func `the real clock is after this was written`() {
        #expect(World.real().now() > Instant(seconds: 1_763_000_000))
    }

    @Test func `a world of a test fails the test for what was not set`() {
        let world = World.test(at: Instant(seconds: 5))
        #expect(world.now() == Instant(seconds: 5))
        withKnownIssue { _ = world.randomBits() }
        withKnownIssue { _ = world.environment("HOME") }
        withKnownIssue { _ = world.homeFolder() }
    }

    @Test func `seeded numbers are the same on every machine`() {
        // The first two outputs of SplitMix64 for the seed 0, as its authors publish them.
        var random = SeededRandom(seed: 0)
        #expect(random.next() == 0xE220_A839_7B1D_CDAF)
        #expect(random.next() == 0x6E78_9E6A_A1B9_65F4)
    }

    @Test(.enabled(if: World.real().environment("UPDATE_SNAPSHOTS") == nil))
    func `a snapshot that nobody kept is a failure`() {
        withKnownIssue { try expectSnapshot("text", named: "never kept") }
    }
}
