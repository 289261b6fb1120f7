import Foundation
import TestSupport
import Testing

/// The shape of every result: names and kinds of fields, not their values. A change here is a change for programs.
@Suite struct JSONTests {
    @Test func `each result keeps its schema`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        try mercer.run("customers", "new", "Anna Keller", "--email", "anna@example.com", "--country", "DE")
        try mercer.run("customers", "note", "anna@example.com", "rings twice")
        let order = #"""
            {"lines":[{"sku":"MUG-BLU","title":"","quantity":1}],"email":"anna@example.com","name":"Anna","phone":"",
            "method":"","note":"","number":"","paid":true}
            """#
        let made = try mercer.run("do", "RecordOrder", order, "--json")
        #expect(made.status == 0, "\(made.error)")
        for (name, arguments) in [
            ("settings", ["settings"]), ("log", ["log", "--limit", "1"]),
            ("fields", ["log", "--product", "MUG-BLU", "--fields", "--limit", "1"]),
            ("products", ["products"]),
            ("product", ["products", "show", "MUG-BLU"]), ("orders", ["orders"]),
            ("order", ["orders", "show", "M-1001"]), ("customers", ["customers"]),
            ("customer", ["customers", "show", "anna@example.com"]), ("check", ["check"]), ("keys", ["keys"]),
            ("actions", ["do"]), ("receipt", ["do", "ChangeSetting", #"{"key":"lowStock","value":"2"}"#]),
            ("undo", ["undo"]), ("doctor", ["doctor"]), ("backup", ["backup"]),
        ] {
            let output = try mercer.run(arguments + ["--json"]).output
            let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
            let object = try #require(value as? [String: Any], "\(name)")
            #expect((object["schema"] as? String)?.hasPrefix("mercer.") == true, "\(name)")
            try expectSnapshot(JSONShape.text(of: value) + "\n", named: name)
        }
    }
}

/// What a result is made of: names with the kinds of their values.
enum JSONShape {
    static func text(of value: Any) -> String { shape(of: value, indent: "") }

    /// Names with the kinds of their values; of a list, its first element; schemas as they are.
    private static func shape(of value: Any, indent: String) -> String {
        switch value {
        case let object as [String: Any]:
            let fields = object.sorted { $0.key < $1.key }.map { key, value in
                key == "schema"
                    ? "\(indent)schema: \(value)"
                    : "\(indent)\(key): \(shape(of: value, indent: indent + "  "))"
            }
            return (indent.isEmpty ? "" : "\n") + fields.joined(separator: "\n")
        case let list as [Any]:
            return list.first.map { "list of \(shape(of: $0, indent: indent + "  "))" } ?? "list"
        case is String: return "text"
        case let number as NSNumber: return CFBooleanKind.isTruth(number) ? "truth" : "number"
        default: return "none"
        }
    }
}

/// JSONSerialization gives truths as numbers; their kind tells them apart.
private enum CFBooleanKind {
    static func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
