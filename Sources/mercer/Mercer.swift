import ArgumentParser

/// The whole command line; what each subcommand does is in its own file.
struct Mercer: ShopCommand {
    static let version = "0.2.0"

    static let configuration = CommandConfiguration(
        commandName: "mercer",
        abstract: "The merchant's command center in a terminal.",
        discussion: """
            Without a subcommand it opens the command center on your shop.

            The shop is one file: --shop FILE, else $MERCER_SHOP, else $XDG_DATA_HOME/mercer/shop.mercer.
            Results go to standard output, everything else to standard error; --json gives results as JSON.
            Exit status: 0 done, 1 refused or failed, 2 misused, 3 done in part.
            """,
        version: version,
        subcommands: [],
        groupedSubcommands: [
            CommandGroup(
                name: "Shop", subcommands: [Init.self, Demo.self, Settings.self, Screen.self, Keys.self]),
            CommandGroup(name: "Trade", subcommands: [Products.self, Orders.self, Customers.self]),
            CommandGroup(
                name: "Channels",
                subcommands: [
                    Connect.self, Connections.self, TestConnections.self, Disconnect.self, Plan.self,
                    SyncCommand.self, Publish.self, Unlist.self, OutboxCommand.self, ConflictsCommand.self,
                    Matches.self, Requests.self,
                ]),
            CommandGroup(name: "File", subcommands: [Import.self, Export.self]),
            CommandGroup(name: "History", subcommands: [Log.self, Undo.self, Redo.self]),
            CommandGroup(
                name: "Upkeep",
                subcommands: [SQL.self, BackupCommand.self, Restore.self, Check.self]),
            CommandGroup(name: "Program", subcommands: [Do.self, Doctor.self, Completions.self]),
        ])

    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        try session.openCommandCenter()
    }
}
