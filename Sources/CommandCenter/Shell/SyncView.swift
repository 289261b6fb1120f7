package import Commerce
package import Connectors
package import Shop
package import Sync
package import Terminal

/// How the connections stand, as the header and the panes show it.
package struct SyncView: Hashable, Sendable {
    package var standings: [ConnectionStanding] = []
    package var progress: [ConnectionID: SyncProgress] = [:]
    package var reports: [ConnectionID: SyncReport] = [:]
    /// What can be connected; empty where this Mercer connects nothing.
    package var platforms: [PlatformDescription] = []
    package var hasService = false
    /// Whether the network can be pulled, and whether it is: only a demo's can.
    package var cable: CableState = .none

    package enum CableState: Hashable, Sendable {
        case none, plugged, cut
    }
    /// Whether another Mercer syncs this shop.
    package var isElsewhere = false

    package init(_ service: SyncService? = nil) {
        platforms = service?.platforms ?? []
        hasService = service != nil
        if let cable = service?.cable { self.cable = cable.isCut() ? .cut : .plugged }
    }

    package func standing(_ id: ConnectionID) -> ConnectionStanding? { standings.first { $0.id == id } }

    /// How many changes and effects wait for the end of their hold.
    func held(at now: Instant) -> (count: Int, next: Instant)? {
        let held = standings.filter { ($0.nextHold ?? now) > now }
        guard let next = held.compactMap(\.nextHold).min() else { return nil }
        return (held.reduce(0) { $0 + $1.held }, next)
    }
}

/// How one connection is, as a sign with words.
package struct ConnectionSign: Hashable, Sendable {
    package let role: Role
    /// Such as "in step", "sign in" or "offline since 13:40".
    package let words: String
    /// Behind its name in the header, such as "3" or "40 %".
    let figure: String
    /// Whether it is named in the header.
    let isNamed: Bool

    package init(_ standing: ConnectionStanding, _ progress: SyncProgress?, _ moments: Moments) {
        let condition = standing.connection.condition
        func set(_ role: Role, _ words: String, _ figure: String = "", named: Bool = true) -> Self {
            Self(role: role, words: words, figure: figure, isNamed: named)
        }
        self =
            if condition.isPaused {
                set(.off, "paused", "paused")
            } else {
                switch condition.state {
                case .signIn: set(.bad, "sign in")
                case .failing: set(.bad, "out of order")
                case .offline:
                    set(
                        .off, "offline since \(moments.short(condition.since))",
                        moments.short(condition.since))
                case .ready: Self.ready(standing, progress)
                }
            }
    }

    private init(role: Role, words: String, figure: String, isNamed: Bool) {
        self.role = role
        self.words = words
        self.figure = figure
        self.isNamed = isNamed
    }

    private static func ready(_ standing: ConnectionStanding, _ progress: SyncProgress?) -> Self {
        if let progress {
            let share = progress.total.map { $0 > 0 ? "\(min(100, progress.done * 100 / $0)) %" : "" } ?? ""
            return Self(
                role: .busy,
                words: [progress.step.verb, share].filter { !$0.isEmpty }.joined(separator: " "),
                figure: share, isNamed: true)
        }
        if standing.waits > 0 {
            return Self(
                role: .unsent, words: standing.waits == 1 ? "1 waits" : "\(standing.waits) wait",
                figure: "\(standing.waits)", isNamed: true)
        }
        return Self(role: .good, words: "in step", figure: "", isNamed: false)
    }

    /// The sign and the words, such as "● in step"; in words alone for a reader who listens.
    package func line(_ look: Look) -> StyledLine {
        guard !look.isAccessible, let sign = look.glyphs.sign(of: role) else {
            return StyledLine(words, role)
        }
        return StyledLine("\(sign) \(words)", role)
    }
}

extension SyncProgress.Step {
    package var verb: String {
        switch self {
        case .orders: "reads orders"
        case .products: "reads products"
        case .customers: "reads customers"
        case .listings: "sends changes"
        case .stock: "sends stock"
        case .effects: "sends"
        case .counting: "counts"
        }
    }
}
