import Commerce
import Shop
import Terminal

/// The channels as columns of the catalog: their names over a sign for each, or their letters where there is less room.
struct ChannelColumns: Hashable, Sendable {
    private(set) var ids: [ConnectionID] = []
    private var names: [String] = []

    init() {}

    init(_ standings: [ConnectionStanding], columns: Int) {
        ids = standings.map(\.id)
        names = standings.map { $0.connection.shortName }
        if columns < 110 || names.count > 4 {
            names = standings.map {
                $0.connection.prefix.isEmpty
                    ? String($0.connection.shortName.prefix(1)) : $0.connection.prefix
            }
        }
    }

    var isEmpty: Bool { ids.isEmpty }
    private var gap: Int { names.allSatisfy { $0.count <= 2 } ? 1 : 2 }
    var title: String { names.joined(separator: String(repeating: " ", count: gap)) }
    var width: Int { DisplayText.width(of: title) }

    func cell(_ marks: [ConnectionID: ListingMark], _ look: Look) -> StyledLine {
        var line = StyledLine()
        for (index, id) in ids.enumerated() {
            let width = DisplayText.width(of: names[index]) + (index < ids.count - 1 ? gap : 0)
            guard let mark = marks[id] else {
                line.append(String(repeating: " ", count: width))
                continue
            }
            line.append(String(look.glyphs.sign(of: mark.role) ?? " "), mark.role)
            line.append(String(repeating: " ", count: max(0, width - 1)))
        }
        return line
    }
}

extension ListingMark {
    var role: Role {
        switch self {
        case .inStep: .good
        case .waits: .unsent
        case .paused: .off
        case .care, .missing: .bad
        }
    }
}

/// A line of the Channels part: how the product stands there, or one thing that is to be said about it.
struct ChannelLine: Sendable {
    enum Matter: Sendable {
        case state
        case change(ListingStanding.Change)
        case wait(ListingStanding.Wait)
        case conflict(Conflict)
    }

    let standing: ListingStanding
    let matter: Matter
    /// Whether the channel's name stands before it.
    let isFirst: Bool

    static func lines(_ standings: [ListingStanding]) -> [ChannelLine] {
        standings.flatMap { standing -> [ChannelLine] in
            var matters: [Matter] = standing.conflicts.map(Matter.conflict)
            matters += standing.waits.filter { $0.reason != .conflict }.map(Matter.wait)
            if standing.connection.rules.pushes { matters += standing.changes.map(Matter.change) }
            return [ChannelLine(standing: standing, matter: .state, isFirst: true)]
                + matters.map { ChannelLine(standing: standing, matter: $0, isFirst: false) }
        }
    }

    func words(_ context: PaneContext) -> StyledLine {
        let glyphs = context.look.glyphs
        let values = ListingWords(context.settings)
        func sign(_ role: Role) -> StyledLine {
            context.look.isAccessible
                ? .empty : StyledLine("\(glyphs.sign(of: role).map(String.init) ?? "") ", role)
        }
        func name(_ variant: String) -> String { variant.isEmpty ? "" : "\(variant): " }
        switch matter {
        case .state: return state(context, sign)
        case .change(let change):
            let held = change.heldUntil.map { ", in \(Seconds.left(until: $0, now: context.now))" } ?? ""
            let because = change.because.isEmpty ? "" : ", \(change.because)"
            return sign(.unsent) + StyledLine("\(name(change.variantName))\(change.field.short) ")
                + StyledLine(values.value(change.field, change.there), .theirs)
                + StyledLine(" \(glyphs.arrow) ", .quiet)
                + StyledLine(values.value(change.field, change.willBe), .yours)
                + StyledLine("\(because)\(held)", .quiet)
        case .wait(let wait):
            return sign(wait.role) + StyledLine(name(wait.variantName) + wait.words(values), wait.role)
        case .conflict(let conflict):
            return sign(.bad)
                + StyledLine("\(name(conflict.variantName))\(conflict.field.short): yours ", .text)
                + StyledLine(values.value(conflict.field, conflict.ours), .yours) + StyledLine(", theirs ")
                + StyledLine(values.value(conflict.field, conflict.theirs), .theirs)
                + StyledLine(", before \(values.value(conflict.field, conflict.before))", .quiet)
        }
    }

    private func state(_ context: PaneContext, _ sign: (Role) -> StyledLine) -> StyledLine {
        guard let mark = standing.mark else {
            let lacks =
                standing.lacks.isEmpty ? "P lists it" : "lacks \(standing.lacks.joined(separator: ", "))"
            return sign(.off) + StyledLine("not listed: \(lacks)", .quiet)
        }
        let words =
            switch mark {
            case .inStep: "on sale, in step"
            case .waits: standing.wanted == .onSale ? "on sale, changes wait" : "paused, changes wait"
            case .paused: "paused"
            case .care: "needs a look"
            case .missing: "it is not there any more: P lists it anew, x lets it be"
            }
        let only = standing.connection.rules.pushes ? "" : "  only read"
        // From then on what it sells is not in our count until its orders are read: the oversell window.
        let taken = standing.stockTakenAt.map {
            "  took our stock \(Moments(now: context.now, zone: context.zone).ago($0))"
        }
        return sign(mark.role) + StyledLine(words, mark.role) + StyledLine(only, .quiet) + oversell
            + StyledLine(taken ?? "", .quiet)
    }
}

extension ChannelLine {
    /// From one window in a thousand on, with what would make it bearable from one in a hundred on.
    private var oversell: StyledLine {
        guard let found = standing.oversell, found.risk.chance >= 0.001 else { return .empty }
        let risk = found.risk
        let isBearable = risk.chance <= OversellRisk.bearable
        let percent = Int((risk.chance * 1000).rounded())
        let chance = percent < 100 ? "\(percent / 10).\(percent % 10)" : "\(percent / 10)"
        let what = found.variantName.isEmpty ? "" : " of \(found.variantName)"
        let keep = isBearable ? "" : ": keep back \(risk.suggestedBuffer)"
        return StyledLine("  \(chance) % may sell twice\(what)\(keep)", isBearable ? .quiet : .care)
    }
}

extension ListingStanding.Wait {
    var role: Role {
        switch reason {
        case .leftOut: .off
        case .underWay, .countInDoubt: .unsent
        case .conflict, .guarded, .unfit, .notThere: .bad
        }
    }

    func words(_ values: ListingWords) -> String {
        let what = field.map { "\($0.short) \(values.value($0, value)): " } ?? ""
        switch reason {
        case .conflict: return what + "both sides changed it"
        case .guarded(let guarded): return what + guarded.words
        case .leftOut(_, let why): return why.isEmpty ? "left out by you" : "left out by you: \(why)"
        case .unfit(let why): return what + why
        case .countInDoubt: return "its count there moved; its orders are read first"
        case .underWay(let why): return why
        case .notThere: return "it is not there"
        }
    }
}

extension ProductCard {
    func drawChannels(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        let lines = channelLines
        let label = min(
            16, (lines.map { DisplayText.width(of: $0.standing.connection.shortName) }.max() ?? 0) + 2)
        let empty =
            context.sync.standings.isEmpty ? "No channel is connected: 0 connects one." : "Reading …"
        List(isFocused: hasKeys, emptyNote: StyledLine(empty, .quiet)) { index in
            guard lines.indices.contains(index) else { return .empty }
            let line = lines[index]
            let name = line.isFirst ? line.standing.connection.shortName : ""
            let shown = DisplayText(name).truncated(to: label - 1, mark: context.look.more)
            return StyledLine(shown, .strong)
                + StyledLine(String(repeating: " ", count: max(1, label - shown.width))) + line.words(context)
        }.draw(into: &frame, in: rect, state: list)
    }
}
