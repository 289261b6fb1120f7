/// Finds what somebody may have meant: for “did you mean …” in errors.
package enum Likeness {
    /// How many letters have to be put in, left out, changed or swapped with their neighbour; nil above the limit.
    package static func distance(_ one: String, _ other: String, limit: Int) -> Int? {
        let left = Array(one.unicodeScalars)
        let right = Array(other.unicodeScalars)
        guard abs(left.count - right.count) <= limit, max(left.count, right.count) <= 200 else { return nil }
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var older: [Int] = []
        var old = Array(0...right.count)
        for row in 1...left.count {
            var new = [row]
            for column in 1...right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                var best = min(old[column] + 1, new[column - 1] + 1, old[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1]
                {
                    best = min(best, older[column - 2] + 1)
                }
                new.append(best)
            }
            (older, old) = (old, new)
        }
        return old[right.count] <= limit ? old[right.count] : nil
    }

    /// The word most like the one given, by its folded letters; nil where none is near: one letter in four may differ,
    /// three at most. A word that begins with the given one is near too.
    package static func closest(to word: String, among words: some Sequence<String>) -> String? {
        let key = word.folded
        guard !key.isEmpty else { return nil }
        let limit = min(3, max(1, key.unicodeScalars.count / 4 + 1))
        var best: (word: String, distance: Int)?
        for candidate in words {
            let folded = candidate.folded
            let begins = key.utf8.count >= 3 && folded.hasPrefix(key)
            guard let distance = begins ? 1 : distance(key, folded, limit: limit) else { continue }
            if distance < (best?.distance ?? .max) { best = (candidate, distance) }
        }
        return best?.word
    }
}
