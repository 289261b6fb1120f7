import Glibc

/// Keeps what libraries print to standard error off the screen while it is up.
final class StandardError {
    private var saved: Int32 = -1

    /// With nil nothing is moved. A file that cannot be opened loses what is printed rather than the picture.
    init(redirectedTo file: String?) {
        guard let file else { return }
        var target = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        if target < 0 { target = open("/dev/null", O_WRONLY | O_CLOEXEC) }
        guard target >= 0 else { return }
        fflush(nil)
        saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        dup2(target, STDERR_FILENO)
        close(target)
    }

    func restore() {
        guard saved >= 0 else { return }
        dup2(saved, STDERR_FILENO)
        close(saved)
        saved = -1
    }
}
