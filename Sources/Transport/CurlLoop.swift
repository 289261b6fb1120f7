import CCurl
import HTTP

/// The transfers under way, and the turn that moves them all. Belongs to one thread.
final class CurlLoop {
    private let configuration: CurlConfiguration
    private let inbox: CurlInbox
    private let multi: UnsafeMutableRawPointer
    private let sessions: UnsafeMutableRawPointer?
    private var live: [UInt64: CurlTransfer] = [:]
    /// Handles to use again: making one is dearer than a request on an open connection.
    private var spare: [UnsafeMutableRawPointer] = []
    /// No transfer has been idle for too long before then.
    private var nextCheck: ContinuousClock.Instant?

    init?(_ configuration: CurlConfiguration, _ inbox: CurlInbox) {
        guard let multi = curl_multi_init() else { return nil }
        self.configuration = configuration
        self.inbox = inbox
        self.multi = multi
        sessions = curl_share_init()
        if let sessions { _ = ccurl_share_sessions(sessions) }
        _ = ccurl_multi_set_long(
            multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, configuration.maxConnectionsPerHost))
        inbox.connect(CurlInbox.Waker(multi: multi))
    }

    deinit {
        for easy in spare { curl_easy_cleanup(easy) }
        curl_multi_cleanup(multi)
        if let sessions { curl_share_cleanup(sessions) }
    }

    func run() {
        while true {
            let (commands, isOpen) = inbox.take()
            guard isOpen else { return stop(commands) }
            for command in commands { perform(command) }
            turn()
        }
    }

    private func turn() {
        var running: Int32 = 0
        _ = curl_multi_perform(multi, &running)
        let hasMore = collect()
        failIdle()
        // A transfer that goes on at another address has not been looked at yet.
        let code = curl_multi_poll(multi, nil, 0, hasMore ? 0 : millisecondsUntilCheck(), nil)
        if code != CURLM_OK { curl_multi_wait(multi, nil, 0, 10, nil) }
    }

    private func perform(_ command: CurlCommand) {
        switch command {
        case .start(let start): begin(start)
        case .cancel(let id):
            if let transfer = live[id] { end(transfer, with: .cancelled) }
        case .resume(let id):
            guard let transfer = live[id] else { return }
            transfer.touch()
            transfer.isPaused = false
            _ = curl_easy_pause(transfer.easy, CURLPAUSE_CONT)
        }
    }

    private func begin(_ start: CurlStart) {
        guard let easy = spare.popLast() ?? curl_easy_init() else {
            return start.sink.fail(.notSent(reason: "out of memory"))
        }
        let transfer = CurlTransfer(start, easy: easy)
        live[start.id] = transfer
        submit(transfer)
        let check = transfer.lastMove + start.request.limits.idle
        nextCheck = nextCheck.map { min($0, check) } ?? check
    }

    private func submit(_ transfer: CurlTransfer) {
        do throws(HTTPFailure) {
            try transfer.configure(configuration, sessions: sessions)
        } catch {
            return end(transfer, with: error)
        }
        if curl_multi_add_handle(multi, transfer.easy) != CURLM_OK {
            end(transfer, with: .notSent(reason: "libcurl did not take the request"))
        }
    }

    /// - Returns: whether one of them goes on elsewhere.
    private func collect() -> Bool {
        var goesOn = false
        var code = CURLE_OK
        while let easy = ccurl_next_done(multi, &code) {
            guard let context = ccurl_get_context(easy) else { continue }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            if let failure = transfer.failure(for: code) {
                end(transfer, with: failure)
            } else if transfer.turnsToNextHop() {
                curl_multi_remove_handle(multi, easy)
                submit(transfer)
                goesOn = true
            } else {
                end(transfer, with: nil)
            }
        }
        return goesOn
    }

    private func end(_ transfer: CurlTransfer, with failure: HTTPFailure?) {
        live[transfer.id] = nil
        curl_multi_remove_handle(multi, transfer.easy)
        transfer.finish(failure)
        curl_easy_reset(transfer.easy)
        if spare.count < 16 { spare.append(transfer.easy) } else { curl_easy_cleanup(transfer.easy) }
    }

    private func failIdle() {
        guard let check = nextCheck else { return }
        let now = ContinuousClock.now
        guard now >= check else { return }
        for transfer in Array(live.values) where transfer.isIdle(at: now) {
            end(transfer, with: transfer.stalled())
        }
        nextCheck = live.values.map { $0.idleUntil(now) }.min()
    }

    private func millisecondsUntilCheck() -> Int32 {
        // Without an idle limit to watch, only libcurl's own clocks and the inbox end the wait.
        guard let nextCheck else { return 3_600_000 }
        return Int32(clamping: max(0, (nextCheck - ContinuousClock.now).wholeMilliseconds + 1))
    }

    private func stop(_ commands: [CurlCommand]) {
        inbox.connect(nil)
        for case .start(let start) in commands {
            start.sink.fail(.notSent(reason: "the connection to the network was closed"))
        }
        for transfer in Array(live.values) { end(transfer, with: transfer.closed()) }
    }
}

extension Duration {
    /// Rounded down, within what libcurl takes for a time.
    var wholeMilliseconds: Int {
        let (seconds, fraction) = components
        if seconds >= 2_000_000 { return 2_000_000_000 }
        if seconds <= -2_000_000 { return -2_000_000_000 }
        return Int(seconds) * 1000 + Int(fraction / 1_000_000_000_000_000)
    }
}
