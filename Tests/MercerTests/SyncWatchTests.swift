import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `mercer sync --watch` as a program that is left running.
@Suite struct SyncWatchTests {
    @Test func `a watch tells what it does in lines, ends when it is interrupted, and is alone`() async throws
    {
        let channel = try await ChannelProcess("shopify")
        try channel.connect()
        let watch = try channel.mercer.process(["sync", "--watch", "--json"]).start(output: .pipe)
        let output = try #require(watch.output)
        var read = Data()
        while !read.contains(UInt8(ascii: "\n"))
            || !String(decoding: read, as: UTF8.self).contains("\"rested\"")
        {
            let more = output.availableData
            try #require(!more.isEmpty, "it ended: \(String(decoding: read, as: UTF8.self))")
            read.append(more)
        }
        let second = try channel.run("sync", "--json")
        #expect(second.status == 1 && second.error.contains(#""code":"syncing""#), "\(second.error)")
        watch.send(SIGINT)
        read.append(output.readDataToEndOfFile())
        #expect(watch.wait() == 0)
        let lines = String(decoding: read, as: UTF8.self).split(separator: "\n")
        for line in lines {
            let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            #expect(event?["schema"] as? String == "mercer.sync-event/1", "\(line)")
        }
        #expect(try channel.list("products", "products").count == 6)
        #expect(try channel.run("sync").status == 0)
    }

    @Test func `a channel that is gone is said, its changes are kept, and it goes on by itself`() async throws
    {
        let channel = try await ChannelProcess("woo")
        try channel.connect()
        try channel.run("sync")
        try channel.run("connections", "set", "woo", "push=on")
        try channel.run("products", "set", "MUG-BLU-L", "price=25")
        try await channel.disturb(
            #"{"rules":[{"when":"always","faults":[{"kind":"reset","moment":"before"}]}]}"#)
        let lost = try channel.run("sync")
        #expect(lost.status == 1, "\(lost.output)")
        #expect(!(try channel.run("connections").output.contains("in step")))
        #expect(try channel.run("plan").output.contains("25"))
        try await channel.disturb(#"{"rules":[]}"#)
        #expect(try channel.run("test").status == 0)
        let back = try channel.run("sync")
        #expect(back.status == 0 && back.output.contains("1 change out"), "\(back.output)\(back.error)")
        #expect(try channel.run("connections").output.contains("in step"))
    }

    @Test func `a watch sends what another Mercer changes, one edit after the other`() async throws {
        let channel = try await ChannelProcess("woo")
        try channel.connect()
        try channel.run("sync")
        try channel.run("connections", "set", "woo", "push=on")
        try channel.run("sync")
        let watch = try channel.mercer.process(["sync", "--watch", "--json"]).start(output: .pipe)
        let output = try #require(watch.output)
        var read = ""
        func readUntil(_ isThere: (Substring) -> Bool) throws {
            while !read.split(separator: "\n").contains(where: isThere) {
                let more = output.availableData
                try #require(!more.isEmpty, "it ended: \(read)")
                read += String(decoding: more, as: UTF8.self)
            }
            read = ""
        }
        try readUntil { $0.contains("\"rested\"") }
        // More than one: the first may go with a look that is under way.
        for price in ["25", "26", "27"] {
            try channel.run("products", "set", "MUG-BLU-L", "price=\(price)")
            try readUntil { $0.contains("\"rested\"") && $0.contains("\"sent\":1") }
        }
        watch.send(SIGINT)
        #expect(watch.wait() == 0)
        #expect(try channel.run("sync").output == "woo: in step\n")
    }
}
