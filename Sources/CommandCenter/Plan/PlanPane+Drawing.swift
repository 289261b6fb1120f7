import Commerce
import Shop
import Sync
package import Terminal

extension PlanPane {
    package func views(_ context: PaneContext) -> PaneViews {
        let standings = context.sync.standings
        guard !standings.isEmpty else { return PaneViews([.init("none", "Plan")], chosen: 0) }
        let views = standings.map { standing in
            let plan = plans[standing.id]
            var detail = plan.map { "\($0.rows.count + $0.effects.count)" } ?? "\(standing.waits)"
            if standing.connection.condition.state == .signIn { detail += ", waits for sign-in" }
            if standing.connection.condition.isPaused { detail += ", paused" }
            return PaneViews.View("\(standing.id)", standing.connection.shortName, detail: detail)
        }
        return PaneViews(
            views, chosen: standings.firstIndex { $0.id == chosen } ?? 0, status: figures(context))
    }

    /// What it costs, and of when the plan is.
    private func figures(_ context: PaneContext) -> StyledLine {
        guard let plan else { return .empty }
        var parts: [String] = []
        if !plan.connection.rules.pushes { parts.append("only read until you send") }
        if plan.requests > 0 {
            parts.append(
                "\(plan.requests) \(plan.requests == 1 ? "request" : "requests"), about \(Seconds.about(plan.seconds))"
            )
        }
        parts += plan.remarks
        parts.append("as of \(Moments(now: context.now, zone: context.zone).short(plan.asOf))")
        return StyledLine(parts.joined(separator: "   "), .quiet)
    }

    package func draw(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        table(context).draw(into: &frame, in: rect, state: settled(context))
    }

    func table(_ context: PaneContext) -> Table {
        let words = ListingWords(context.settings)
        let glyphs = context.look.glyphs
        let moments = Moments(now: context.now, zone: context.zone)
        let lines = lines
        // Why it goes is what is read; on a wide screen there is room for whole titles too.
        let isWide = context.rect.columns >= 160
        return Table(
            columns: [
                Column("", minimum: context.look.isAccessible ? 5 : 1),
                Column("Product", minimum: 20, maximum: isWide ? 44 : 28),
                Column("Field", minimum: 8, maximum: 9, priority: 1),
                Column("there now", minimum: 9, maximum: isWide ? 24 : 14, priority: 3),
                Column("will be", minimum: 9, maximum: isWide ? 24 : 14),
                Column("because", minimum: 24, maximum: 70, priority: 2),
            ], emptyNote: StyledLine(emptyWords(context), .quiet)
        ) { index in
            switch lines[index] {
            case .section: return .section("will not go out")
            case .effect(let item):
                return .cells([
                    sign(true, context), StyledLine(item.summary), StyledLine("once", .quiet), .empty,
                    StyledLine("done there", .yours),
                    StyledLine(
                        item.holdUntil > context.now
                            ? "held, in \(Seconds.left(until: item.holdUntil, now: context.now))"
                            : item.state.word, .quiet),
                ])
            case .row(let row):
                let isTaken = isTaken(.row(row))
                return .cells([
                    sign(isTaken, context), StyledLine(row.title, isTaken ? .text : .quiet),
                    StyledLine(row.field == .state ? "listing" : row.field.short, .quiet),
                    StyledLine(words.value(row.field, row.there), .theirs),
                    StyledLine(words.value(row.field, row.willBe), isTaken ? .yours : .quiet),
                    because(row, context),
                ])
            case .blocked(let blocked):
                return .cells([
                    approved.contains(blocked) ? sign(true, context) : refusal(blocked, context),
                    StyledLine(blocked.title),
                    StyledLine(
                        blocked.field.map { $0 == .state ? "listing" : $0.short } ?? "listing", .quiet),
                    blocked.field.map { StyledLine(words.value($0, blocked.there), .theirs) } ?? .empty,
                    blocked.field.map { StyledLine(words.value($0, blocked.willBe), .yours) } ?? .empty,
                    reason(blocked, moments, glyphs),
                ])
            }
        }
    }

    private func sign(_ isTaken: Bool, _ context: PaneContext) -> StyledLine {
        if context.look.isAccessible {
            return StyledLine(isTaken ? "take" : "leave", isTaken ? .yours : .gone)
        }
        let glyphs = context.look.glyphs
        return StyledLine(String(isTaken ? glyphs.taken : glyphs.left), isTaken ? .yours : .gone)
    }

    private func refusal(_ blocked: SyncPlan.Blocked, _ context: PaneContext) -> StyledLine {
        if case .leftOut = blocked.reason { return sign(false, context) }
        return StyledLine(context.look.isAccessible ? "look" : String(context.look.glyphs.care), .care)
    }

    private func because(_ row: SyncPlan.Row, _ context: PaneContext) -> StyledLine {
        var line = StyledLine(row.because, .quiet)
        if let held = row.heldUntil, held > context.now {
            if line.width > 0 { line.append(", ", .quiet) }
            line.append("held \(Seconds.left(until: held, now: context.now))", .unsent)
        }
        return line
    }

    private func reason(_ blocked: SyncPlan.Blocked, _ moments: Moments, _ glyphs: Glyphs) -> StyledLine {
        var words = blocked.words
        if case .leftOut(let until, _) = blocked.reason { words += " until \(moments.short(until))" }
        let role: Role = if case .leftOut = blocked.reason { .quiet } else { .care }
        return StyledLine(words, role) + StyledLine(": \(blocked.mend)", .quiet)
    }

    private func emptyWords(_ context: PaneContext) -> String {
        guard let chosen else {
            return
                "Nothing is connected: 0 connects a channel, and what would change there stands here first."
        }
        guard let plan else { return isAsking ? "Working it out …" : "" }
        if context.sync.standing(chosen)?.connection.condition.state == .signIn {
            return "Nothing waits; it wants new keys: 0, then >."
        }
        return "In step with \(plan.connection.shortName): the next sync changes nothing there."
    }
}
