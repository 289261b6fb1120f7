import ArgumentParser

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@main
enum Main {
    static func main() {
        // A reader that has had enough, as `head`, is no error: the next write finds out and ends quietly.
        signal(SIGPIPE, SIG_IGN)
        // A limit on file sizes is an error of the write, not the end of the program.
        signal(SIGXFSZ, SIG_IGN)
        let arguments = GlobalOptions.moved(behindSubcommand: Array(CommandLine.arguments.dropFirst()))
        exit(Invocation(arguments: arguments, console: Console()).run().rawValue)
    }
}

/// How a run of `mercer` ended, as its exit status.
enum Outcome: Int32 {
    case done = 0
    /// Refused by the shop's rules, or failed: nothing was changed unless the message says otherwise.
    case failed = 1
    /// The arguments make no sense.
    case misused = 2
    /// Some of what was asked for was done; standard error names the rest.
    case inPart = 3
}

/// One run: arguments in, an outcome out.
struct Invocation {
    let arguments: [String]
    let console: Console

    func run() -> Outcome {
        do {
            // The two that are run most need no parser, which takes longer than all else they do.
            if arguments == ["--version"] {
                console.print(Mercer.version)
                return .done
            }
            if arguments.isEmpty || arguments.count == 2 && arguments[0] == "--shop" {
                let options = GlobalOptions.plain(shop: arguments.last)
                return try Session(options: options, console: console).openCommandCenter()
            }
            var command = try Mercer.parseAsRoot(arguments)
            if let command = command as? any ShopCommand {
                return try command.run(in: Session(options: command.options, console: console))
            }
            try command.run()
            return .done
        } catch let failure as Failure {
            console.complain(failure, asJSON: arguments.contains("--json"))
            return failure.outcome
        } catch {
            return ended(by: error)
        }
    }

    /// Help and versions are asked for by an error too, as the parser sees it.
    private func ended(by error: any Error) -> Outcome {
        if Mercer.exitCode(for: error) == .success {
            console.print(Mercer.fullMessage(for: error))
            return .done
        }
        if Mercer.exitCode(for: error) == .validationFailure {
            let message = Mercer.fullMessage(for: error)
            console.complain(message.hasPrefix("Error: ") ? String(message.dropFirst(7)) : message)
            return .misused
        }
        let failure = Failure(error)
        console.complain(failure, asJSON: arguments.contains("--json"))
        return failure.outcome
    }
}
