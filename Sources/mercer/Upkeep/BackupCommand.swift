import ArgumentParser
import Commerce
import Foundation
import Shop

struct BackupCommand: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the shop's file as it is now.",
        discussion: "Mercer makes one by itself each day, and before it brings an older file up to date.")

    @Argument(help: "Where the copy goes; without it, beside the shop.", completion: .file())
    var file: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop()
        let target: String
        if let file {
            try shop.backUp(to: file)
            target = file
        } else {
            target = try shop.backUp()
        }
        try session.show(DoneReport(summary: "The shop is copied to \(target).", path: target))
        return .done
    }
}

struct Restore: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup in the shop's place.",
        discussion: "The shop as it is now is kept beside it first.")

    @Argument(help: "The backup.", completion: .file()) var file: String
    @Flag(name: [.short, .long], help: "Do it without asking.") var yes = false
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let path = session.shopPath
        if !yes, FileManager.default.fileExists(atPath: path) {
            guard try session.confirm("Put \(file) in the place of \(path)?") else {
                throw Failure("Nothing was changed.", code: "declined")
            }
        }
        try session.makeFolder(of: path)
        let kept = try Shop.restore(from: file, to: path, world: session.world)
        let before = kept.map { " The shop as it was is at \($0)." } ?? ""
        try session.show(DoneReport(summary: "\(file) is the shop now.\(before)", path: path))
        return .done
    }
}

extension Session {
    /// Asks on the terminal; only `y` or `yes` is one.
    ///
    /// - Throws: where nobody can be asked.
    func confirm(_ question: String) throws -> Bool {
        guard console.canAsk else {
            throw Failure.misused("\(question) Nobody is there to be asked: say --yes.")
        }
        console.ask("\(Plain.line(question)) [y/N] ")
        let answer = readLine()?.lowercased()
        return answer == "y" || answer == "yes"
    }
}
