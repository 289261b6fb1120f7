import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A kill at any moment loses nothing that was acknowledged.
@Suite struct KillTests {
    @Test func `what a killed Mercer had acknowledged is in the file`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        var acknowledged: Set<String> = []
        // Killed after 5, 25, 60 answers, and 0 to 3 ms later, so that it is hit at different places of its work.
        for (round, count) in [5, 25, 60].enumerated() {
            acknowledged.formUnion(
                try killed(mercer, after: count, delay: UInt32(round * 1500), round: round))
        }
        #expect(acknowledged.count >= 90)
        let log = try mercer.run("sql", "SELECT id FROM entries", "--format", "csv")
        let kept = Set(log.output.split(whereSeparator: \.isNewline).map(String.init))
        #expect(acknowledged.isSubset(of: kept))
        let check = try mercer.run("check")
        #expect(check.status == 0, "\(check.output)")
    }

    private func killed(_ mercer: MercerProcess, after count: Int, delay: UInt32, round: Int) throws
        -> [String]
    {
        let process = try mercer.process(["do", "CreateProduct", "-", "--lines"]).start(
            input: .pipe, output: .pipe)
        let (input, output) = (try #require(process.input), try #require(process.output))
        // More than is ever read, so that it is killed in the middle of its work.
        let lines = (0..<400).map {
            #"{"product":{"title":"R\#(round) P\#($0)","variants":[{"sku":"R\#(round)-\#($0)"}]}}"#
        }
        let feed = Thread {
            signal(SIGPIPE, SIG_IGN)
            for line in lines {
                do { try input.write(contentsOf: Data((line + "\n").utf8)) } catch {
                    return
                }
            }
            // Then whoever refuses every line ends, instead of being waited for.
            try? input.close()
        }
        feed.start()
        var text = ""
        while text.split(separator: "\n").count < count {
            let bytes = output.availableData
            guard !bytes.isEmpty else { break }
            text += String(decoding: bytes, as: UTF8.self)
        }
        usleep(delay)
        process.send(SIGKILL)
        process.wait()
        text += process.rest()
        return text.split(separator: "\n").compactMap { line in
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            else {
                return nil  // The line the kill cut off.
            }
            return object["entry"] as? String
        }
    }
}
