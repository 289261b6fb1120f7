import Commerce
import Shop
import Terminal

/// The card of conflicts: both sides of each field, and what was agreed before. Nothing is settled before `y`, and only
/// what has a side.
struct ConflictLayer: Sendable {
    /// One product on one channel.
    struct Group: Sendable {
        let title: String
        let channel: String
        let conflicts: [Conflict]
    }

    enum Choice: Hashable, Sendable {
        case ours, before, theirs
        case own(String)

        static let columns: [Choice] = [.ours, .before, .theirs]
    }

    let asker: Asker
    private(set) var groups: [Group]
    private(set) var index = 0
    var list = ListState()
    /// Which side the cursor is on.
    var column = 0
    var chosen: [ConflictID: Choice] = [:]
    /// The field that `e` opened.
    var field: TextFieldState?

    init(_ conflicts: [Conflict], _ asker: Asker) {
        self.asker = asker
        groups = []
        for conflict in conflicts {
            let title =
                conflict.variantName.isEmpty ? conflict.title : "\(conflict.title), \(conflict.variantName)"
            let isSame =
                groups.last.map {
                    $0.conflicts[0].product == conflict.product
                        && $0.conflicts[0].connection == conflict.connection
                }
                ?? false
            if isSame, let last = groups.popLast() {
                groups.append(
                    Group(
                        title: last.title == title ? title : conflict.title, channel: last.channel,
                        conflicts: last.conflicts + [conflict]))
            } else {
                groups.append(Group(title: title, channel: conflict.channel, conflicts: [conflict]))
            }
        }
        list = ListState(count: groups.first?.conflicts.count ?? 0, height: 8)
    }

    var group: Group { groups[index] }
    var conflict: Conflict? {
        group.conflicts.indices.contains(list.cursor) ? group.conflicts[list.cursor] : nil
    }

    mutating func go(by step: Int) {
        index = (index + step + groups.count) % groups.count
        list = ListState(count: group.conflicts.count, height: 8)
        column = 0
    }

    /// Leaves the shown group; false when it was the last.
    mutating func dropGroup() -> Bool {
        groups.remove(at: index)
        guard !groups.isEmpty else { return false }
        index = min(index, groups.count - 1)
        list = ListState(count: group.conflicts.count, height: 8)
        column = 0
        return true
    }

    /// What `y` settles now.
    var choices: [SettleConflicts.Choice] {
        group.conflicts.compactMap { conflict in
            switch chosen[conflict.id] {
            case nil: nil
            case .ours: .init(conflict.id, .ours)
            case .theirs: .init(conflict.id, .theirs)
            case .before: .init(conflict.id, .other(conflict.before))
            case .own(let text): .init(conflict.id, .other(text))
            }
        }
    }
}

extension CommandCenterApp {
    mutating func press(_ key: Key, in card: ConflictLayer) -> [ShellEffect] {
        var card = card
        if card.field != nil { return press(key, inFieldOf: card) }
        switch key.inLatinPlace {
        case .escape, .ctrl("c"), .character("q"): return answer(card.asker, nil)
        case .character("z"): return answer(card.asker, .postponed(tag: card.asker.tag))
        case .character("y"): return settle(card)
        case .character("h"), .left: card.column = max(0, card.column - 1)
        case .character("l"), .right: card.column = min(2, card.column + 1)
        case .character("}"): card.go(by: 1)
        case .character("{"): card.go(by: -1)
        case .space:
            guard let conflict = card.conflict else { break }
            let side = ConflictLayer.Choice.columns[card.column]
            if side == .before, conflict.field == .stock {
                complain("Stock is settled by the ledger or by the channel's count.")
                break
            }
            card.chosen[conflict.id] = card.chosen[conflict.id] == side ? nil : side
            card.list.move(by: 1)
        case .character("e"):
            guard let conflict = card.conflict else { break }
            guard conflict.field != .stock, conflict.field != .state else {
                complain("The \(conflict.field.word) has two sides only: h and l choose one.")
                break
            }
            card.field = TextFieldState(ListingWords(settings).written(conflict.field, conflict.ours))
        default: _ = card.list.take(key)
        }
        layers.append(.conflicts(card))
        return []
    }

    private mutating func press(_ key: Key, inFieldOf card: ConflictLayer) -> [ShellEffect] {
        var card = card
        guard var field = card.field, let conflict = card.conflict else { return [] }
        let outcome = field.take(key)
        card.field = field
        switch outcome {
        case .save, .next, .previous:
            do {
                card.chosen[conflict.id] = .own(
                    try ListingWords(settings).canonical(conflict.field, field.text))
                card.field = nil
                card.list.move(by: 1)
            } catch { complain(Performer.words(error)) }
        case .leave: card.field = nil
        case .changed, .moved, .ignored: break
        }
        layers.append(.conflicts(card))
        return []
    }

    /// Settles what has a side, and goes on to the next product that has conflicts.
    private mutating func settle(_ card: ConflictLayer) -> [ShellEffect] {
        var card = card
        let choices = card.choices
        guard !choices.isEmpty else {
            say("nothing has a \(look.glyphs.taken) yet: h and l choose a side, Space takes it")
            layers.append(.conflicts(card))
            return []
        }
        let action = SettleConflicts(choices)
        guard case .pane(let place, let tag) = card.asker else { return [] }
        let effect = errand(place, tag: tag) { shop, _ in try action.done(in: shop) }
        if card.dropGroup() { push(.conflicts(card)) }
        return [effect]
    }

    // MARK: Drawing

    func draw(_ card: ConflictLayer, into frame: inout Frame, over area: Rect) {
        let group = card.group
        let count = group.conflicts.count
        let rows = min(20, max(8, count * 2 + 4))
        let size = Size(columns: min(76, area.columns), rows: min(rows, area.rows))
        let more = card.groups.count > 1 ? " · \(card.index + 1) of \(card.groups.count), } next" : ""
        let title =
            "\(group.title) · \(GoingOutLine.short(group.channel)) · \(count == 1 ? "1 field" : "\(count) fields")\(more)"
        let foot =
            card.field == nil
            ? "h l side   Space take   e own   y settle   z later" : "Enter takes it   Esc leaves"
        let inside = frame.box(
            area.centered(size), title: DisplayText(title), footer: DisplayText(foot)
        ).inset(columns: 1, rows: 0)
        let label = 12
        let width = max(6, (inside.columns - label - 2) / 3)
        for (index, name) in ["yours", "before", "theirs"].enumerated() {
            frame.put(
                name, at: Point(inside.column + label + 2 + index * width, inside.row), width: width - 1,
                role: [Role.yours, .quiet, .theirs][index])
        }
        let body = inside.cutTop(1).rest
        let perField = max(1, body.rows / 2)
        var list = card.list
        list.resize(count: count, height: perField)
        for (line, index) in list.visible(rows: perField).enumerated() {
            let area = Rect(column: body.column, row: body.row + line * 2, columns: body.columns, rows: 2)
            draw(group.conflicts[index], of: card, index == list.cursor, label, width, into: &frame, area)
        }
    }

    private func draw(
        _ conflict: Conflict, of card: ConflictLayer, _ isCursor: Bool, _ label: Int, _ width: Int,
        into frame: inout Frame, _ area: Rect
    ) {
        let words = ListingWords(settings)
        let moments = Moments(now: clock(), zone: zone)
        if isCursor { frame.put(glyph: look.glyphs.cursor, at: area.origin, role: .cursor) }
        let isMixed = Set(card.group.conflicts.map(\.variantName)).count > 1
        let name =
            ListingWords.name(conflict.field)
            + (isMixed && !conflict.variantName.isEmpty ? " \(conflict.variantName)" : "")
        frame.put(
            name, at: Point(area.column + 2, area.row), width: label - 1, role: isCursor ? .strong : .text)
        if isCursor, let field = card.field {
            TextField().draw(
                field, into: &frame, in: area.line(0).cutLeft(label + 1).rest.cutRight(1).rest)
            return
        }
        let chosen = card.chosen[conflict.id]
        let sides = [conflict.ours, conflict.before, conflict.theirs]
        for (index, text) in sides.enumerated() {
            let column = area.column + label + 1 + index * width
            let side = ConflictLayer.Choice.columns[index]
            let isHere = isCursor && card.column == index
            let keep =
                conflict.keeps.indices.contains(index) ? conflict.keeps[index].map { "  \($0) %" } ?? "" : ""
            if chosen == side {
                frame.put(
                    glyph: look.glyphs.taken, at: Point(column - (isHere ? 1 : 0), area.row), role: .yours)
            }
            let room = width - 2 - (isHere ? 1 : 0)
            let value = DisplayText(words.value(conflict.field, text)).truncated(
                to: max(1, room - DisplayText.width(of: keep)), mark: look.more)
            if isHere { frame.put(glyph: look.glyphs.open, at: Point(column, area.row), role: .cursor) }
            let role: Role = isHere ? .cursor : [.yours, .text, .theirs][index]
            let end = frame.put(
                StyledLine(value, role), at: Point(column + 1, area.row), width: max(1, room))
            if isHere { frame.put(glyph: look.glyphs.close, at: Point(end, area.row), role: .cursor) }
            frame.put(keep, at: Point(end + (isHere ? 1 : 0), area.row), role: .quiet)
        }
        drawWho(conflict, chosen, moments, label, width, into: &frame, area.line(1))
    }

    private func drawWho(
        _ conflict: Conflict, _ chosen: ConflictLayer.Choice?, _ moments: Moments, _ label: Int, _ width: Int,
        into frame: inout Frame, _ row: Rect
    ) {
        if case .own(let text) = chosen {
            let own = ListingWords(settings).value(conflict.field, text)
            let line =
                StyledLine("\(look.glyphs.taken) ", .yours) + StyledLine(own, .yours)
                + StyledLine("  your own value", .quiet)
            frame.put(line, at: Point(row.column + label + 1, row.row), width: row.columns - label - 1)
            return
        }
        let ours = [conflict.oursBy, conflict.oursAt.map { moments.short($0) } ?? ""].filter { !$0.isEmpty }
        let theirs = [
            conflict.channel.split(separator: "·").first.map { String($0).trimmingBlanks } ?? "",
            conflict.theirsAt.map { moments.short($0) } ?? "",
        ]
        .filter { !$0.isEmpty }
        for (index, words) in [ours.joined(separator: ", "), "agreed", theirs.joined(separator: ", ")]
            .enumerated()
        {
            frame.put(
                words, at: Point(row.column + label + 2 + index * width, row.row), width: width - 2,
                role: .quiet)
        }
    }
}
