import Commerce
import Testing
import TestSupport

@Suite struct WorldTests {
    @Test func `the real clock is after this was written`() {
        #expect(World.real().now() > Instant(seconds: 1_763_000_000))
    }
}
