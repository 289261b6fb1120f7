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

    /// The page that the arguments ask for.
    ///
    /// - Parameter items: in the order of their keys.
    init(
        _ typeName: String, _ items: [(key: String, object: any GraphQLObject)],
        _ arguments: GraphQLArguments
    ) throws(GraphQLFailure) {
        try self.init(typeName, keys: items.map(\.key), arguments) { items[$0].object }
    }

    /// The same, with only the page's objects made. The cursor names the last thing's key, never a place: what is
    /// added or moved before it changes nothing.
    ///
    /// - Parameter object: the thing at that place; nil for one that is not meant.
    init(
        _ typeName: String, keys: [String], _ arguments: GraphQLArguments,
        _ object: (Int) throws(GraphQLFailure) -> (any GraphQLObject)?
    ) throws(GraphQLFailure) {
        guard let first = arguments.first, (1...250).contains(first) else {
            throw GraphQLFailure(
                "you must provide one of first or last, at most 250", code: "argumentLiteralsIncompatible")
        }
        var place = 0
        if let after = arguments["after"].string {
            guard after.hasPrefix("c:") else { throw GraphQLFailure("Invalid cursor", code: "BAD_CURSOR") }
            place = Self.firstPlace(in: keys, after: String(after.dropFirst(2)))
        }
        var found: [any GraphQLObject] = []
        var last: String?
        var hasMore = false
        while place < keys.count, !hasMore {
            if let item = try object(place) {
                if found.count == first {
                    hasMore = true
                } else {
                    found.append(item)
                    last = keys[place]
                }
            }
            place += 1
        }
        self.typeName = typeName
        nodes = found
        hasNext = hasMore
        endCursor = last.map { "c:\($0)" }
    }

    private static func firstPlace(in keys: [String], after key: String) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] <= key { low = middle + 1 } else { high = middle }
        }
        return low
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
