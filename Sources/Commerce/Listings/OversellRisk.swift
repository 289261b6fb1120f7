import Foundation

/// How likely it is that a channel sells a piece that is gone, because it has not heard yet what the others have sold.
///
/// Orders are taken to come independently of each other, each channel's at its own pace: a Poisson process, as inventory
/// textbooks have it for slow movers (Silver, Pyke and Thomas, *Inventory and Production Management in Supply Chains*,
/// 4th edition, chapter 7). A channel offers the pieces there are less its buffer and never sells more than it offers;
/// so more than there is are sold when the others sell more than the buffer unheard, and it sells the rest.
package struct OversellRisk: Hashable, Sendable {
    /// Pieces that could be promised.
    package let available: Int
    /// Pieces kept back from what the channel offers.
    package let buffer: Int
    /// For how long a sale elsewhere can be unheard of there.
    package let windowSeconds: Double
    /// Pieces in a window, on average: on this channel, and on all others together.
    private let here: Double
    private let elsewhere: Double

    /// What is thought little enough: one window in a hundred.
    package static let bearable = 0.01

    /// - Parameters:
    ///   - soldHere: pieces sold on this channel in so many days; `soldElsewhere` on all others.
    ///   - windowSeconds: the longest that a sale elsewhere can be unheard of there.
    package init(
        available: Int, buffer: Int, soldHere: Int, soldElsewhere: Int, days: Int, windowSeconds: Double
    ) {
        self.available = max(0, available)
        self.buffer = max(0, buffer)
        self.windowSeconds = max(0, windowSeconds)
        let windows = Double(max(1, days)) * 86_400
        here = Double(max(0, soldHere)) * self.windowSeconds / windows
        elsewhere = Double(max(0, soldElsewhere)) * self.windowSeconds / windows
    }

    /// From 0 to 1, of one window.
    package var chance: Double { chance(withBuffer: buffer) }

    /// The fewest pieces to keep back for which the chance is bearable: all there are, where nothing less will do.
    package var suggestedBuffer: Int {
        var (low, high) = (0, available)
        while low < high {
            let middle = (low + high) / 2
            if chance(withBuffer: middle) <= Self.bearable { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The others sell `x` pieces unheard, and this one what then is missing: summed over every `x` above the buffer.
    private func chance(withBuffer buffer: Int) -> Double {
        guard available > buffer, elsewhere > 0 else { return 0 }
        let others = Poisson(elsewhere)
        let own = Poisson(here)
        var sum = 0.0
        for x in others.chances.indices.dropFirst(buffer + 1) {
            sum += others.chances[x] * own.atLeast(available - x + 1)
        }
        return min(1, sum)
    }
}

/// How many come in a span in which so many come on average.
private struct Poisson {
    /// Of none, of one, and so on up to where the rest is nothing.
    let chances: [Double]

    init(_ mean: Double) {
        // Where more come than this, e to minus the mean is no longer a number, and nobody needs to be told.
        let mean = min(mean, 700)
        var next = exp(-mean)
        var chances = [next]
        for count in 1...Int(mean + 12 * mean.squareRoot() + 30) {
            next *= mean / Double(count)
            chances.append(next)
        }
        self.chances = chances
    }

    func atLeast(_ count: Int) -> Double {
        count <= 0 ? 1 : max(0, 1 - chances.prefix(count).reduce(0, +))
    }
}
