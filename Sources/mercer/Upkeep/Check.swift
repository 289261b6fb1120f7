import ArgumentParser
import Shop

struct Check: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look through the whole file for anything that does not hold.",
        discussion: "Exit status 1 when something was found.")

    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let report = try session.open(session.shopPath).check()
        try session.show(
            CheckResult(sound: report.isSound, checked: report.checked, findings: report.findings))
        return report.isSound ? .done : .failed
    }
}

private struct CheckResult: Report {
    static let schema = "mercer.check/1"
    let sound: Bool
    let checked: [String]
    let findings: [CheckReport.Finding]

    func text(width: Int?) -> String {
        guard !sound else { return "Sound: \(checked.joined(separator: ", "))." }
        return findings.map { Plain.line("\($0.check): \($0.what)") }.joined(separator: "\n")
    }
}
