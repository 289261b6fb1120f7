import ArgumentParser
import Commerce
import Shop

struct Settings: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show or change what the shop's rules read.",
        discussion:
            "mercer settings                  lists them\nmercer settings lowStock 3       changes one")

    @Argument(help: "The setting's name.") var name: String?
    @Argument(help: "Its new value.") var value: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: value != nil)
        if let name, let value {
            let receipt = try shop.perform(ChangeSetting(key: name, value: value))
            try session.show(DoneReport(entry: receipt.entry.description, summary: receipt.summary))
            return .done
        }
        let all = try shop.settings().values
        let shown = name == nil ? all : all.filter { $0.key == name }
        guard !shown.isEmpty else {
            throw Failure.misused(
                "There is no setting “\(name ?? "")”. There are: \(all.map(\.key).joined(separator: ", ")).")
        }
        try session.show(SettingsReport(settings: Dictionary(uniqueKeysWithValues: shown)))
        return .done
    }
}

private struct SettingsReport: Report {
    static let schema = "mercer.settings/1"
    let settings: [String: String]

    func text(width: Int?) -> String {
        if settings.count == 1, let only = settings.values.first { return Plain.line(only) + "\n" }
        var table = TextTable([.text("Setting"), .text("Value")])
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) { table.add([key, value]) }
        return table.text(width: width)
    }
}
