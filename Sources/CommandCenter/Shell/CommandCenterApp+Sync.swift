import Commerce
import Shop
import Sync
import Terminal

/// What the shell does with sync: the header's signs, the footer's seconds, and the engine's events.
extension CommandCenterApp {
    mutating func take(_ event: SyncEvent) -> [ShellEffect] {
        switch event {
        case .working(let connection, let progress):
            sync.isElsewhere = false
            sync.progress[connection] = progress
            return []
        case .rested(let connection, let report):
            sync.progress[connection] = nil
            sync.reports[connection] = report
            return [.readStandings]
        case .elsewhere:
            sync.isElsewhere = true
            return []
        }
    }

    /// Reads once what sync has noted meanwhile, and what is held once a hold is over.
    mutating func tickSync(_ now: ContinuousClock.Instant) -> [ShellEffect] {
        var effects: [ShellEffect] = []
        if let tick = holdTick, tick <= now, sync.standings.contains(where: { $0.nextHold != nil }) {
            let isOver = sync.standings.contains { $0.nextHold.map { $0 <= clock() } ?? false }
            if isOver {
                // Once: what comes back no longer has that hold.
                sync.standings = sync.standings.map(\.withoutHold)
                effects.append(.readStandings)
            }
        }
        guard let due = syncDue, due <= now else { return effects }
        syncDue = nil
        effects.append(.readStandings)
        for place in [Place.today, .connections, .plan, .sell] where opened.contains(place) {
            effects += tell(place, .changed(.ofSync))
        }
        return effects
    }

    /// When the footer's seconds are others: the only clock that runs, and only while something is held.
    var nextHoldTick: ContinuousClock.Instant? {
        let now = clock()
        guard let next = sync.standings.compactMap(\.nextHold).min() else { return nil }
        let left = next.milliseconds - now.milliseconds
        guard left > 0 else { return moment.advanced(by: .milliseconds(50)) }
        let part = left > 600_000 ? left % 60_000 : left % 1_000
        return moment.advanced(by: .milliseconds(part == 0 ? min(left, 1_000) : part))
    }

    mutating func syncNow() -> [ShellEffect] {
        guard !sync.standings.isEmpty else {
            complain("no channel is connected yet: \(keymap.spelling(of: "go.connections")) goes there")
            return []
        }
        guard sync.hasService else {
            complain("this Mercer only looks; the one that is open at the shop syncs")
            return []
        }
        say(
            sync.isElsewhere
                ? "another Mercer syncs this shop" : "looking at all channels; what is held stays held")
        return sync.isElsewhere ? [] : [.wakeSync]
    }

    /// In the demo, where the network is simulated, it can be pulled: nothing is lost by it.
    mutating func pullCable() -> [ShellEffect] {
        switch sync.cable {
        case .none:
            complain("only the demo's network can be pulled from here")
            return []
        case .plugged:
            sync.cable = .cut
            say("the network is gone; work on, and what you do waits")
        case .cut:
            sync.cable = .plugged
            say("the network is back; what waited goes out")
        }
        return [.cable(isCut: sync.cable == .cut), .wakeSync]
    }

    // MARK: Header

    /// Only what is not well has a name here.
    func headerStatus(columns: Int) -> StyledLine {
        var parts: [StyledLine] = []
        let needs = panes[.today]?.needsCount ?? 0
        if needs > 0 {
            parts.append(
                StyledLine(look.isAccessible ? "\(needs) need you" : "\(look.glyphs.care) \(needs)", .care))
        }
        parts += connectionSigns(columns)
        for (_, work) in working.sorted(by: { $0.key < $1.key }) {
            guard let progress = work.progress else { continue }
            let share =
                progress.total.map { $0 > 0 ? " \(progress.done * 100 / $0) %" : "" } ?? " \(progress.done)"
            parts.append(StyledLine(String(look.glyphs.busy) + share, .busy))
        }
        var line = StyledLine()
        let gap = columns < 100 ? "  " : "   "
        for (index, part) in parts.enumerated() {
            if index > 0 { line.append(gap) }
            line.append(part)
        }
        return line
    }

    private func connectionSigns(_ columns: Int) -> [StyledLine] {
        let moments = Moments(now: clock(), zone: zone)
        let signs = sync.standings.map { standing in
            (standing.connection, ConnectionSign(standing, sync.progress[standing.id], moments))
        }
        let well = signs.count { !$0.1.isNamed }
        var parts: [StyledLine] = []
        if well > 0 {
            parts.append(
                StyledLine(look.isAccessible ? "\(well) in step" : "\(look.glyphs.good) \(well)", .good))
        }
        let named = signs.filter(\.1.isNamed)
        // On a narrow screen those that need the seller keep their names, the others are counted.
        let isCrowded = columns < 100 && named.count > 2
        let needing = named.filter { $0.1.role == .bad || $0.1.role == .off }
        let shown = isCrowded ? Array(needing.prefix(2)) : named
        for (connection, sign) in shown {
            let name = connection.shortName
            if look.isAccessible {
                parts.append(StyledLine("\(name) \(sign.words)", sign.role))
                continue
            }
            let glyph = look.glyphs.sign(of: sign.role).map(String.init) ?? ""
            let words = [glyph, sign.figure].filter { !$0.isEmpty }.joined(separator: " ")
            parts.append(StyledLine(name + " ") + StyledLine(words, sign.role))
        }
        guard isCrowded else { return parts }
        let rest = named.filter { $0.1.role == .unsent || $0.1.role == .busy } + needing.dropFirst(2)
        for role in [Role.bad, .off, .busy, .unsent] {
            let count = rest.count { $0.1.role == role }
            guard count > 0, let glyph = look.glyphs.sign(of: role) else { continue }
            parts.append(StyledLine("\(glyph) \(count)", role))
        }
        return parts
    }

    // MARK: Footer

    /// Right in the footer: what is worked on, else what is marked and what is about to go out.
    func footerStatus(_ context: PaneContext) -> StyledLine {
        if let workStatus { return workStatus }
        var line = pane.status(context)
        guard let held = sync.held(at: context.now) else { return line }
        if line.width > 0 { line.append("   ") }
        let verb = held.count == 1 ? "goes" : "go"
        let glyph = look.isAccessible ? "" : "\(look.glyphs.unsent) "
        line.append(
            "\(glyph)\(held.count) \(verb) in \(Seconds.left(until: held.next, now: context.now))", .unsent)
        return line
    }
}

/// How long something still takes.
enum Seconds {
    /// `8 s`, `7:12`, `2 h`.
    static func left(until moment: Instant, now: Instant) -> String {
        let seconds = max(0, (moment.milliseconds - now.milliseconds + 999) / 1_000)
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 {
            let rest = seconds % 60
            return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
        }
        return "\((seconds + 1_800) / 3_600) h"
    }

    /// `1 s`, `4 min`, `2 h`.
    static func about(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1_000_000 else { return "long" }
        if seconds < 90 { return "\(max(1, Int(seconds.rounded(.up)))) s" }
        if seconds < 5_400 { return "\(Int((seconds / 60).rounded())) min" }
        return "\(Int((seconds / 3_600).rounded())) h"
    }
}

extension Connection {
    /// The platform's name without the shop's, such as "Shopify": enough where only one is connected.
    var shortName: String {
        name.split(separator: "·", maxSplits: 1).first.map { String($0).trimmingBlanks } ?? name
    }
}

extension String {
    var trimmingBlanks: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
