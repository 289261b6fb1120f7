import Commerce

/// The search syntax as far as the channel uses it: `updated_at:>='2026-01-01T00:00:00Z'`, `id:>5`, joined by blanks.
struct ShopifySearch {
    private var terms: [(field: String, comparison: String, value: String)] = []

    init(_ query: String?) throws(GraphQLFailure) {
        for term in (query ?? "").split(separator: " ") where term != "AND" {
            guard let colon = term.firstIndex(of: ":") else {
                throw GraphQLFailure("Invalid search term \(term)", code: "BAD_REQUEST")
            }
            var rest = term[term.index(after: colon)...]
            let sign = rest.prefix { "<>=".contains($0) }
            rest = rest.dropFirst(sign.count)
            let value = rest.trimmingPrefix("'").trimmingPrefix("\"")
            terms.append(
                (
                    String(term[..<colon]), sign.isEmpty ? "=" : String(sign),
                    value.filter { !"'\"".contains($0) }
                ))
        }
    }

    /// Whether something that was updated and created then is meant. The clock counts whole seconds.
    func matches(updatedAt: Instant, createdAt: Instant) throws(GraphQLFailure) -> Bool {
        for term in terms {
            guard let asked = Instant(term.value) else {
                throw GraphQLFailure("Invalid timestamp \(term.value)", code: "BAD_REQUEST")
            }
            let have: Instant
            switch term.field {
            case "updated_at": have = updatedAt
            case "created_at": have = createdAt
            // The real platform passes over fields that it does not know and answers everything.
            default: continue
            }
            guard compare(ShopifyState.seconds(have), term.comparison, ShopifyState.seconds(asked)) else {
                return false
            }
        }
        return true
    }

    private func compare(_ left: Int64, _ sign: String, _ right: Int64) -> Bool {
        switch sign {
        case ">=": left >= right
        case ">": left > right
        case "<=": left <= right
        case "<": left < right
        default: left == right
        }
    }
}
