package import Commerce
package import Connectors
import Foundation
package import HTTP

/// Opens channels over one HTTP client: paced by what is remembered of their budgets, each request told to the log
/// without its secrets.
///
/// Nothing is sent again from here. A channel repeats a read by itself, at its pace; of a write whose answer is lost
/// only the engine may decide.
package struct PlatformMaker: ChannelMaker {
    private let http: any HTTPClient
    private let now: @Sendable () -> Instant
    private let sleep: @Sendable (Double) async throws -> Void
    private let random: @Sendable () -> UInt64
    private let haste: Double

    /// - Parameters:
    ///   - sleep: waits so many seconds; throws when its task is cancelled.
    ///   - random: sixty-four random bits.
    ///   - haste: how many times as fast as a careful beginning is to begin with. A platform within this process bears
    ///     what a host in the world would ban.
    package init(
        http: any HTTPClient, now: @escaping @Sendable () -> Instant,
        sleep: @escaping @Sendable (Double) async throws -> Void, random: @escaping @Sendable () -> UInt64,
        haste: Double = 1
    ) {
        self.http = http
        self.now = now
        self.sleep = sleep
        self.random = random
        self.haste = haste
    }

    package var platforms: [PlatformDescription] { PlatformRegistry.descriptions }

    package func open(_ opening: ChannelOpening) throws(ChannelFailure) -> OpenChannel {
        guard let platform = PlatformRegistry.platform(opening.kind) else {
            throw .rejected(reason: "This Mercer knows no platform “\(opening.kind)”.")
        }
        let now = now
        let seconds: @Sendable () -> Double = { Double(now().milliseconds) / 1000 }
        var buckets = platform.buckets(seconds())
        for operation in buckets.keys { buckets[operation]?.refillPerSecond *= haste }
        for (operation, text) in opening.budgets {
            // What cannot be read was written by another version: the careful beginning holds.
            if let bucket = Self.bucket(text) { buckets[operation] = bucket }
        }
        let pacer = Pacer(buckets: buckets, clock: Pacer.Clock(now: seconds, sleep: sleep))
        let record = opening.record
        let client = RecordingClient(http, now: seconds) { record(RequestLine($0)) }
        let channel = try platform.open(
            PlatformTools(
                values: opening.settings.merging(opening.secrets) { $1 }, vault: opening.vault, http: client,
                pacer: pacer, now: now, sleep: sleep, random: random))
        return OpenChannel(channel: channel) {
            await pacer.snapshot().mapValues { Self.budget($0, at: seconds()) }
        }
    }

    package func signIn(kind: String, values: [String: String], redirect: String) throws(ChannelFailure)
        -> BrowserSignIn
    {
        guard let begin = PlatformRegistry.platform(kind)?.signIn else {
            throw .rejected(reason: "It is not signed in to through the browser: give it keys.")
        }
        let now = now
        let pacer = Pacer(
            buckets: [:],
            clock: Pacer.Clock(now: { Double(now().milliseconds) / 1000 }, sleep: sleep))
        return try begin(
            PlatformTools(
                values: values, http: http, pacer: pacer, now: now, sleep: sleep, random: random), redirect)
    }

    /// A remembered budget as it is at that moment; nil for text that is none.
    package static func budget(_ text: String, at moment: Instant) -> OpenChannel.Budget? {
        bucket(text).map { budget($0, at: Double(moment.milliseconds) / 1000) }
    }

    private static func bucket(_ text: String) -> TokenBucket? {
        // Nil says that it is none, whatever is wrong with it.
        guard let bucket = try? JSONDecoder().decode(TokenBucket.self, from: Data(text.utf8)),
            (0..<1e9).contains(bucket.refillPerSecond), bucket.capacity > 0, bucket.capacity < 1e9,
            bucket.level <= bucket.capacity, bucket.level > -1e9, bucket.at.magnitude < 1e12
        else { return nil }
        return bucket
    }

    private static func budget(_ bucket: TokenBucket, at seconds: Double) -> OpenChannel.Budget {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // Four finite numbers can always be written; were one not, nothing would be remembered.
        let text = (try? encoder.encode(bucket)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return OpenChannel.Budget(
            text: text, level: bucket.level(at: seconds), capacity: bucket.capacity,
            refillPerSecond: bucket.refillPerSecond)
    }
}

extension RequestLine {
    /// A record as the shop's log keeps it.
    fileprivate init(_ record: RequestRecord) {
        self.init(
            at: Instant(milliseconds: Int64((record.at * 1000).rounded())), method: record.method.rawValue,
            url: record.url, label: record.label, status: record.status, bytes: record.bytesReceived,
            milliseconds: Int((record.duration * 1000).rounded()),
            failure: record.failure.map(Self.words) ?? "")
    }

    private static func words(_ failure: RequestRecord.Failure) -> String {
        switch failure {
        case .notSent: "did not leave"
        case .untrusted: "not who it says it is"
        case .unanswered: "no whole answer"
        case .tooLarge: "answer too large"
        case .malformed: "no address to send to"
        case .cancelled: "stopped"
        }
    }
}
