/// A JSON value (RFC 8259) that keeps what was written: numbers as their text, so that no amount passes through a
/// binary fraction, and members in their order.
package indirect enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As written, such as `55.86666666666667` or `96`.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSON

        package init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The member's value; `null` where there is none or this is no object, so that a path can be walked.
    package subscript(name: String) -> JSON {
        guard case .object(let members) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    package subscript(place: Int) -> JSON {
        guard case .array(let items) = self, items.indices.contains(place) else { return .null }
        return items[place]
    }

    package var isNull: Bool { self == .null }

    /// The text of a string; nil for anything else.
    package var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// The text of a string or of a number, as platforms write identifiers and amounts either way.
    package var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    /// A whole number, written as one or as a string; nil for a fraction or anything else.
    package var integer: Int? { text.flatMap { Int($0) } }

    package var bool: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    /// The items of an array; empty for anything else.
    package var items: [JSON] {
        if case .array(let items) = self { return items }
        return []
    }

    package var members: [Member] {
        if case .object(let members) = self { return members }
        return []
    }

    package var isArray: Bool {
        if case .array = self { return true }
        return false
    }

    package var isObject: Bool {
        if case .object = self { return true }
        return false
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(nilLiteral: ()) { self = .null }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }

    package init(_ text: String) { self = .string(text) }
    package init(_ number: Int) { self = .number(String(number)) }
}
