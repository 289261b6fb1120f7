import Commerce
import Shop
import Sync
import Testing
import TestSupport

/// Counts that left when Mercer was killed, so that nobody knows whether they arrived.
@Suite struct UnansweredCountTests {
    @Test(arguments: ConformingPlatform.allCases)
    func `what is sold between a kill and the next look is no question, wherever the kill fell`(
        _ platform: ConformingPlatform
    ) async throws {
        var arrived = 0
        for requests in 0..<16 {
            let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
            try trial.count("MUG", 20)
            let shop = trial.shop
            trial.killer.kill(afterRequests: requests, whenDone: true) { try? shop.close() }
            // What it says about its end is nobody's any more.
            _ = try? await trial.sync()
            guard trial.killer.isDead else { break }
            if trial.seller.stock("MUG") == 20 { arrived += 1 }
            _ = trial.seller.buy("MUG", 2)
            try trial.restart()
            try await trial.settle(4)
            #expect(try trial.shop.conflicts().isEmpty, "killed after \(requests) requests")
            #expect(trial.seller.stock("MUG") == 18, "killed after \(requests) requests")
            #expect(try trial.level("MUG").available == 18, "killed after \(requests) requests")
        }
        #expect(arrived > 0)
    }
}
