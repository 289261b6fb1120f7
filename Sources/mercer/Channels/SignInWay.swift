import Commerce
import Connectors
import Foundation
import Shop
import Sync

/// How a seller gives Mercer access: by keys, or on the platform's own page.
enum SignInWay {
    case keys
    case browser(PlatformDescription.BrowserWay)

    /// As said, or as it follows from what was given; where neither says, the one at the terminal is asked.
    ///
    /// - Parameters:
    ///   - said: whether the browser's way was asked for; nil where nothing was said of it.
    ///   - fields: words of the command line, some of which only one of the ways takes.
    init(
        _ platform: PlatformDescription, said: Bool?, fields: [String], hasKeys: Bool, asks: Bool,
        _ console: Console
    ) throws {
        guard let way = platform.browser else {
            guard said != true else {
                throw Failure.misused(
                    "\(platform.name) is not signed in to through the browser: it takes keys.")
            }
            self = .keys
            return
        }
        let names = Set(fields.map { $0.drop { $0 == "-" }.prefix { $0 != "=" } }.map(String.init))
        let own = Set(way.fields.map(\.id)).subtracting(platform.fields.map(\.id))
        guard said != true, names.isDisjoint(with: own) else {
            self = .browser(way)
            return
        }
        guard said == nil, !hasKeys, asks, console.canAsk else {
            self = .keys
            return
        }
        console.note("\(platform.name) is connected in one of two ways:")
        console.note("  1  by keys: \(Self.titles(platform.fields, beside: way.fields))")
        console.note(
            "  2  in the browser, on \(platform.name)'s own page: \(Self.titles(way.fields, beside: platform.fields))"
        )
        while true {
            console.ask("Which (1, 2)? ")
            switch readLine()?.trimmingCharacters(in: .whitespaces) {
            case "1":
                self = .keys
                return
            case "2":
                self = .browser(way)
                return
            case nil: throw Failure("Nothing was connected.", code: "declined")
            default: continue
            }
        }
    }

    /// What only this way asks for.
    private static func titles(
        _ fields: [PlatformDescription.Field], beside others: [PlatformDescription.Field]
    ) -> String {
        fields.filter { field in !others.contains { $0.id == field.id } }.map(\.title)
            .joined(separator: ", ")
    }
}

extension Session {
    /// Has the seller sign in on the platform's page, and answers all values to connect with.
    ///
    /// - Parameters:
    ///   - pastes: whether what comes back is pasted even where a browser could be waited for.
    ///   - seconds: how long a browser is waited for.
    func signIn(
        _ platform: PlatformDescription, values: [String: String], again connection: Connection?,
        pastes: Bool, port: UInt16?, seconds: Int, asks: Bool, _ service: SyncService
    ) throws -> [String: String] {
        // Before the seller is told of it: pressed at once, it is not to end Mercer without a word.
        var interrupt: Interrupt? = Interrupt()
        do {
            let started = try service.beginSignIn(
                kind: platform.kind, values: values, again: connection, pastes: pastes, port: port)
            if started.isAwaited {
                // On standard error whatever the result's form is: without the page nobody can go on.
                console.note(
                    started.isOpened
                        ? "\(platform.name)'s page opens in your browser: allow Mercer there. If it does not, open"
                        : "Open this page in a browser of this machine, and allow Mercer there:")
                console.note(started.page)
                console.note("Waiting for it; Ctrl-C gives up.")
                return try wait(interrupt) { try await started.returned(within: seconds) }
            }
            interrupt = nil
            let why = started.why.isEmpty ? "" : " (\(started.why), so none is opened)"
            console.note("Open this page in a browser\(why), and allow Mercer there:")
            console.note(started.page)
            console.note(
                "The browser is then sent to an address that begins with http://127.0.0.1, where it finds nothing."
            )
            guard asks else { throw Failure("Nobody can be asked for it here.", code: "missing-fields") }
            console.ask("Paste that address, or the code in it: ")
            guard let pasted = readLine(), !pasted.allSatisfy(\.isWhitespace) else {
                throw Failure("Nothing was connected.", code: "declined")
            }
            return try wait { try await started.pasted(pasted) }
        } catch ChannelFailure.cancelled {
            throw Failure("Nothing was connected.", code: "stopped")
        } catch let failure as ChannelFailure {
            throw Failure(failure, connecting: platform.name)
        }
    }
}
