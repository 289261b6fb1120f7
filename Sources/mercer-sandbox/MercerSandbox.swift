import ArgumentParser

/// The simulated platforms on a port.
@main
struct MercerSandbox: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "mercer-sandbox")
}
