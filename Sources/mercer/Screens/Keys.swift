import ArgumentParser
import CommandCenter

struct Keys: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the keys of the command center.",
        discussion: "The names in the first column are those the configuration remaps.")

    @Flag(help: "As Markdown, which docs/KEYS.md is.") var markdown = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let report = KeysReport(table: KeyTable())
        if markdown {
            session.console.print(report.markdown)
        } else {
            try session.show(report)
        }
        return .done
    }
}

private struct KeysReport: Report {
    static let schema = "mercer.keys/1"
    let table: KeyTable

    private enum CodingKeys: String, CodingKey { case commands }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(table.rows, forKey: .commands)
    }

    func text(width: Int?) -> String {
        table.groups.map { name, rows in
            var lines = TextTable([.text(name), .text("Keys"), .long("What")])
            for row in rows { lines.add([row.id, row.keys.joined(separator: "  "), row.help]) }
            return lines.text(width: width)
        }.joined(separator: "\n")
    }

    var markdown: String {
        var lines = [
            "# Keys", "",
            "Made by `Scripts/docs` from the list of commands; `?` shows what applies where you are.",
            "The name in the last column is what `[keys]` in the configuration remaps.",
        ]
        for (name, rows) in table.groups {
            lines += ["", "## \(name)", "", "| Keys | What | Name |", "|---|---|---|"]
            lines += rows.map { row in
                let keys = row.keys.map { "`\($0.replacing("|", with: "\\|"))`" }.joined(separator: " ")
                return "| \(keys) | \(row.help) | `\(row.id)` |"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
