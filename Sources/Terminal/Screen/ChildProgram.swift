import Glibc

/// Another program that has the terminal for a while.
enum ChildProgram {
    /// Starts it on the terminal and waits. Signals are its own affair while it runs.
    static func run(_ arguments: [String], terminal: Int32) throws -> Int32 {
        guard let program = arguments.first else { return 0 }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, terminal, STDIN_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGPIPE, SIGWINCH] {
            sigaddset(&defaults, signal)
        }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        // Ctrl-C in the child must not end the parent as well.
        let interrupt = signal(SIGINT, SIG_IGN)
        let stop = signal(SIGTSTP, SIG_IGN)
        defer {
            signal(SIGINT, interrupt)
            signal(SIGTSTP, stop)
        }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, program, &actions, &attributes, words, environ)
        guard failure == 0 else { throw ScreenError.childFailed(program: program, errno: failure) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
    }
}

/// The seller's editor, as a command line that takes a file.
package enum EditorCommand {
    /// VISUAL, else EDITOR, else vi; either may have arguments of its own, which is why a shell reads it.
    package static func arguments(environment: [String: String], file: String) -> [String] {
        let editor = ["VISUAL", "EDITOR"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
        return ["/bin/sh", "-c", "\(editor) \"$1\"", "sh", file]
    }
}
