import ArgumentParser

struct Completions: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the completion script of a shell.",
        discussion: """
            bash: mercer completions bash > ~/.local/share/bash-completion/completions/mercer
            zsh:  mercer completions zsh > a folder of $fpath, as _mercer
            fish: mercer completions fish > ~/.config/fish/completions/mercer.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.") var shell: Shell
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        let shell: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        session.console.print(Mercer.completionScript(for: shell))
        return .done
    }
}
