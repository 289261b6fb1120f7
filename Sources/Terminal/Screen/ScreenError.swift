/// Why a screen could not be opened; each says what to do instead.
package enum ScreenError: Error, Hashable, Sendable, CustomStringConvertible {
    case noTerminal
    case dumbTerminal(name: String)
    case unusable(name: String)
    case noPipe(errno: Int32)
    case childFailed(program: String, errno: Int32)

    package var description: String {
        switch self {
        case .noTerminal:
            "There is no terminal to draw on: run it in one, or use a subcommand such as `orders list`."
        case .dumbTerminal(let name):
            "The terminal “\(name)” cannot place text: set TERM to what it really is, or use a subcommand."
        case .unusable(let name):
            "Nothing is known about the terminal “\(name)”, and it is not like xterm either: set TERM, for example TERM=xterm-256color."
        case .noPipe(let code):
            "The system gave no pipe (error \(code)): too many files are open."
        case .childFailed(let program, let code):
            "\(program) could not be started (error \(code)): is it installed, and is the name right?"
        }
    }
}
