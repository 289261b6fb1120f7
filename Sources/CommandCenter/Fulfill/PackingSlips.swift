import Commerce
import Foundation
import Shop

/// A slip for each order and a list of what to fetch, as one text file.
struct PackingSlips {
    let shop: Shop
    let orders: [OrderID]

    /// Writes the file into the folder the shop lies in.
    ///
    /// - Returns: what the footer says: where it is.
    func print() throws -> String {
        let details = try orders.map(shop.order)
        let settings = try shop.settings()
        let folder = URL(filePath: shop.path).deletingLastPathComponent().appending(path: "printed")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let name = details.count == 1 ? Self.plain(details[0].card.number) : "\(details.count)-orders"
        let file = folder.appending(path: "slips-\(name).txt")
        let text = Self.pickList(details) + details.map { Self.slip($0, settings) }.joined()
        try Data(text.utf8).write(to: file, options: .atomic)
        return "\(details.count == 1 ? "1 slip" : "\(details.count) slips") in \(file.path)"
    }

    /// What to fetch from the shelves, each SKU once.
    static func pickList(_ details: [OrderDetail]) -> String {
        guard details.count > 1 else { return "" }
        var counts: [String: (title: String, count: Int)] = [:]
        for line in details.flatMap(\.lines) where line.toShip > 0 {
            counts[line.sku.isEmpty ? line.title : line.sku, default: (line.title, 0)].count += line.toShip
        }
        let rows = counts.sorted { $0.key < $1.key }
            .map { "[ ] \(pad("\($0.value.count)", 5)) \(pad($0.key, 16)) \($0.value.title)" }
        return "Pick list, \(details.count) orders\n\n" + rows.joined(separator: "\n") + "\n\u{C}\n"
    }

    static func slip(_ detail: OrderDetail, _ settings: ShopSettings) -> String {
        let origin = CountryCode(code: settings.country)
        var lines = [settings.name, "Order \(detail.card.number)", ""]
        lines += detail.address?.lines(from: origin) ?? [detail.card.customer]
        lines.append("")
        // A gift's slip leaves the prices out.
        let showsPrices = !detail.card.isGift
        for line in detail.lines where line.quantity > line.refunded {
            let price = showsPrices ? "  \(line.charged)" : ""
            lines.append(
                "[ ] \(pad("\(line.quantity - line.refunded)", 4)) \(pad(line.sku, 16)) \(line.title)\(price)"
            )
        }
        if showsPrices { lines += ["", "Total \(detail.figures.platformTotal ?? detail.figures.total)"] }
        if !detail.giftNote.isEmpty { lines += ["", "“\(detail.giftNote)”"] }
        // Control characters in names and titles would reach the printer.
        return lines.map { String($0.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }) }
            .joined(separator: "\n") + "\n\u{C}\n"
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func plain(_ number: String) -> String {
        String(number.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
    }
}
