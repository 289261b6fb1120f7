import ArgumentParser

@main
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mercer-bench", abstract: "Measures Mercer beside the raw equivalent.")
}
