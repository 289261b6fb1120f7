import Foundation
import HTTP
import Platforms
import Sandbox
import TestSupport
import Testing

@Suite struct ShopifySchemaTests {
    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `every document is valid by Shopify's own schema`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "shopify-documents-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for document in ShopifyDocument.all {
            try Data(document.text.utf8).write(to: folder.appending(path: "\(document.name).graphql"))
        }
        let report = try ContractCheck.run(folder)
        if report.words.hasPrefix("skipped") {
            print(report.words)
            return
        }
        #expect(report.status == 0, "\(report.words)")
        #expect(report.words.contains("checked: \(ShopifyDocument.all.count) documents, 0 problems"))
    }

    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `the check finds a mistyped field and what 2026-04 took away`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "shopify-documents-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("{ shop { nam } }".utf8).write(to: folder.appending(path: "Typo.graphql"))
        try Data(
            """
            mutation { inventorySetQuantities(
              input: {name: "available", reason: "correction", ignoreCompareQuantity: true, quantities: []}
            ) { userErrors { message } } }
            """.utf8
        ).write(to: folder.appending(path: "Old.graphql"))
        let report = try ContractCheck.run(folder)
        if report.words.hasPrefix("skipped") { return }
        #expect(report.status == 1)
        #expect(report.words.contains("Typo.graphql"))
        #expect(report.words.contains("ignoreCompareQuantity"))
    }

    /// What is really sent, inputs and all: a mistyped input field is found as a mistyped field is.
    @Test(.enabled(if: SharedFolder.isPresent, SharedFolder.absent))
    func `every request is valid by Shopify's own schema`() async throws {
        let trial = try ShopifyTrial(restoreRate: 1000)
        try await Exercise.everything(trial)
        let folder = FileManager.default.temporaryDirectory.appending(path: "shopify-requests-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var kinds: Set<String> = []
        var count = 0
        for request in trial.wire.requests {
            let body = try JSON(request.body.bytes)
            // One of each kind of document and of what its variables are made of.
            let shape = body["variables"].members.map { member in
                member.name + (member.value.isNull ? "-" : "+")
            }
            guard kinds.insert(request.label + shape.joined()).inserted else { continue }
            let name = "\(request.label)-\(count)"
            count += 1
            try Data((body["query"].string ?? "").utf8).write(to: folder.appending(path: "\(name).graphql"))
            try body["variables"].data.write(to: folder.appending(path: "\(name).variables.json"))
        }
        let report = try ContractCheck.run(folder)
        if report.words.hasPrefix("skipped") {
            print(report.words)
            return
        }
        #expect(report.status == 0, "\(report.words)")
        #expect(report.words.contains("checked: \(count) documents, 0 problems"))
        #expect(count >= ShopifyDocument.all.count)
    }

    @Test func `documents have names of their own and say what they are`() {
        let names = ShopifyDocument.all.map(\.name)
        #expect(Set(names).count == names.count)
        for document in ShopifyDocument.all {
            #expect(document.text.hasPrefix("query \(document.name)") || document.isMutation)
            #expect((1...1000).contains(document.cost))
        }
    }
}

/// Runs the script beside the sources; `python3` is looked for in the usual places.
enum ContractCheck {
    struct Report {
        var status: Int32
        var words: String
    }

    static func run(_ folder: URL) throws -> Report {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let scripts = root.appending(path: "Scripts/contract")
        let result = try Program(
            "/usr/bin/env",
            [
                "python3", scripts.appending(path: "check-graphql").path, folder.path,
                try SharedFolder.file("specs/shopify/admin-2025-04.schema.graphql").path,
                scripts.appending(path: "shopify-2026-04.graphql").path,
            ], environment: ProcessInfo.processInfo.environment
        ).run()
        let words = result.output + result.error
        // `env` answers 127 where there is no python3.
        return result.status == 127
            ? Report(status: 0, words: "skipped: there is no python3")
            : Report(status: result.status, words: words)
    }
}
