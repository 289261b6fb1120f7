import ArgumentParser

@main
struct Mercer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mercer", abstract: "The merchant's command center in a terminal.")
}
