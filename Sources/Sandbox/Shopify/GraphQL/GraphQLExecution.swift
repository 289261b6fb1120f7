import HTTP

/// Follows a document's selections over objects, and counts what that costs.
struct GraphQLExecution {
    let shop: ShopifyState
    let variables: [String: JSON]
    /// Objects that were really answered, one point each.
    private(set) var cost = 0

    init(shop: ShopifyState, variables: [String: JSON]) {
        self.shop = shop
        self.variables = variables
    }

    /// The document's variables from the request's, with defaults.
    static func variables(of document: GraphQLDocument, given: JSON) throws(GraphQLFailure) -> [String: JSON]
    {
        var result: [String: JSON] = [:]
        for variable in document.variables {
            let value = given.members.first { $0.name == variable.name }?.value
            if variable.isRequired, value?.isNull ?? true {
                throw GraphQLFailure(
                    "Variable $\(variable.name) was provided invalid value", code: "INVALID_VARIABLE")
            }
            if let value = value ?? variable.fallback { result[variable.name] = value }
        }
        for member in given.members where !document.variables.contains(where: { $0.name == member.name }) {
            throw GraphQLFailure("Variable $\(member.name) is not declared", code: "INVALID_VARIABLE")
        }
        return result
    }

    mutating func answer(
        _ object: any GraphQLObject, _ selections: [GraphQLDocument.Selection]
    ) throws(GraphQLFailure) -> JSON {
        var members: [JSON.Member] = []
        try collect(object, selections, into: &members)
        return .object(members)
    }

    private mutating func collect(
        _ object: any GraphQLObject, _ selections: [GraphQLDocument.Selection],
        into members: inout [JSON.Member]
    ) throws(GraphQLFailure) {
        for selection in selections {
            switch selection {
            case .field(let field): members.append(JSON.Member(field.key, try answer(object, field)))
            case .fragment(let type, let inner):
                if type == object.typeName { try collect(object, inner, into: &members) }
            }
        }
    }

    private mutating func answer(
        _ object: any GraphQLObject, _ field: GraphQLDocument.Field
    ) throws(GraphQLFailure) -> JSON {
        if field.name == "__typename" { return .string(object.typeName) }
        let arguments = try arguments(of: field, in: object)
        guard let found = try object.field(field.name, arguments, shop) else {
            throw GraphQLFailure("Field '\(field.name)' doesn't exist on type '\(object.typeName)'")
        }
        switch found {
        case .null: return .null
        case .value(let value):
            guard field.selections.isEmpty else { throw noSelections(field) }
            return value
        case .object(let inner):
            guard !field.selections.isEmpty else { throw selectionsMissing(field) }
            cost += inner is Connection ? 2 : inner.typeName == "PageInfo" ? 0 : 1
            return try answer(inner, field.selections)
        case .list(let items):
            guard !field.selections.isEmpty else { throw selectionsMissing(field) }
            var result: [JSON] = []
            for item in items {
                cost += 1
                result.append(item is Nothing ? .null : try answer(item, field.selections))
            }
            return .array(result)
        }
    }

    func arguments(
        of field: GraphQLDocument.Field, in object: any GraphQLObject
    ) throws(GraphQLFailure) -> GraphQLArguments {
        let known = type(of: object).arguments[field.name] ?? []
        var values: [String: JSON] = [:]
        for argument in field.arguments {
            guard known.contains(argument.name) else {
                throw GraphQLFailure(
                    "Field '\(field.name)' doesn't accept argument '\(argument.name)'",
                    code: "argumentNotAccepted")
            }
            values[argument.name] = argument.value.resolved(variables)
        }
        return GraphQLArguments(values: values)
    }

    private func noSelections(_ field: GraphQLDocument.Field) -> GraphQLFailure {
        GraphQLFailure(
            "Selections can't be made on scalars (field '\(field.name)')", code: "selectionMismatch")
    }

    private func selectionsMissing(_ field: GraphQLDocument.Field) -> GraphQLFailure {
        GraphQLFailure("Field '\(field.name)' must have selections", code: "selectionMismatch")
    }
}

/// Stands for an entry of a list that is not there: answered as `null`.
struct Nothing: GraphQLObject {
    let typeName = "null"

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? { nil }
}
