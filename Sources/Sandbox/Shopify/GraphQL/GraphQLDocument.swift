import HTTP

/// A GraphQL document with one operation, as far as the simulated platform reads the language.
struct GraphQLDocument: Hashable, Sendable {
    var isMutation: Bool
    var name: String
    /// Declared variables with their default, by name.
    var variables: [Variable]
    var selections: [Selection]

    struct Variable: Hashable, Sendable {
        var name: String
        var isRequired: Bool
        var fallback: JSON?
    }

    indirect enum Selection: Hashable, Sendable {
        case field(Field)
        case fragment(type: String, selections: [Selection])
    }

    struct Field: Hashable, Sendable {
        /// What the answer calls it: the alias, or the name.
        var key: String
        var name: String
        var arguments: [Argument]
        var directives: [Directive]
        var selections: [Selection]
    }

    struct Argument: Hashable, Sendable {
        var name: String
        var value: Value
    }

    struct Directive: Hashable, Sendable {
        var name: String
        var arguments: [Argument]
    }

    indirect enum Value: Hashable, Sendable {
        case plain(JSON)
        case variable(String)
        case list([Value])
        case object([Argument])

        /// With the variables put in; a variable that was not given is `nil`.
        func resolved(_ variables: [String: JSON]) -> JSON? {
            switch self {
            case .plain(let value): value
            case .variable(let name): variables[name]
            case .list(let items): .array(items.map { $0.resolved(variables) ?? .null })
            case .object(let members):
                .object(
                    members.compactMap { member in
                        member.value.resolved(variables).map { JSON.Member(member.name, $0) }
                    })
            }
        }
    }
}

/// A top-level error: the whole request failed.
struct GraphQLFailure: Error, Hashable, Sendable {
    var message: String
    var code: String
    /// More of `extensions`.
    var details: [JSON.Member] = []

    init(_ message: String, code: String = "undefinedField", details: [JSON.Member] = []) {
        self.message = message
        self.code = code
        self.details = details
    }

    var json: JSON {
        [
            "message": .string(message),
            "extensions": .object([JSON.Member("code", .string(code))] + details),
        ]
    }
}
