import Foundation

/// Finds out what JSON a type reads by letting it read: every field asked for is answered with an example.
///
/// Fields of a type with its own form, such as an identifier, an amount or a choice of words, are answered with the
/// first of the usual texts that the type takes.
enum ExampleDecoder {
    /// JSON the type reads.
    static func json(for type: any Decodable.Type) throws -> String {
        let example = try example(of: type)
        let options: JSONSerialization.WritingOptions = [
            .prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed,
        ]
        return String(
            decoding: try JSONSerialization.data(withJSONObject: example.object, options: options),
            as: UTF8.self)
    }

    /// What stands for a value in JSON.
    indirect enum Example {
        case text(String), number(Int), truth(Bool), list([Example]), fields([String: Example])

        var object: Any {
            switch self {
            case .text(let text): text
            case .number(let number): number
            case .truth(let truth): truth
            case .list(let list): list.map(\.object)
            case .fields(let fields): fields.mapValues(\.object)
            }
        }
    }

    private static let texts = [
        "text", "1", "EUR", "12.50", "DE", "2026-11-21T09:12:00.000Z", "2026-11-21", "19 %", "Europe/Berlin",
    ]

    fileprivate static func example(of type: any Decodable.Type) throws -> Example {
        if let type = type as? any CaseIterable.Type, let word = firstWord(type) { return .text(word) }
        var failure: (any Error)?
        for text in texts {
            let asked = Asked(text: text)
            do {
                _ = try type.init(from: asked)
                return asked.example
            } catch {
                failure = failure ?? error
            }
        }
        throw failure ?? Refusal("no-example", "There is no example of \(type).")
    }

    /// The first case of a type whose cases are words.
    private static func firstWord<Choice: CaseIterable>(_: Choice.Type) -> String? {
        guard let first = Choice.allCases.first as? any RawRepresentable else { return nil }
        return first.rawValue as? String
    }
}

/// The decoder that answers, and remembers what it was asked for.
private final class Asked: Decoder {
    let text: String
    var example = ExampleDecoder.Example.fields([:])
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(text: String) { self.text = text }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Fields<Key>(asked: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Items(asked: self) }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(asked: self) }

    func note(_ key: String, _ value: ExampleDecoder.Example) {
        guard case .fields(var fields) = example else { return }
        fields[key] = value
        example = .fields(fields)
    }

    /// A value of the type, and its example.
    func value<Value: Decodable>(_ type: Value.Type) throws -> (Value, ExampleDecoder.Example) {
        // Text is the one that is being tried: an amount's own type reads it from a field of plain text.
        if let text = text as? Value { return (text, .text(self.text)) }
        let example = try ExampleDecoder.example(of: type)
        let data = try JSONSerialization.data(withJSONObject: example.object, options: .fragmentsAllowed)
        return (try JSONDecoder().decode(type, from: data), example)
    }
}

private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let asked: Asked
    let codingPath: [any CodingKey] = []
    let allKeys: [Key] = []

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let (value, example) = try asked.value(type)
        asked.note(key.stringValue, example)
        return value
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
        -> KeyedDecodingContainer<Nested>
    { throw Asked.nested }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw Asked.nested }
    func superDecoder() throws -> any Decoder { throw Asked.nested }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw Asked.nested }
}

private struct Items: UnkeyedDecodingContainer {
    let asked: Asked
    let codingPath: [any CodingKey] = []
    let count: Int? = 1
    private(set) var currentIndex = 0
    var isAtEnd: Bool { currentIndex == 1 }

    init(asked: Asked) {
        self.asked = asked
        asked.example = .list([])
    }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let (value, example) = try asked.value(type)
        asked.example = .list([example])
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
        -> KeyedDecodingContainer<Nested>
    { throw Asked.nested }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Asked.nested }
    mutating func superDecoder() throws -> any Decoder { throw Asked.nested }
}

private struct Single: SingleValueDecodingContainer {
    let asked: Asked
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { false }

    func decode(_ type: String.Type) throws -> String {
        asked.example = .text(asked.text)
        return asked.text
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        asked.example = .truth(true)
        return true
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let type = type as? any FixedWidthInteger.Type, let one = type.init(exactly: 1) as? Value {
            asked.example = .number(1)
            return one
        }
        let (value, example) = try asked.value(type)
        asked.example = example
        return value
    }
}

extension Asked {
    static var nested: Refusal {
        Refusal("no-example", "There is no example of this Action; see its documentation.")
    }
}
