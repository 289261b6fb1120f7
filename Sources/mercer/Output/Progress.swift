import Shop

extension Session {
    /// Shows how far a work in parts has come, on standard error and only where somebody watches. Ctrl-C stops it
    /// between two parts.
    func withProgress<Value>(
        _ word: String, _ work: ((RunProgress) -> Bool) throws -> Value
    ) rethrows -> Value {
        let interrupt = Interrupt()
        var last = ContinuousClock.now - .seconds(1)
        defer { console.progress("") }
        return try work { progress in
            let now = ContinuousClock.now
            if now - last >= .milliseconds(100) {
                last = now
                let total = progress.total.map { " of \($0)" } ?? ""
                console.progress("\(word): \(progress.done)\(total)   Ctrl-C stops after this part")
            }
            return !interrupt.asked
        }
    }
}
