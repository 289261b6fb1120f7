import HTTP

/// What a field answers.
enum GraphQLAnswer {
    case value(JSON)
    case object(any GraphQLObject)
    case list([any GraphQLObject])
    case null

    static func text(_ text: String?) -> GraphQLAnswer { text.map { .value(.string($0)) } ?? .null }
    static func number(_ number: Int) -> GraphQLAnswer { .value(JSON(number)) }
    static func flag(_ flag: Bool) -> GraphQLAnswer { .value(.bool(flag)) }
    static func texts(_ texts: [String]) -> GraphQLAnswer { .value(.array(texts.map(JSON.string))) }
}

/// Something with fields. A field or an argument that it does not know is an error, as on the real platform, so that a
/// mistyped document fails.
protocol GraphQLObject {
    var typeName: String { get }
    /// The arguments a field takes; none for one that is not named.
    static var arguments: [String: Set<String>] { get }
    /// The field's answer; nil where there is no such field.
    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) throws(GraphQLFailure)
        -> GraphQLAnswer?
}

extension GraphQLObject {
    static var arguments: [String: Set<String>] { [:] }
}

/// A field's arguments with the variables put in.
struct GraphQLArguments {
    var values: [String: JSON]

    subscript(name: String) -> JSON { values[name] ?? .null }

    var first: Int? { self["first"].integer }
}

/// An object made up of what it answers, for payloads and small values.
struct PlainObject: GraphQLObject {
    let typeName: String
    let fields: [String: GraphQLAnswer]

    init(_ typeName: String, _ fields: [String: GraphQLAnswer]) {
        self.typeName = typeName
        self.fields = fields
    }

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        fields[name]
    }
}

/// A page of a connection.
struct Connection: GraphQLObject {
    let typeName: String
    let nodes: [any GraphQLObject]
    let hasNext: Bool
    let endCursor: String?

    /// The page that the arguments ask for. The cursor names the last thing's key, never a place: what is added or
    /// moved before it changes nothing.
    init(
        _ typeName: String, _ items: [(key: String, object: any GraphQLObject)],
        _ arguments: GraphQLArguments
    ) throws(GraphQLFailure) {
        guard let first = arguments.first, (1...250).contains(first) else {
            throw GraphQLFailure(
                "you must provide one of first or last, at most 250", code: "argumentLiteralsIncompatible")
        }
        self.typeName = typeName
        var rest = items[...]
        if let after = arguments["after"].string {
            guard after.hasPrefix("c:") else { throw GraphQLFailure("Invalid cursor", code: "BAD_CURSOR") }
            let key = String(after.dropFirst(2))
            rest = rest.drop { $0.key <= key }
        }
        let page = rest.prefix(first)
        nodes = page.map(\.object)
        hasNext = rest.count > first
        endCursor = page.last.map { "c:\($0.key)" }
    }

    func field(_ name: String, _ arguments: GraphQLArguments, _ shop: ShopifyState) -> GraphQLAnswer? {
        switch name {
        case "nodes": .list(nodes)
        case "pageInfo":
            .object(
                PlainObject("PageInfo", ["hasNextPage": .flag(hasNext), "endCursor": .text(endCursor)]))
        default: nil
        }
    }
}
