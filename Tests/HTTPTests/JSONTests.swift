import Foundation
import HTTP
import Testing

@Suite struct JSONTests {
    @Test func `numbers keep the text they were written as`() throws {
        let json = try JSON(
            Data(#"{"price":55.86666666666667,"count":-1e3,"big":12345678901234567890}"#.utf8))
        #expect(json["price"].text == "55.86666666666667")
        #expect(json["count"].text == "-1e3")
        #expect(json.description == #"{"price":55.86666666666667,"count":-1e3,"big":12345678901234567890}"#)
    }

    @Test func `escapes, pairs and lone halves are read`() throws {
        let json = try JSON(Data(#"["a\n\u00e9\ud83d\ude00","\ud83d","\\\"\/"]"#.utf8))
        #expect(json[0].string == "a\né😀")
        #expect(json[1].string == "\u{FFFD}")
        #expect(json[2].string == "\\\"/")
        #expect(try JSON(json.data) == json)
    }

    @Test(arguments: [
        "", "{", "[1,", "{\"a\" 1}", "01", "1.", "-", "tru", "\"abc", "\"\\x\"", "[1] 2", "{\"a\":1,}", "nul",
        "\"\u{1}\"", "<html>",
    ])
    func `what is no JSON is refused with its place`(_ text: String) {
        #expect(throws: JSONFailure.self) { try JSON(Data(text.utf8)) }
    }

    @Test func `nesting without end is refused, not a crash`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONFailure.self) { try JSON(Data(deep.utf8)) }
    }

    @Test func `invalid UTF-8 in a string becomes a replacement character`() throws {
        let json = try JSON(Data([0x22, 0x61, 0xFF, 0x22]))
        #expect(json.string == "a\u{FFFD}")
    }
}
