import HTTP

/// Reads a document: operations, fields, aliases, arguments, variables, directives, inline and named fragments.
struct GraphQLParser {
    private enum Token: Hashable {
        case name(String)
        case string(String)
        case number(String)
        case sign(Character)
        case end
    }

    private let tokens: [Token]
    private var place = 0
    private var fragments: [String: [GraphQLDocument.Selection]] = [:]
    private var fragmentTypes: [String: String] = [:]
    private var areFragmentsRead = false

    static func parse(_ text: String) throws(GraphQLFailure) -> GraphQLDocument {
        var parser = GraphQLParser(tokens: try scan(text))
        return try parser.document()
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    private static func scan(_ text: String) throws(GraphQLFailure) -> [Token] {
        var tokens: [Token] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace || first == "," {
                rest.removeFirst()
            } else if first == "#" {
                rest = rest.drop { !$0.isNewline }
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                tokens.append(.name(String(word)))
                rest = rest.dropFirst(word.count)
            } else if first.isNumber || first == "-" {
                let number = rest.prefix { $0.isNumber || "-+.eE".contains($0) }
                tokens.append(.number(String(number)))
                rest = rest.dropFirst(number.count)
            } else if first == "\"" {
                let body = rest.dropFirst().prefix { $0 != "\"" && $0 != "\\" }
                rest = rest.dropFirst(body.count + 1)
                guard rest.first == "\"" else {
                    throw GraphQLFailure("syntax error, unterminated string", code: "parseError")
                }
                rest.removeFirst()
                tokens.append(.string(String(body)))
            } else if rest.hasPrefix("...") {
                tokens.append(.sign("…"))
                rest = rest.dropFirst(3)
            } else {
                tokens.append(.sign(first))
                rest.removeFirst()
            }
        }
        tokens.append(.end)
        return tokens
    }

    private mutating func document() throws(GraphQLFailure) -> GraphQLDocument {
        // A fragment may use one that stands behind it: read as often as they can be nested, all are whole.
        let starts = tokens.indices.filter {
            tokens[$0] == .name("fragment") && ($0 == 0 || tokens[$0 - 1] == .sign("}"))
        }
        for _ in starts { try findFragments(at: starts) }
        areFragmentsRead = true
        place = 0
        var found: GraphQLDocument?
        while tokens[place] != .end {
            if takeName("fragment") {
                _ = try name()
                _ = takeName("on")
                _ = try name()
                _ = try selections()
            } else {
                found = try operation()
            }
        }
        guard let found else { throw GraphQLFailure("No query string was present", code: "parseError") }
        return found
    }

    private mutating func findFragments(at starts: [Int]) throws(GraphQLFailure) {
        for start in starts {
            place = start + 1
            let name = try name()
            guard takeName("on") else { throw failure() }
            fragmentTypes[name] = try self.name()
            fragments[name] = try selections()
        }
    }

    private mutating func operation() throws(GraphQLFailure) -> GraphQLDocument {
        var document = GraphQLDocument(isMutation: false, name: "", variables: [], selections: [])
        if takeName("mutation") { document.isMutation = true } else { _ = takeName("query") }
        if case .name(let name) = tokens[place] {
            document.name = name
            place += 1
        }
        if take("(") {
            while !take(")") { document.variables.append(try variable()) }
        }
        document.selections = try selections()
        return document
    }

    private mutating func variable() throws(GraphQLFailure) -> GraphQLDocument.Variable {
        guard take("$") else { throw failure() }
        let name = try name()
        guard take(":") else { throw failure() }
        try type()
        let isRequired = take("!")
        var fallback: JSON?
        if take("=") { fallback = try value().resolved([:]) }
        return .init(name: name, isRequired: isRequired && fallback == nil, fallback: fallback)
    }

    private mutating func type() throws(GraphQLFailure) {
        if take("[") {
            try type()
            _ = take("!")
            guard take("]") else { throw failure() }
        } else {
            _ = try name()
        }
    }

    private mutating func selections() throws(GraphQLFailure) -> [GraphQLDocument.Selection] {
        guard take("{") else { throw failure() }
        var result: [GraphQLDocument.Selection] = []
        while !take("}") {
            guard take("…") else {
                result.append(.field(try field()))
                continue
            }
            if takeName("on") {
                let type = try name()
                result.append(.fragment(type: type, selections: try selections()))
            } else {
                let name = try name()
                guard !areFragmentsRead || fragments[name] != nil else {
                    throw GraphQLFailure(
                        "Fragment \(name) was used, but not defined", code: "useAndDefineFragment")
                }
                result.append(
                    .fragment(type: fragmentTypes[name] ?? "", selections: fragments[name] ?? []))
            }
        }
        return result
    }

    private mutating func field() throws(GraphQLFailure) -> GraphQLDocument.Field {
        let first = try name()
        let name = take(":") ? try self.name() : first
        var field = GraphQLDocument.Field(
            key: first, name: name, arguments: try arguments(), directives: [], selections: [])
        while take("@") {
            let directive = try self.name()
            field.directives.append(.init(name: directive, arguments: try arguments()))
        }
        if tokens[place] == .sign("{") { field.selections = try selections() }
        return field
    }

    private mutating func arguments() throws(GraphQLFailure) -> [GraphQLDocument.Argument] {
        guard take("(") else { return [] }
        var result: [GraphQLDocument.Argument] = []
        while !take(")") {
            let name = try name()
            guard take(":") else { throw failure() }
            result.append(.init(name: name, value: try value()))
        }
        return result
    }

    private mutating func value() throws(GraphQLFailure) -> GraphQLDocument.Value {
        let token = tokens[place]
        place = min(place + 1, tokens.count - 1)
        switch token {
        case .string(let text): return .plain(.string(text))
        case .number(let text): return .plain(.number(text))
        case .name("true"): return .plain(.bool(true))
        case .name("false"): return .plain(.bool(false))
        case .name("null"): return .plain(.null)
        case .name(let word): return .plain(.string(word))
        case .sign("$"): return .variable(try name())
        case .sign("["):
            var items: [GraphQLDocument.Value] = []
            while !take("]") { items.append(try value()) }
            return .list(items)
        case .sign("{"):
            var members: [GraphQLDocument.Argument] = []
            while !take("}") {
                let name = try name()
                guard take(":") else { throw failure() }
                members.append(.init(name: name, value: try value()))
            }
            return .object(members)
        case .sign, .end: throw failure()
        }
    }

    private mutating func name() throws(GraphQLFailure) -> String {
        guard case .name(let text) = tokens[place] else { throw failure() }
        place += 1
        return text
    }

    private mutating func take(_ sign: Character) -> Bool {
        guard tokens[place] == .sign(sign) else { return false }
        place += 1
        return true
    }

    private mutating func takeName(_ word: String) -> Bool {
        guard tokens[place] == .name(word) else { return false }
        place += 1
        return true
    }

    private func failure() -> GraphQLFailure {
        GraphQLFailure("syntax error, unexpected \(tokens[place])", code: "parseError")
    }
}
