import Commerce
import Shop
import Terminal

/// A review that is open: a change of many products, or what the editor left.
struct BulkSession: Sendable {
    enum Work: Sendable {
        case plan(CatalogPlan)
        case rewrite(RewriteReview)
    }

    var work: Work
}

/// Changes of many products, by a review.
extension SellPane {
    mutating func verb(_ name: String, _ words: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard !targets.isEmpty else { return [.error("There is no product here to change.")] }
        if name == "resolve" { return resolve(words) }
        do {
            let command = try BulkCommand(name, words, currency: context.settings.currency)
            return [.load(.plan(command, targets), slot: "sell.plan", lane: .background)]
        } catch { return [.error(error.reason)] }
    }

    mutating func review(
        _ plan: CatalogPlan, of command: BulkCommand, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        guard !plan.rows.isEmpty else {
            let reason = plan.left.first.map { "\($0.title): \($0.reason)" } ?? "There is nothing to change"
            let more = plan.left.count > 1 ? ", and \(plan.left.count - 1) more" : ""
            return [.error("\(reason)\(more).")]
        }
        bulk = BulkSession(work: .plan(plan))
        return [.review(Self.sheet(of: plan, context), tag: "bulk")]
    }

    private static func sheet(of plan: CatalogPlan, _ context: PaneContext) -> ReviewSheet {
        let hasVariants = plan.rows.contains { !$0.variant.isEmpty }
        var columns = [Column("Product", minimum: 20, maximum: 50)]
        if hasVariants { columns.append(Column("Variant", minimum: 10, maximum: 24, priority: 1)) }
        columns += [
            Column("Field", minimum: 8, maximum: 12, priority: 3),
            Column("here", minimum: 10, maximum: 30), Column("will be", minimum: 10, maximum: 30),
            Column("odd", minimum: 12, maximum: 40, priority: 2),
        ]
        let rows = plan.rows.map { row in
            var cells = [StyledLine(row.title)]
            if hasVariants { cells.append(StyledLine(row.variant, .quiet)) }
            cells += [
                StyledLine(row.field.rawValue, .quiet), StyledLine(row.here, .theirs),
                StyledLine(row.willBe, .yours), StyledLine(row.warnings.joined(separator: ", "), .care),
            ]
            return ReviewSheet.Row.item(.init(cells, isTaken: row.warnings.isEmpty, editable: row.willBe))
        }
        let odd = plan.rows.count { !$0.warnings.isEmpty }
        var note = StyledLine("\(grouped(plan.rows.count)) changes", .text)
        if odd > 0 { note.append("   ! \(odd) odd: left out until Space takes them", .care) }
        if let left = plan.left.first {
            note.append("   \(plan.left.count) not: \(left.title) \(left.reason)", .quiet)
        }
        return ReviewSheet(
            title: plan.title, columns: columns, rows: rows, deed: "do it", note: note)
    }

    mutating func reviewEdited(
        _ row: Int, _ text: String, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        guard case .plan(let plan)? = bulk?.work, plan.rows.indices.contains(row) else { return [] }
        do {
            var changed = plan
            changed.rows[row] = try plan.rows[row].changed(to: text, currency: context.settings.currency)
            bulk = BulkSession(work: .plan(changed))
            return [.reviewAgain(Self.sheet(of: changed, context))]
        } catch { return [.error(error.reason)] }
    }

    mutating func reviewed(
        _ tag: String, _ answer: ReviewAnswer, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        if tag == "publish" { return publish(answer) }
        guard let work = bulk?.work else { return [] }
        bulk = nil
        switch work {
        case .rewrite(let review): return rewrite(review, answer)
        case .plan(let plan):
            let rows = answer.taken.filter { plan.rows.indices.contains($0) }.map { plan.rows[$0] }
            guard !rows.isEmpty else { return [.toast("Nothing was taken, nothing changed.")] }
            guard rows.count > CatalogPlan.wholeRows else {
                return [.perform(EditCatalog(rows.map(\.edit), title: plan.title), tag: "bulk")]
            }
            let title = plan.title
            return [
                .work(title, tag: "bulk") { shop, proceed in
                    let report = try shop.apply(rows, title: title, proceed: proceed)
                    let done = report?.done ?? rows.count
                    return report?.stopped == true
                        ? "\(title): \(done) of \(rows.count) done, stopped · u takes them back"
                        : "\(title): \(done) done · u takes them back"
                }
            ]
        }
    }
}
