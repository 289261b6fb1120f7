import Foundation
import TestSupport
import Testing

/// A passphrase in place of the key file, from the command line.
@Suite(.timeLimit(.minutes(5))) struct PassphraseTests {
    private func connected() async throws -> ChannelProcess {
        let channel = try await ChannelProcess("woo")
        try channel.connect()
        return channel
    }

    private func file(_ text: String, in channel: ChannelProcess) throws -> String {
        let path = channel.mercer.home + "/pass"
        try Data((text + "\n").utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        return path
    }

    @Test func `with it channels are reached, without it or with another nothing is lost`() async throws {
        let channel = try await connected()
        let path = try file("Tonkrug am Fenster", in: channel)
        let set = try channel.run("connections", "passphrase", "--from-file", path)
        #expect(set.status == 0, "\(set.error)")
        let key = channel.mercer.home + "/.local/share/mercer/keys/shop.mercer.key"
        #expect(!FileManager.default.fileExists(atPath: key))
        let none = try channel.run("sync", "--json")
        #expect(none.status == 1 && none.error.contains("\"locked\""), "\(none.error)")
        let wrong = try channel.mercer.run(
            ["sync", "--json"], environment: ["MERCER_PASSPHRASE": "Tonkrug am fenster"])
        #expect(wrong.status == 1 && wrong.error.contains("\"wrong-passphrase\""), "\(wrong.error)")
        // Reading the file alone needs no key, and the connection is as it was.
        #expect(try channel.list("connections", "connections").first?["state"] as? String == "not read yet")
        let right = try channel.mercer.run(
            ["sync"], environment: ["MERCER_PASSPHRASE": "Tonkrug am Fenster"])
        #expect(right.status == 0, "\(right.error)")
        let back = try channel.mercer.run(
            ["connections", "passphrase", "--remove"], environment: ["MERCER_PASSPHRASE_FILE": path])
        #expect(back.status == 0, "\(back.error)")
        #expect(try channel.run("test", "woo").status == 0)
    }

    @Test func `at a terminal it is asked for once, unseen, and a slip is no end`() async throws {
        let channel = try await connected()
        let path = try file("Tonkrug am Fenster", in: channel)
        try channel.run("connections", "passphrase", "--from-file", path)
        let seller = try Typist(channel.mercer.process(["test"]))
        try await seller.wait(for: "Passphrase of the connections")
        try await seller.waitUntilUnseen()
        seller.type("Tonkrug\n")
        try await seller.wait(for: "That is not the passphrase")
        try await seller.waitUntilUnseen()
        seller.type("Tonkrug am Fenster\n")
        #expect(await seller.end() == 0, "\(seller.seen)")
        #expect(!seller.seen.contains("Tonkrug"))
        #expect(seller.isEchoing)
    }

    @Test func `one that is too short is refused, and one that is lost can be given up`() async throws {
        let channel = try await connected()
        #expect(
            try channel.run("connections", "passphrase", "--from-file", file("short", in: channel)).status
                == 1)
        #expect(try channel.run("test").status == 0)
        let path = try file("Tonkrug am Fenster", in: channel)
        try channel.run("connections", "passphrase", "--from-file", path)
        let dropped = try channel.run("connections", "passphrase", "--forget", "--yes")
        #expect(dropped.status == 0, "\(dropped.error)")
        let again = try channel.mercer.run(
            ["connect", "--again", "woo", "--no-input"], environment: channel.keys)
        #expect(again.status == 0, "\(again.error)")
        #expect(try channel.run("test").status == 0)
    }
}
