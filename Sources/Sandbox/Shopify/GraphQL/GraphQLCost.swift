import HTTP

/// What a document costs at most, before it runs: an object one point, a scalar none, a connection two and as many
/// objects as it asks for, a mutation ten and what it answers with (shopify.dev, “rate limits”).
struct GraphQLCost {
    let variables: [String: JSON]

    func cost(of document: GraphQLDocument) -> Int {
        var sum = 0
        for case .field(let field) in document.selections {
            sum += (document.isMutation ? 10 : 0) + cost(of: field) - (document.isMutation ? 1 : 0)
        }
        return sum
    }

    private func cost(of selections: [GraphQLDocument.Selection]) -> Int {
        var sum = 0
        var widest = 0
        for selection in selections {
            switch selection {
            case .field(let field): sum += cost(of: field)
            // Of alternatives the dearest counts.
            case .fragment(_, let inner): widest = max(widest, cost(of: inner))
            }
        }
        return sum + widest
    }

    private func cost(of field: GraphQLDocument.Field) -> Int {
        guard !field.selections.isEmpty, field.name != "pageInfo", !field.name.hasSuffix("serErrors") else {
            return 0
        }
        let first = argument("first", of: field)?.integer
        let nodes = field.selections.compactMap { selection -> GraphQLDocument.Field? in
            if case .field(let inner) = selection, inner.name == "nodes" { return inner }
            return nil
        }.first
        if let nodes { return 2 + (first ?? 10) * (1 + cost(of: nodes.selections)) }
        let count = argument("ids", of: field)?.items.count ?? first ?? 1
        return count * (1 + cost(of: field.selections))
    }

    private func argument(_ name: String, of field: GraphQLDocument.Field) -> JSON? {
        field.arguments.first { $0.name == name }?.value.resolved(variables)
    }
}
