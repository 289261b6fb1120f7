import ArgumentParser

/// What every subcommand takes.
struct GlobalOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("The shop's file.", valueName: "file"), completion: .file())
    var shop: String?

    @Flag(name: .long, help: "Give the result as JSON.")
    var json = false

    /// Puts the options that stand before the subcommand behind it, where the subcommand's own parser sees them.
    ///
    /// `mercer --shop other.mercer log` and `mercer log --shop other.mercer` are the same.
    static func moved(behindSubcommand arguments: [String]) -> [String] {
        var leading: [String] = []
        var rest = arguments[...]
        while let first = rest.first {
            if first == "--json" || first.hasPrefix("--shop=") {
                leading.append(first)
                rest = rest.dropFirst()
            } else if first == "--shop", rest.count > 1 {
                leading += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        // What follows a bare `--` is a value whatever it looks like, so the options go before it.
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + leading + Array(rest[end...])
    }

    /// The options of a run without the parser.
    static func plain(shop: String?) -> GlobalOptions {
        var options = GlobalOptions()
        options.shop = shop
        options.json = false
        return options
    }
}
