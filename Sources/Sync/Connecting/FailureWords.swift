package import Connectors

extension ChannelFailure {
    /// What went wrong and what to do, as the seller reads it.
    ///
    /// - Parameter channel: the name of the connection.
    package func words(_ channel: String) -> String {
        var sentence = plainWords(channel)
        // A platform's own words may bring a full stop.
        while sentence.hasSuffix("..") { sentence.removeLast() }
        return sentence.replacing(".. ", with: ". ").replacing(".;", with: ";")
    }

    private func plainWords(_ channel: String) -> String {
        switch self {
        case .offline(let reason): "\(channel) cannot be reached: \(reason). What waits is kept."
        case .untrusted(let reason):
            "\(channel) could not prove who it is: \(reason). Nothing was sent; check the address and its certificate."
        case .unanswered(let reason):
            "\(channel) did not answer: \(reason). It is looked up before anything is sent again."
        case .throttled(let seconds):
            "\(channel) wants a pause" + (seconds.map { " of \(Int($0.rounded(.up))) s" } ?? "") + "."
        case .down(let reason, _, _): "\(channel) is out of order: \(reason)."
        case .signIn(let reason):
            "\(channel) does not take the keys: \(reason). Sign in again; what waits is kept."
        case .notAllowed(let reason, let scope):
            "The keys of \(channel) may not do this: \(reason)" + (scope.map { " (\($0))" } ?? "") + "."
        case .rejected(let reason): "\(channel): \(reason)"
        case .gone(let reason): "\(channel) has it no more: \(reason)."
        case .unreadable(let reason): "\(channel): \(reason)"
        case .cancelled: "It was stopped."
        }
    }
}
