import Commerce
import Foundation
import Shop
import TestSupport
import Testing

struct ShippedFoldersTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "shipped-\(UUID())").path

    private func world(data: String? = nil) -> World {
        .test(environment: { $0 == "MERCER_DATA" ? data : nil })
    }

    private func make(_ folders: String...) throws {
        for folder in folders {
            try FileManager.default.createDirectory(
                atPath: root + "/" + folder, withIntermediateDirectories: true)
        }
    }

    private func remove() { try? FileManager.default.removeItem(atPath: root) }

    @Test func `an installed program finds its folders under the prefix`() throws {
        defer { remove() }
        try make("bin", "share/mercer/Themes", "share/mercer/SampleData")
        let folders = ShippedFolders(world: world(), program: root + "/bin/mercer")
        #expect(try folders.path(of: .themes) == root + "/share/mercer/Themes")
        #expect(try folders.path(of: .sampleData) == root + "/share/mercer/SampleData")
    }

    @Test func `a build finds the folders of its checkout`() throws {
        defer { remove() }
        try make(".build/machine/release", "SampleData")
        try Data().write(to: URL(filePath: root + "/Package.swift"))
        let folders = ShippedFolders(world: world(), program: root + "/.build/machine/release/mercer")
        #expect(try folders.path(of: .sampleData) == root + "/SampleData")
    }

    @Test func `a folder named in MERCER_DATA is the only place looked at`() throws {
        defer { remove() }
        try make("bin", "share/mercer/Themes", "mine/SampleData")
        let folders = ShippedFolders(world: world(data: root + "/mine"), program: root + "/bin/mercer")
        #expect(try folders.path(of: .sampleData) == root + "/mine/SampleData")
        let missing = #expect(throws: ShippedFolders.Missing.self) { try folders.path(of: .themes) }
        #expect(missing?.tried == [root + "/mine/Themes"])
    }

    @Test func `a missing folder says where it was looked for and what to do`() throws {
        let missing = #expect(throws: ShippedFolders.Missing.self) {
            try ShippedFolders(world: world(), program: "/nowhere/bin/mercer").path(of: .sampleData)
        }
        let words = try #require(missing).description
        #expect(words.contains("/nowhere/share/mercer/SampleData"))
        #expect(words.contains("MERCER_DATA"))
    }
}
