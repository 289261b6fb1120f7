package import Commerce

/// Whole products as text for an editor: fields, a table of variants, the description.
///
/// ```
/// === product 8417
/// title: Blue mug
/// tags: winter, gift
/// options: Size | Colour
/// image 12: https://shop.example/mug.jpg | a blue mug
/// --- variants
/// id | sku | Size | Colour | price | compare-at | cost | stock | low-stock | weight | barcode | tracked
/// 91 | MUG-L | L | Blue | 24.00 | | 7.10 | 42 | | 400 | | yes
/// --- description
/// Slow mornings, sorted.
/// ```
///
/// What the text cannot show (control characters, other line ends) is shown without it; a value that comes back as it
/// was shown is left exactly as it was, so that nothing is lost by looking.
package struct ProductText: Sendable {
    static let productMark = "=== "
    static let sectionMark = "--- "
    /// The variant columns behind `id`, `sku` and the options.
    static let columns: [CatalogField] = [
        .price, .compareAt, .cost, .stock, .lowStock, .weight, .barcode, .tracked,
    ]
    /// The fields that are one line each, in order.
    static let fields: [CatalogField] = [.title, .status, .kind, .category, .vendor, .tags, .handle]

    /// What the editor is given.
    package static func text(of products: [(id: ProductID, sheet: ProductSheet)]) -> String {
        var text = """
            # Save and leave: Mercer shows what would change and asks before it does. Leave it as it is: nothing happens.
            # A variant's line that is deleted removes the variant; one with an empty id adds one. The same for images.
            # A product's whole part that is deleted stays in the shop as it is. "=== new" begins a new product.
            # Lines that begin with # are not read, except in a description. A bar in a value is \\|.


            """
        for (id, sheet) in products { text += part("product \(id)", sheet) + "\n" }
        return text
    }

    /// One product that is not in the shop yet.
    package static func text(ofNew sheet: ProductSheet) -> String {
        "# Fill in, save and leave: Mercer shows what would be made and asks. Without a title nothing happens.\n\n"
            + part("new", sheet)
    }

    private static func part(_ name: String, _ sheet: ProductSheet) -> String {
        var lines = [productMark + name]
        for field in fields { lines.append(line(field.rawValue, value(sheet.written(field)))) }
        lines.append(line("options", sheet.options.map(cell).joined(separator: " | ")))
        for image in sheet.images {
            let id = image.id.map { " \($0)" } ?? ""
            let alt = image.alt.isEmpty ? "" : " | " + cell(image.alt)
            lines.append("image\(id): " + cell(image.url) + alt)
        }
        lines.append(sectionMark + "variants")
        lines += table(sheet)
        lines.append(sectionMark + "description")
        lines.append(description(sheet.description))
        return lines.joined(separator: "\n") + "\n"
    }

    /// The header and the rows, each column as wide as its widest cell.
    private static func table(_ sheet: ProductSheet) -> [String] {
        let options = optionNames(sheet)
        var rows = [["id", "sku"] + options.map(cell) + columns.map(\.rawValue)]
        for variant in sheet.variants {
            rows.append(
                [variant.id.map { "\($0)" } ?? "", cell(variant.sku)]
                    + options.indices.map { $0 < variant.options.count ? cell(variant.options[$0]) : "" }
                    + columns.map { cell(variant.written($0)) })
        }
        let widths = rows[0].indices.map { column in min(30, rows.map { $0[column].count }.max() ?? 0) }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                cell + String(repeating: " ", count: max(0, widths[index] - cell.count))
            }
            let line = cells.joined(separator: " | ")
            return String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)])
        }
    }

    private static func line(_ name: String, _ value: String) -> String {
        value.isEmpty ? "\(name):" : "\(name): \(value)"
    }

    /// The option names, and places for values that have no name.
    static func optionNames(_ sheet: ProductSheet) -> [String] {
        let used = min(3, max(sheet.options.count, sheet.variants.map(\.options.count).max() ?? 0))
        return (0..<used).map { index in
            let name = index < sheet.options.count ? plain(sheet.options[index]) : ""
            return name.isEmpty ? "option\(index + 1)" : name
        }
    }

    // MARK: Showing a value

    /// On one line, without what an editor could stumble over; what is shown reads back as itself.
    static func value(_ text: String) -> String {
        plain(text).replacing("\\", with: "\\\\")
    }

    static func cell(_ text: String) -> String { value(text).replacing("|", with: "\\|") }

    /// A line that would begin a product or a section begins with a backslash.
    static func description(_ text: String) -> String {
        let shown = plain(text, keepingEnds: true)
        return shown.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("===") || line.hasPrefix("---") || line.hasPrefix("\\")
                ? "\\" + line : String(line)
        }.joined(separator: "\n")
    }

    /// Without control characters; a line end is a blank, or, where they are kept, one `\n`.
    static func plain(_ text: String, keepingEnds: Bool = false) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        var shown = lines.map { line in
            String(String.UnicodeScalarView(line.unicodeScalars.filter { !isControl($0) || $0 == "\t" }))
        }.joined(separator: "\n")
        if keepingEnds {
            while shown.last == "\n" { shown.removeLast() }
            return shown
        }
        var scalars: [Unicode.Scalar] = []
        for scalar in shown.unicodeScalars {
            let isBlank = scalar.properties.isWhitespace
            // A mark without its letter would join the blank before it.
            let isMark = scalar.properties.isGraphemeExtend || scalar == "\u{200D}"
            guard scalars.last.map({ !isMark || $0 != " " }) ?? (!isBlank && !isMark) else { continue }
            scalars.append(isBlank ? " " : scalar)
        }
        while scalars.last == " " { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Controls, line and paragraph separators, and the marks that turn the direction of text.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
