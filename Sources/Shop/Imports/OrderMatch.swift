import Commerce
import GRDB

/// How lines of an order of a file stand to the shop.
enum OrderMatch {
    case new
    /// The order is there; the lines from this place of the draft on are not.
    case grows(order: Int64, from: Int)
    case same
    /// The order is there with other lines: a file does not rewrite what was sold.
    case differs(note: String, changes: [PlanChange])

    var state: PlanRow.State {
        switch self {
        case .new: .created
        case .grows: .changed
        case .same: .same
        case .differs: .skipped
        }
    }
}

/// Finds what orders of a file are in the shop, by channel and number, and their lines by place.
struct OrderMatcher {
    private let order: Statement
    private let lines: Statement

    init(_ db: Database) throws {
        order = try db.cachedStatement(
            sql: "SELECT id, joined_into FROM orders WHERE channel = ? AND number = ?")
        lines = try db.cachedStatement(
            sql: """
                SELECT position, sku, title, quantity, unit_price FROM order_lines
                WHERE order_id = ? AND position >= ? ORDER BY position
                """)
    }

    func match(_ draft: OrderDraft) throws -> OrderMatch {
        guard let row = try Row.fetchOne(order, arguments: [draft.channel, draft.number]) else {
            return .new
        }
        // Joined into another, its lines are there: it has not lost them.
        guard row[1] == nil else { return .same }
        let id: Int64 = row[0]
        var there = 0
        var changes: [PlanChange] = []
        var differing = 0
        let rows = try Row.fetchCursor(lines, arguments: [id, draft.firstPosition])
        while let row = try rows.next(), there < draft.lines.count {
            let line = draft.lines[there]
            let position: Int = row[0]
            guard position == draft.firstPosition + there else { break }
            there += 1
            let isSame =
                row[3] == line.quantity && row[4] == line.unitPrice && row[1] == line.sku
                && row[2] == line.title
            guard !isSame else { continue }
            differing = differing == 0 ? line.line : differing
            if changes.count < 3 {
                changes.append(
                    PlanChange(
                        field: "line \(position + 1)", here: "\(row[3] as Int64) × \(row[1] as String)",
                        inFile: "\(line.quantity) × \(line.sku)"))
            }
        }
        if differing > 0 {
            return .differs(
                note:
                    "it is here with other lines (the file's line \(differing)); what was sold is left as it is",
                changes: changes)
        }
        return there < draft.lines.count ? .grows(order: id, from: there) : .same
    }
}
