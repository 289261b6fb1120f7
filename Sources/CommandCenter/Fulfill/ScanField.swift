import Commerce
import Shop
import Terminal

/// A field that stays open for a scanner: the order first, then its goods one by one, then the parcel's number.
struct ScanField: Sendable {
    var field = TextFieldState()
    /// The order whose goods are being ticked off.
    var order: OrderID?
    /// Pieces seen, by line.
    var seen: [OrderLineID: Int] = [:]
    /// What the last scan did.
    var said = StyledLine("Scan an order's number, or type it.", .quiet)

    /// The line the code belongs to that still wants a piece.
    static func line(for code: String, of detail: OrderDetail, seen: [OrderLineID: Int]) -> OrderDetail.Line?
    {
        let matching = detail.lines.filter {
            $0.barcode == code || $0.sku.lowercased() == code.lowercased()
        }
        return matching.first { (seen[$0.id] ?? 0) < $0.toShip } ?? matching.first
    }

    func isComplete(_ detail: OrderDetail) -> Bool {
        detail.lines.allSatisfy { (seen[$0.id] ?? 0) >= $0.toShip }
    }
}

extension FulfillPane {
    mutating func scanned(_ key: Key, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard var open = scan else { return [] }
        switch open.field.take(key) {
        case .leave:
            scan = nil
            return []
        case .save, .next:
            let text = open.field.text.trimmed
            open.field = TextFieldState()
            scan = open
            return text.isEmpty ? [] : take(scan: text, context)
        case .changed, .moved, .ignored, .previous:
            scan = open
            return []
        }
    }

    private mutating func take(scan text: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        if let opened, scan?.order == opened.id {
            if let line = ScanField.line(for: text, of: opened.detail, seen: scan?.seen ?? [:]) {
                tick(line, of: opened.detail)
                return []
            }
            if TrackingReading(text).best?.isChecked == true {
                asked = [opened.id]
                scan?.said = StyledLine("\(text) is the parcel's number", .good)
                return [.perform(SetTracking(order: opened.id, number: text), tag: "track")]
            }
        }
        return [.load(.scanned(text), slot: "scan")]
    }

    private mutating func tick(_ line: OrderDetail.Line, of detail: OrderDetail) {
        let count = (scan?.seen[line.id] ?? 0) + 1
        guard count <= line.toShip else {
            scan?.said = StyledLine("One \(line.title) too many: \(line.toShip) belong in", .bad, [.bold])
            return
        }
        scan?.seen[line.id] = count
        opened?.seen = scan?.seen ?? [:]
        if let scan, scan.isComplete(detail) {
            self.scan?.said = StyledLine(
                "All is in. Esc, then > packs it; or scan the parcel's number.", .good)
        } else {
            scan?.said = StyledLine("\(count) of \(line.toShip) \(line.title)", .good)
        }
    }

    mutating func scanned(
        _ text: String, found id: OrderID?, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        guard scan != nil else { return [] }
        guard let id else {
            let isFirst = scan?.order == nil
            scan?.said = StyledLine(
                isFirst
                    ? "“\(text)” is no order's number here" : "“\(text)” does not belong to this order", .bad,
                [.bold])
            return []
        }
        scan?.order = id
        scan?.seen = [:]
        scan?.said = StyledLine("Now its goods, one by one.", .quiet)
        return [.load(.order(id, purpose: .open), slot: "order")]
    }
}
