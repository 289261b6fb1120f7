import Commerce
import Connectors
import Foundation
import HTTP
import Transport

extension SellersBrowser {
    /// The browser of the one at this machine: `$BROWSER`, else what the desktop opens pages with.
    static func real(_ world: World) -> SellersBrowser {
        SellersBrowser(
            absence: { absence(world.environment) },
            open: { page in
                guard let (program, arguments) = command(for: page, world.environment) else { return false }
                let process = Process()
                process.executableURL = URL(filePath: program)
                process.arguments = arguments
                // Its complaints would stand in the middle of the screen.
                process.standardInput = FileHandle.nullDevice
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                do { try process.run() } catch { return false }
                return true
            },
            listen: { port throws(ChannelFailure) in
                do throws(LoopbackFailure) { return Redirect(try LoopbackRedirect(port: port)) } catch {
                    throw ChannelFailure(error, port: port)
                }
            })
    }

    /// Why the page cannot be opened on the machine where the seller sits.
    static func absence(_ environment: (String) -> String?) -> String? {
        func isSet(_ name: String) -> Bool { environment(name).map { !$0.isEmpty } ?? false }
        if isSet("SSH_CONNECTION") { return "this is a session over SSH" }
        guard isSet("BROWSER") || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") else {
            return "there is no desktop here"
        }
        return nil
    }

    /// What opens the page: a program and its arguments. No shell reads the page's address.
    static func command(
        for page: String, _ environment: (String) -> String?
    ) -> (program: String, arguments: [String])? {
        let wanted = (environment("BROWSER") ?? "").split(separator: ":").map(String.init)
        for command in wanted + ["xdg-open"] {
            var words = command.split(separator: " ").map(String.init)
            guard !words.isEmpty, let program = found(words.removeFirst(), environment("PATH") ?? "") else {
                continue
            }
            let isPlaced = words.contains { $0.contains("%s") }
            return (program, words.map { $0.replacing("%s", with: page) } + (isPlaced ? [] : [page]))
        }
        return nil
    }

    private static func found(_ program: String, _ path: String) -> String? {
        let places =
            program.contains("/") ? [program] : path.split(separator: ":").map { "\($0)/\(program)" }
        return places.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

extension SellersBrowser.Redirect {
    fileprivate init(_ redirect: LoopbackRedirect) {
        self.init(
            url: redirect.url,
            wait: { state, seconds throws(ChannelFailure) in
                do throws(LoopbackFailure) {
                    return try await redirect.query(state: state, within: .seconds(seconds)).description
                } catch {
                    throw ChannelFailure(error, port: redirect.port, seconds: seconds)
                }
            },
            cancel: { redirect.cancel() })
    }
}

extension ChannelFailure {
    fileprivate init(_ failure: LoopbackFailure, port: UInt16, seconds: Int = 0) {
        switch failure {
        case .cannotListen(let reason):
            self = .rejected(
                reason:
                    "Port \(port) of this machine, on which the browser comes back, cannot be listened on: "
                    + "\(reason). End what has it, or paste what comes back: --paste.")
        case .timedOut:
            let time = seconds >= 120 ? "\(seconds / 60) minutes" : "\(seconds) seconds"
            self = .rejected(
                reason:
                    "The browser did not come back within \(time). Begin again; --paste takes the address that "
                    + "it shows.")
        case .cancelled: self = .cancelled
        }
    }
}
