import Foundation
import HTTP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A simulated platform as a process of its own on this machine, and its own account of what it was asked.
final class SandboxHost {
    struct Asked {
        /// Milliseconds since 1970.
        let at: Int
        let method: String
        let what: String
        let status: Int
    }

    let url: String
    private let process: pid_t
    private let folder: String

    init(_ program: String, _ arguments: [String], folder: String, name: String) throws {
        self.folder = folder
        let said = folder + "/sandbox-\(name).txt"
        unlink(said)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, said, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        process = try Spawned.start(
            [program] + arguments, actions: &actions, attributes: nil, Surroundings.plain)
        var url: String?
        // Thousands of orders take it a moment.
        for _ in 0..<3_000 where url == nil {
            usleep(10_000)
            let text = FileManager.default.contents(atPath: said).map { String(decoding: $0, as: UTF8.self) }
            url = text?.split(whereSeparator: { $0 == " " || $0 == "\n" }).first { $0.hasPrefix("http") }
                .map(String.init)
        }
        guard let url else {
            kill(process, SIGKILL)
            throw BenchFailure("\(program) does not say where it listens.")
        }
        self.url = url
    }

    deinit {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// What it was asked since it was last told to forget.
    func asked() throws -> [Asked] {
        let json = try JSON(try control("GET", "requests"))
        return json.items.map {
            Asked(
                at: $0["at"].integer ?? 0, method: $0["method"].string ?? "", what: $0["what"].string ?? "",
                status: $0["status"].integer ?? 0)
        }
    }

    func forget() throws { _ = try control("DELETE", "requests") }

    func buy(_ sku: String) throws { _ = try control("POST", "buy?sku=\(sku)&quantity=1") }

    /// Nothing ever answers from here on.
    func fallSilent() throws {
        _ = try control(
            "PUT", "faults",
            #"{"rules":[{"when":"always","faults":[{"kind":"silence","moment":"before"}]}]}"#)
    }

    private func control(_ method: String, _ what: String, _ body: String? = nil) throws -> Data {
        let file = folder + "/control.json"
        var words = ["curl", "-s", "--fail", "--noproxy", "*", "-X", method]
        if let body { words += ["--data", body] }
        let cost = try Spawned.run(
            words + [url + "/__sandbox/" + what], output: file, environment: Surroundings.plain)
        guard cost.status == 0, let data = FileManager.default.contents(atPath: file) else {
            throw BenchFailure("The sandbox does not take \(method) \(what).")
        }
        return data
    }
}
