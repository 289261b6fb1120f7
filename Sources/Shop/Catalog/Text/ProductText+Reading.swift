package import Commerce

extension ProductText {
    /// What is wrong in a text, by its line.
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// From 1.
        package let line: Int
        package let words: String

        package var description: String { "line \(line): \(words)" }
    }

    /// What came back.
    package struct Reading: Sendable {
        package var rewrites: [RewriteProducts.Rewrite] = []
        /// Where each one's part begins.
        package var lines: [Int] = []
        package var faults: [Fault] = []
    }

    /// Reads what the editor left, against what it was given. All faults are found, not only the first; what is
    /// wrong changes nothing.
    package static func read(
        _ text: String, given: [(id: ProductID, sheet: ProductSheet)], currency: Currency
    ) -> Reading {
        var reading = Reading()
        var lines = text.split(omittingEmptySubsequences: false) {
            $0 == "\n" || $0 == "\r\n" || $0 == "\r"
        }.map(String.init)[...]
        let known = Dictionary(given.map { ($0.id, $0.sheet) }) { first, _ in first }
        var seen: Set<ProductID> = []
        while let line = lines.first, !line.hasPrefix(productMark) {
            if !isBlank(line) {
                reading.faults.append(
                    Fault(
                        line: lines.startIndex + 1,
                        words: "“\(line.prefix(40))” stands before the first product"))
            }
            lines.removeFirst()
        }
        while let head = lines.first {
            let start = lines.startIndex
            lines.removeFirst()
            let end = lines.firstIndex { $0.hasPrefix(productMark) } ?? lines.endIndex
            let body = lines[..<end]
            lines = lines[end...]
            do {
                let id = try product(in: head, start + 1, known, &seen)
                var part = ProductPart(
                    was: id.flatMap { known[$0] }, line: start + 1, currency: currency)
                part.read(body)
                reading.faults += part.faults
                let sheet = part.sheet
                guard id != nil || part.hasContent else { continue }
                if id == nil || sheet != part.was {
                    reading.rewrites.append(RewriteProducts.Rewrite(id, was: part.was, sheet: sheet))
                    reading.lines.append(start + 1)
                }
            } catch { reading.faults.append(error) }
        }
        return reading
    }

    private static func product(
        in head: String, _ line: Int, _ known: [ProductID: ProductSheet], _ seen: inout Set<ProductID>
    ) throws(Fault) -> ProductID? {
        let words = head.dropFirst(productMark.count).split(separator: " ")
        if words.count == 1, words[0] == "new" { return nil }
        guard words.count == 2, words[0] == "product", let id = ProductID(String(words[1])) else {
            throw Fault(
                line: line, words: "“\(head.prefix(40))” is neither “=== product NUMBER” nor “=== new”")
        }
        guard known[id] != nil else {
            throw Fault(
                line: line, words: "product \(id) is not one that was opened; begin a new one with “=== new”")
        }
        guard seen.insert(id).inserted else {
            throw Fault(line: line, words: "product \(id) is there twice; keep one of its parts")
        }
        return id
    }

    static func isBlank(_ line: String) -> Bool {
        line.hasPrefix("#") || line.allSatisfy(\.isWhitespace)
    }
}

/// Reads the part of one product.
private struct ProductPart {
    let was: ProductSheet?
    let currency: Currency
    var sheet: ProductSheet
    var faults: [ProductText.Fault] = []
    var hasContent = false
    private var line: Int
    private var images: [ImageSheet] = []
    private var variants: [VariantSheet]?
    private var optionColumns = 0
    private var header: [String] = []

    init(was: ProductSheet?, line: Int, currency: Currency) {
        self.was = was
        self.currency = currency
        self.line = line
        sheet = was ?? ProductSheet(title: "")
    }

    private enum Section { case fields, variants, description }

    mutating func read(_ lines: ArraySlice<String>) {
        var section = Section.fields
        var description: [String] = []
        for text in lines {
            line += 1
            if text.hasPrefix(ProductText.sectionMark) {
                switch CatalogValue.trimmed(String(text.dropFirst(4))) {
                case "variants": section = .variants
                case "description": section = .description
                default: fault("“\(text.prefix(40))” is neither “--- variants” nor “--- description”")
                }
            } else if section == .description {
                description.append(text.hasPrefix("\\") ? String(text.dropFirst()) : text)
            } else if !ProductText.isBlank(text) {
                if section == .fields { field(text) } else { row(text) }
            }
        }
        finish(description)
    }

    private mutating func finish(_ description: [String]) {
        var text = description.joined(separator: "\n")
        while text.last == "\n" { text.removeLast() }
        let shown = ProductText.plain(was?.description ?? "", keepingEnds: true)
        if text != shown { sheet.description = text }
        if !text.isEmpty { hasContent = true }
        sheet.images = images
        if let variants { sheet.variants = variants }
        if sheet.variants.isEmpty {
            if was != nil { fault("the table of variants is empty; a product has at least one") }
            sheet.variants = was?.variants ?? [VariantSheet()]
        }
        if was == nil {
            guard hasContent else { return }
            if sheet.title.isEmpty { fault("a new product needs a title") }
        }
    }

    private mutating func fault(_ words: String) {
        faults.append(ProductText.Fault(line: line, words: words))
    }

    // MARK: Fields

    private mutating func field(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else {
            fault("“\(text.prefix(40))” is no field; write such as “title: Blue mug”")
            return
        }
        let name = CatalogValue.trimmed(String(text[..<colon])).lowercased()
        let value = CatalogValue.trimmed(String(text[text.index(after: colon)...]))
        if name == "image" || name.hasPrefix("image ") {
            image(name, value)
        } else if name == "options" {
            options(value)
        } else if let field = CatalogField(rawValue: name), ProductText.fields.contains(field) {
            set(field, value)
        } else {
            let names = ProductText.fields.map(\.rawValue).joined(separator: ", ")
            fault("there is no field “\(name)”; there are \(names), options and image")
        }
    }

    private mutating func set(_ field: CatalogField, _ shown: String) {
        guard shown != ProductText.value(was?.written(field) ?? "") else { return }
        if !shown.isEmpty, field != .kind, field != .status { hasContent = true }
        let written = Self.unescaped(shown)
        do {
            guard case .text(let text) = try CatalogValue(written, for: field, currency: currency) else {
                return
            }
            switch field {
            case .title: sheet.title = text
            case .handle: sheet.handle = text
            case .vendor: sheet.vendor = text
            case .category: sheet.category = text
            case .tags: sheet.tags = Tag.set(text)
            case .kind: sheet.kind = ProductKind(rawValue: text) ?? sheet.kind
            case .status: sheet.status = ProductStatus(rawValue: text) ?? sheet.status
            default: break
            }
        } catch { fault(error.reason) }
    }

    private mutating func options(_ value: String) {
        let names = value.isEmpty ? [] : Self.cells(value)
        guard names.count <= 3 else {
            fault("a product has at most three options, these are \(names.count)")
            return
        }
        let old = was?.options ?? []
        if value == CatalogValue.trimmed(old.map(ProductText.cell).joined(separator: " | ")) { return }
        sheet.options = names.enumerated().map { index, name in
            index < old.count && name == ProductText.cell(old[index]) ? old[index] : Self.unescaped(name)
        }
    }

    private mutating func image(_ name: String, _ value: String) {
        let cells = Self.cells(value)
        let number = name.split(separator: " ").dropFirst().joined(separator: " ")
        let old = was?.images.first { $0.id.map { "\($0)" } == number }
        guard number.isEmpty || old != nil else {
            fault("image \(number) is not one of this product's; leave the number out to add one")
            return
        }
        guard let address = cells.first, !address.isEmpty, cells.count <= 2 else {
            fault("an image is an address, and after a bar what it shows")
            return
        }
        if let id = old?.id, images.contains(where: { $0.id == id }) {
            fault("image \(number) is there twice")
            return
        }
        let alt = cells.count == 2 ? cells[1] : ""
        var image = old ?? ImageSheet(url: "")
        if address != ProductText.cell(image.url) { image.url = Self.unescaped(address) }
        if alt != ProductText.cell(image.alt) { image.alt = Self.unescaped(alt) }
        if image != old {
            do { try CatalogWriter.check(image) } catch { fault("\(error)") }
        }
        images.append(image)
    }

    // MARK: Variants

    private mutating func row(_ text: String) {
        let cells = Self.cells(text)
        guard variants != nil else {
            startTable(cells)
            return
        }
        guard cells.count <= header.count else {
            fault("the line has \(cells.count) cells, the table has \(header.count) columns")
            return
        }
        let padded = cells + Array(repeating: "", count: header.count - cells.count)
        let old = was?.variants.first { $0.id.map { "\($0)" } == padded[0] }
        guard padded[0].isEmpty || old != nil else {
            fault("variant \(padded[0]) is not one of this product's; leave the id empty to add one")
            return
        }
        if let id = old?.id, variants?.contains(where: { $0.id == id }) == true {
            fault("variant \(padded[0]) is there twice")
            return
        }
        var variant = old ?? VariantSheet(options: Array(repeating: "", count: sheet.options.count))
        if padded[1] != ProductText.cell(variant.sku) { variant.sku = Self.unescaped(padded[1]) }
        setOptions(padded[2..<2 + optionColumns], of: &variant)
        for (index, field) in ProductText.columns.enumerated() {
            let shown = padded[2 + optionColumns + index]
            if old != nil || !shown.isEmpty, shown != ProductText.cell(variant.written(field)) {
                set(field, of: &variant, to: Self.unescaped(shown))
            }
        }
        if padded.dropFirst().contains(where: { !$0.isEmpty && $0 != "yes" }) { hasContent = true }
        variants?.append(variant)
    }

    /// The header says how many options there are; the names in it are the seller's to read.
    private mutating func startTable(_ cells: [String]) {
        variants = []
        let fixed = 2 + ProductText.columns.count
        let tail = cells.suffix(ProductText.columns.count)
        guard cells.count >= fixed, cells.count <= fixed + 3, cells.starts(with: ["id", "sku"]),
            Array(tail) == ProductText.columns.map(\.rawValue)
        else {
            let names = ProductText.columns.map(\.rawValue).joined(separator: " | ")
            fault("the first line of the table is: id | sku | the options | \(names)")
            header = Array(repeating: "", count: fixed)
            return
        }
        header = cells
        optionColumns = cells.count - fixed
    }

    private func setOptions(_ cells: ArraySlice<String>, of variant: inout VariantSheet) {
        var values = cells.enumerated().map { index, shown in
            index < variant.options.count && shown == ProductText.cell(variant.options[index])
                ? variant.options[index] : Self.unescaped(shown)
        }
        while values.count > max(variant.options.count, sheet.options.count), values.last?.isEmpty == true {
            values.removeLast()
        }
        if values.count >= variant.options.count {
            variant.options = values
        } else {
            variant.options.replaceSubrange(..<values.count, with: values)
        }
    }

    private mutating func set(_ field: CatalogField, of variant: inout VariantSheet, to text: String) {
        do {
            switch (field, try CatalogValue(text, for: field, currency: currency)) {
            case (.barcode, .text(let code)): variant.barcode = code
            case (.price, .number(let number)): variant.price = price(number)
            case (.compareAt, .number(let number)): variant.compareAt = price(number)
            case (.cost, .number(let number)): variant.cost = price(number)
            case (.stock, .number(let number)): variant.stock = number.map { Int($0) }
            case (.lowStock, .number(let number)): variant.lowStock = number.map { Int($0) }
            case (.weight, .number(let number)): variant.weightGrams = number.map { Int($0) }
            case (.tracked, .number(let number)): variant.isTracked = number != 0
            default: break
            }
        } catch { fault(error.reason) }
    }

    private func price(_ millionths: Int64?) -> UnitPrice? {
        millionths.map { UnitPrice(millionths: $0, currency: currency) }
    }

    // MARK: Cells

    /// Cuts at bars that are not escaped; blanks around a cell are the table's.
    private static func cells(_ text: String) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isEscaped = false
        for character in text {
            if character == "|", !isEscaped {
                cells.append(CatalogValue.trimmed(cell))
                cell = ""
            } else {
                cell.append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return cells + [CatalogValue.trimmed(cell)]
    }

    private static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                if character != "\\", character != "|" { result.append("\\") }
                result.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return isEscaped ? result + "\\" : result
    }
}

extension ProductText {
    /// The products a text speaks of.
    package static func products(in text: String) -> [ProductID] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            let words = line.split(separator: " ")
            return words.count == 3 && words[0] == "===" && words[1] == "product"
                ? ProductID(String(words[2])) : nil
        }
    }

    /// The text with a remark above each line that is wrong.
    package static func annotated(_ text: String, with faults: [Fault]) -> String {
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        lines.removeAll { $0.hasPrefix("# ! ") }
        let removed = text.split(omittingEmptySubsequences: false) { $0.isNewline }.count - lines.count
        for fault in faults.sorted(by: { $0.line > $1.line }) {
            let place = min(max(0, fault.line - 1 - removed), lines.count)
            lines.insert("# ! \(fault.words)", at: place)
        }
        return lines.joined(separator: "\n")
    }
}
