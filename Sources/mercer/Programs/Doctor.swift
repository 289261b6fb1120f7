import ArgumentParser
import CommandCenter
import Commerce
import Foundation
import Shop

struct Doctor: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at what Mercer stands on: terminal, locale, SQLite, paths.",
        discussion: "Exit status 1 when something will not work.")

    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let findings = Self.findings(session)
        try session.show(DoctorReport(findings: findings))
        return findings.contains { $0.state == .bad } ? .failed : .done
    }

    private static func findings(_ session: Session) -> [DoctorReport.Finding] {
        var findings = [DoctorReport.Finding(.good, "Mercer", Mercer.version)]
        findings.append(terminal(session))
        findings.append(locale(session.world))
        findings += sqlite()
        findings += shop(session)
        findings += configuration(session)
        findings += paths(session)
        return findings
    }

    private static func terminal(_ session: Session) -> DoctorReport.Finding {
        let name = session.world.environment("TERM") ?? ""
        guard !name.isEmpty, name != "dumb" else {
            return .init(.warning, "terminal", "TERM is “\(name)”: the command center needs a terminal")
        }
        let folders = ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
        let own = session.world.environment("TERMINFO").map { [$0] } ?? []
        let entry = "/\(name.prefix(1))/\(name)"
        let home = session.world.homeFolder() + "/.terminfo"
        let isKnown = (own + [home] + folders).contains {
            FileManager.default.fileExists(atPath: $0 + entry)
        }
        guard isKnown else {
            return .init(
                .bad, "terminal",
                "\(name) is not in terminfo: install ncurses-term, or set TERM=xterm-256color")
        }
        let colours = session.world.environment("COLORTERM").map { ", \($0)" } ?? ""
        let size = session.console.width.map { ", \($0) columns" } ?? ", output is no terminal"
        return .init(.good, "terminal", name + colours + size)
    }

    private static func locale(_ world: World) -> DoctorReport.Finding {
        let set = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { world.environment($0) }.first { !$0.isEmpty }
        guard let set, set.uppercased().contains("UTF-8") || set.uppercased().contains("UTF8") else {
            return .init(
                .warning, "locale",
                "\(set ?? "none") is not UTF-8, so lines and marks are drawn in ASCII; LANG=C.UTF-8 mends it")
        }
        return .init(.good, "locale", set)
    }

    private static func sqlite() -> [DoctorReport.Finding] {
        let features = SQLiteFeatures()
        let missing = features.missing
        return [
            missing.isEmpty
                ? .init(.good, "SQLite", "\(features.version), with sessions and FTS5")
                : .init(.bad, "SQLite", "\(features.version) lacks \(missing.joined(separator: ", "))")
        ]
    }

    private static func configuration(_ session: Session) -> [DoctorReport.Finding] {
        let folder = session.places.configuration
        // Where the themes are not found is a finding of its own.
        let themes = try? ShippedFolders(world: session.world).path(of: .themes)
        var problems = Configuration.problems(in: folder, themes: themes)
        do { _ = try NetworkSettings(folder: folder) } catch {
            // A file that cannot be read as a whole is among them already.
            if problems.isEmpty { problems.append(Failure(error).message) }
        }
        guard problems.isEmpty else { return problems.map { .init(.warning, "configuration", $0) } }
        return [.init(.good, "configuration", folder)]
    }

    private static func shop(_ session: Session) -> [DoctorReport.Finding] {
        do {
            let shop = try session.openShop()
            let settings = try shop.settings()
            let unfinished = try shop.unfinishedRuns().map { run in
                DoctorReport.Finding(
                    .warning, "unfinished",
                    "“\(run.title)” was cut off after \(run.done): do it again to go on, or `mercer undo`")
            }
            try shop.close()
            return [.init(.good, "shop", "\(settings.name), \(session.shopPath)")] + unfinished
        } catch ShopError.missing {
            return [.init(.warning, "shop", "none yet at \(session.shopPath); `mercer init` makes one")]
        } catch {
            return [.init(.bad, "shop", Failure(error).message)]
        }
    }

    private static func paths(_ session: Session) -> [DoctorReport.Finding] {
        let folders = ShippedFolders(world: session.world)
        let shipped = ShippedFolders.Kind.allCases.map { kind in
            do {
                return DoctorReport.Finding(.good, kind.rawValue, try folders.path(of: kind))
            } catch {
                return DoctorReport.Finding(.bad, kind.rawValue, Failure(error).message)
            }
        }
        return shipped + [.init(.good, "logs", session.places.state)]
    }
}

struct DoctorReport: Report {
    static let schema = "mercer.doctor/1"

    enum State: String, Encodable { case good, warning, bad }

    struct Finding: Encodable {
        let state: State
        let what: String
        let detail: String

        init(_ state: State, _ what: String, _ detail: String) {
            self.state = state
            self.what = what
            self.detail = detail
        }
    }

    let findings: [Finding]

    func text(width: Int?) -> String {
        findings.map { finding in
            let word = finding.state == .good ? "good" : finding.state == .bad ? "BAD " : "note"
            let what = finding.what.padding(toLength: 14, withPad: " ", startingAt: 0)
            return Plain.line("\(word)  \(what)\(finding.detail)")
        }.joined(separator: "\n")
    }
}
