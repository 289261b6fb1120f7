import CCurl
import Glibc
import HTTP

/// The thread that owns libcurl.
enum CurlThread {
    /// Once for the process, and before any handle; the language runs it once however many clients begin together.
    private static let isReady: Bool = ccurl_start() != 0

    private final class Beginning {
        let configuration: CurlConfiguration
        let inbox: CurlInbox

        init(_ configuration: CurlConfiguration, _ inbox: CurlInbox) {
            self.configuration = configuration
            self.inbox = inbox
        }
    }

    /// - Returns: nil when there is no thread to be had; the inbox is closed then.
    static func start(_ configuration: CurlConfiguration, _ inbox: CurlInbox) -> pthread_t? {
        let beginning = Unmanaged.passRetained(Beginning(configuration, inbox))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                if let argument {
                    let beginning = Unmanaged<Beginning>.fromOpaque(argument).takeRetainedValue()
                    CurlThread.run(beginning.configuration, beginning.inbox)
                }
                return nil
            }, beginning.toOpaque())
        guard code == 0 else {
            beginning.release()
            inbox.close()
            return nil
        }
        return thread
    }

    private static func run(_ configuration: CurlConfiguration, _ inbox: CurlInbox) {
        // Signals are the main thread's. A broken pipe is told by the call that wrote: libcurl, told not to touch
        // signals, leaves the signal itself to us.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, nil)

        guard isReady, let loop = CurlLoop(configuration, inbox) else {
            inbox.close()
            for case .start(let start) in inbox.take().commands {
                start.sink.fail(.notSent(reason: "libcurl did not start"))
            }
            return
        }
        loop.run()
    }
}
