/// What is remembered of a connection's budgets, in words.
enum BudgetWords {
    /// Of the budget that has least left: `58 of 60 a min`; empty where none is known.
    static func short(_ buckets: [String: String]) -> String {
        buckets.values.compactMap(Figures.init).min { $0.share < $1.share }?.words ?? ""
    }

    static func all(_ buckets: [String: String]) -> [(operation: String, words: String)] {
        buckets.sorted { $0.key < $1.key }.compactMap { key, text in
            Figures(text).map { (key, $0.words) }
        }
    }

    private struct Figures {
        let level: Double
        let capacity: Double
        let refillPerSecond: Double

        /// The figures by their names in the text, as the channel's pace writes it.
        init?(_ text: String) {
            guard let capacity = Self.figure("capacity", in: text),
                let level = Self.figure("level", in: text),
                capacity > 0, capacity < 1_000_000_000, level.magnitude < 1_000_000_000
            else { return nil }
            self.capacity = capacity
            self.level = level
            refillPerSecond = Self.figure("refillPerSecond", in: text) ?? 0
        }

        var share: Double { level / capacity }

        var words: String {
            let figures =
                "\(SellPane.grouped(Int(max(0, level).rounded(.down)))) of \(SellPane.grouped(Int(capacity)))"
            guard refillPerSecond > 0 else { return figures }
            switch capacity / refillPerSecond {
            case 50...70: return figures + " a min"
            case 3_000...4_200: return figures + " an hour"
            case 80_000...90_000: return figures + " a day"
            default: return figures
            }
        }

        private static func figure(_ name: String, in text: String) -> Double? {
            guard let start = text.firstRange(of: "\"\(name)\":")?.upperBound else { return nil }
            return Double(text[start...].prefix { $0.isNumber || ".-+eE".contains($0) })
        }
    }
}
