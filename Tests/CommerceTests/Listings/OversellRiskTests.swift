import Commerce
import Foundation
import Testing
import TestSupport

@Suite struct OversellRiskTests {
    private func risk(
        _ available: Int, buffer: Int = 0, here: Int, elsewhere: Int, window: Double = 86_400
    ) -> OversellRisk {
        OversellRisk(
            available: available, buffer: buffer, soldHere: here, soldElsewhere: elsewhere, days: 28,
            windowSeconds: window)
    }

    @Test func `the last piece sells twice when both channels sell one in a window`() {
        let last = risk(1, here: 28, elsewhere: 28)
        // At least two elsewhere: 1 - 2/e. Exactly one there and at least one here: 1/e times 1 - 1/e.
        let e = 2.718_281_828_459_045
        #expect(abs(last.chance - ((1 - 2 / e) + (1 / e) * (1 - 1 / e))) < 1e-9)
    }

    @Test func `nothing is sold twice where nothing is offered, nobody else sells or nothing goes unheard`() {
        #expect(risk(0, here: 50, elsewhere: 50).chance == 0)
        #expect(risk(3, buffer: 3, here: 50, elsewhere: 50).chance == 0)
        #expect(risk(3, here: 500, elsewhere: 0).chance == 0)
        #expect(risk(1, here: 50, elsewhere: 50, window: 0).chance == 0)
        #expect(risk(5_000, here: 28, elsewhere: 28).chance < 1e-12)
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `a larger buffer is never worse, and the one suggested is the least that will do`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let available = Int.random(in: 1...60, using: &random)
        let here = Int.random(in: 0...900, using: &random)
        let elsewhere = Int.random(in: 1...900, using: &random)
        let window = Double.random(in: 60...200_000, using: &random)
        let chances = (0...available).map {
            risk(available, buffer: $0, here: here, elsewhere: elsewhere, window: window).chance
        }
        for (more, less) in zip(chances.dropFirst(), chances) {
            #expect(more <= less + 1e-12, "seed \(seed)")
        }
        #expect(chances.last == 0)
        let suggested = risk(available, here: here, elsewhere: elsewhere, window: window).suggestedBuffer
        let least = chances.firstIndex { $0 <= OversellRisk.bearable }
        #expect(suggested == least, "seed \(seed)")
    }

    @Test func `the chance is what rolling dice for it gives`() {
        var random = SeededRandom(seed: 5)
        let (available, buffer) = (4, 1)
        let said = risk(available, buffer: buffer, here: 56, elsewhere: 84).chance
        func poisson(_ mean: Double) -> Int {
            // Moments between arrivals, as long as they fit into the window.
            var (count, left) = (0, mean)
            while true {
                left += log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random))
                if left < 0 { return count }
                count += 1
            }
        }
        let rounds = 40_000
        let bad = (0..<rounds).count { _ in poisson(3) + min(poisson(2), available - buffer) > available }
        #expect(abs(Double(bad) / Double(rounds) - said) < 0.012, "\(said)")
    }
}
