import ArgumentParser
import Commerce
import Shop
import Sync

struct ChangePassphrase: ShopCommand {
    static let configuration = CommandConfiguration(
        commandName: "passphrase",
        abstract: "Seal the connections' keys by a passphrase instead of a key file.",
        discussion: """
            mercer connections passphrase             sets one, or changes it; typed unseen
            mercer connections passphrase --remove    back to a key file beside the shops

            It is asked for once whenever Mercer has to reach a channel, or read from MERCER_PASSPHRASE, or from the
            file that MERCER_PASSPHRASE_FILE names. A new one can come from --from-file. One that is lost cannot be
            found again: --forget drops the keys that it sealed, and the channels are signed in to anew; nothing else
            is lost. Backups made before it was set were sealed by the key file, which goes: in them channels have to
            be signed in to as well.
            """)

    @Flag(help: "Seal by a key file again.") var remove = false
    @Flag(help: "Drop the passphrase, and the keys that nobody can open without it.") var forget = false
    @Flag(name: .shortAndLong, help: "Drop them without being asked.") var yes = false
    @Option(
        help: ArgumentHelp("Take the new one from a file's first line.", valueName: "file"),
        completion: .file())
    var fromFile: String?
    @OptionGroup var options: GlobalOptions

    /// So few that even a slow key does not keep somebody from trying them all.
    private static let fewest = 8

    func run(in session: Session) throws -> Outcome {
        let shop = try session.openShop(toWrite: true)
        // A Mercer that syncs holds the old key, and would seal by it.
        guard let lock = try SyncLock.take(shop) else {
            throw Failure("Another Mercer is syncing this shop. End it first.", code: "syncing")
        }
        defer { withExtendedLifetime(lock) {} }
        guard !forget else {
            try session.needYes(yes, "Drop all connections' keys, and sign in to each channel anew?")
            try session.lockedService(shop).keys.forget()
            try session.show(
                DoneReport(summary: "The passphrase is gone: `mercer connect --again NAME` for each channel.")
            )
            return .done
        }
        let service = try session.syncService(shop)
        guard !remove else {
            guard try service.keys.hasPassphrase() else {
                throw Failure(
                    "There is no passphrase: the keys are sealed by a key file.", code: "no-passphrase")
            }
            try service.keys.useKeyFile()
            try session.show(DoneReport(summary: "The connections' keys are sealed by a key file again."))
            return .done
        }
        try service.keys.usePassphrase(try new(session))
        try session.show(DoneReport(summary: "The connections' keys are sealed by the passphrase."))
        return .done
    }

    private func new(_ session: Session) throws -> String {
        let text: String
        if let fromFile {
            text = try Session.firstLine(of: fromFile)
        } else {
            guard session.console.canAsk else {
                throw Failure.misused("Say --from-file FILE, or run it in a terminal to be asked.")
            }
            guard let typed = SecretPrompt.ask("New passphrase, typed unseen: ", session.console),
                let again = SecretPrompt.ask("The same again: ", session.console)
            else { throw Failure("Nothing was changed.", code: "declined") }
            guard typed == again else { throw Failure("They are not the same.", code: "declined") }
            text = typed
        }
        guard text.count >= Self.fewest else {
            throw Failure(
                "A passphrase has at least \(Self.fewest) characters; some words are better.", code: "short")
        }
        return text
    }
}

extension Session {
    private static let tries = 3

    /// Takes the passphrase from the environment, from a file that it names, or from the one at the terminal.
    ///
    /// - Parameter mayLeave: whether it may be left out at the terminal; then the answer is false.
    @discardableResult
    func unlock(_ keys: KeyRing, mayLeave: Bool = false) throws -> Bool {
        if let text = world.environment("MERCER_PASSPHRASE"), !text.isEmpty {
            try keys.unlock(text)
            return true
        }
        if let path = world.environment("MERCER_PASSPHRASE_FILE"), !path.isEmpty {
            try keys.unlock(Self.firstLine(of: path))
            return true
        }
        guard console.canAsk else { throw SealFailure.locked }
        let question =
            "Passphrase of the connections, typed unseen"
            + (mayLeave ? " (Enter to go on without them): " : ": ")
        for attempt in 1... {
            guard let text = SecretPrompt.ask(question, console) else {
                throw Failure("Nothing was done.", code: "declined")
            }
            if mayLeave, text.isEmpty { return false }
            do {
                try keys.unlock(text)
                return true
            } catch let failure as SealFailure where attempt < Self.tries {
                console.note(failure.description)
            }
        }
        return false
    }

    static func firstLine(of path: String) throws -> String {
        let text = try PrivateFile.text(of: path)
        return text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
    }
}
