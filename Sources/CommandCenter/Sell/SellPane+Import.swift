import Commerce
import Shop
import Terminal

/// Taking a file in: a path, what the file leaves open, the sheet, `y`.
extension SellPane {
    func askForImport(_ context: PaneContext) -> [PaneEffect<Request>] {
        [
            .fill(
                FormSheet(
                    title: "Import a file",
                    fields: [
                        .init("File", placeholder: "products.csv: Shopify, WooCommerce, or any CSV or TSV")
                    ],
                    deed: "look at it; nothing is written yet", draftKey: "sell.import"), tag: "import")
        ]
    }

    mutating func readImport(_ path: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        let path = Self.plainPath(path)
        guard !path.isEmpty else { return [.error("There is no file named.")] }
        importSheet = ImportSheet(path: path)
        return [.load(.importPlan(path, ImportChoices()), slot: "sell.import", lane: .background)]
    }

    /// A path as a terminal drops it: in quotes, or with its blanks escaped.
    static func plainPath(_ text: String) -> String {
        var path = text[...]
        while path.first?.isWhitespace == true { path.removeFirst() }
        while path.last?.isWhitespace == true { path.removeLast() }
        if path.count > 1, let quote = path.first, quote == "'" || quote == "\"", path.last == quote {
            return String(path.dropFirst().dropLast())
        }
        return String(path).replacing("\\ ", with: " ")
    }

    mutating func receive(
        _ reading: ImportReading, of path: String, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        guard importSheet?.path == path else { return [] }
        switch reading {
        case .plan(let plan):
            importSheet?.take(plan)
            importSheet?.list.resize(count: plan.rows.count, height: Self.importLines(context.rect))
            return [.draft("sell.import", nil)]
        case .asks(let sketch, let questions):
            (importQuestions, importKind) = (questions, sketch.setup.mapping.kind)
            return [.fill(Self.form(for: questions, sketch), tag: "import.answers")]
        }
    }

    private static func form(for questions: [SketchQuestion], _ sketch: FileSketch) -> FormSheet {
        var fields: [FormSheet.Field] = []
        for question in questions {
            switch question {
            case .dates(let example):
                fields.append(
                    .init(
                        "“\(example)” begins with", placeholder: "day or month",
                        check: { ["day", "month"].contains($0) ? nil : .wrong("day or month") }))
            case .decimals(let example):
                fields.append(
                    .init(
                        "“\(example)” has its decimals after a", placeholder: "point or comma",
                        check: { ["point", "comma"].contains($0) ? nil : .wrong("point or comma") }))
            case .mapping:
                let headers = sketch.headers
                fields += mappingRoles(sketch.setup.mapping.kind).map { role in
                    .init(
                        "\(role.rawValue) is the column", text: sketch.setup.mapping.columns[role] ?? "",
                        placeholder: headers.prefix(6).joined(separator: ", "),
                        check: { name in
                            name.isEmpty || headers.contains(name) ? nil : .wrong("there is no such column")
                        })
                }
            }
        }
        return FormSheet(
            title: "\(sketch.name) does not say it itself", fields: fields,
            deed: "go on; nothing is written yet")
    }

    private static func mappingRoles(_ kind: ImportKind) -> [ColumnRole] {
        switch kind {
        case .products: [.title, .sku, .price, .cost, .stock]
        case .orders: [.number, .placedAt, .sku, .quantity, .unitPrice]
        case .customers: [.name, .email]
        }
    }

    mutating func answerImport(_ texts: [String]) -> [PaneEffect<Request>] {
        guard var sheet = importSheet else { return [] }
        var rest = texts[...]
        for question in importQuestions {
            switch question {
            case .dates: sheet.choices.dates = rest.popFirst() == "day" ? .dayFirst : .monthFirst
            case .decimals: sheet.choices.decimal = rest.popFirst() == "comma" ? .comma : .point
            case .mapping:
                for role in Self.mappingRoles(importKind) {
                    if let name = rest.popFirst(), !name.isEmpty { sheet.choices.columns[role] = name }
                }
            }
        }
        importSheet = sheet
        return [.load(.importPlan(sheet.path, sheet.choices), slot: "sell.import", lane: .background)]
    }

    /// What the sheet takes while it is open; nil for what is not its business.
    mutating func importEvents(_ event: PaneEvent, _ context: PaneContext) -> [PaneEffect<Request>]? {
        switch event {
        case .back: importSheet = nil
        case .mark: importSheet?.turn()
        case .move(.nextPart): stepImportView(1)
        case .move(.previousPart): stepImportView(-1)
        case .move(let move): _ = importSheet?.list.take(move)
        case .view(let index): importSheet?.show(ImportSheet.View(rawValue: index) ?? .all)
        case .command("sell.import.do"): return takeIn()
        case .mouse(.wheel(let lines, _)): importSheet?.list.scroll(by: lines)
        case .mouse(.click(let point)):
            let first = importSheet?.list.visible(rows: importSheet?.list.height ?? 1).lowerBound ?? 0
            if point.row > context.rect.row {
                importSheet?.list.move(to: first + point.row - context.rect.row - 1)
            }
        case .open, .markRange, .markAll, .mouse, .command, .resized: break
        default: return nil
        }
        if let sheet = importSheet {
            importSheet?.list.resize(count: sheet.rows.count, height: Self.importLines(context.rect))
        }
        return []
    }

    private mutating func stepImportView(_ step: Int) {
        let count = ImportSheet.View.allCases.count
        let next = ((importSheet?.view.rawValue ?? 0) + step + count) % count
        importSheet?.show(ImportSheet.View(rawValue: next) ?? .all)
    }

    /// `y`: one work in parts, which one `u` takes back.
    private mutating func takeIn() -> [PaneEffect<Request>] {
        guard let sheet = importSheet, let plan = sheet.plan else { return [] }
        guard sheet.taken > 0 else {
            return [.error("There is nothing in it to take in: all is here already, or bad.")]
        }
        importSheet = nil
        return [
            .work("Import", tag: "import") { shop, proceed in
                let report = try shop.importFile(plan) { step in
                    proceed(RunProgress(done: step.lines, total: step.total))
                }
                let counts = report.counts
                var words = "\(counts.created) new, \(counts.changed) changed"
                if counts.bad > 0 { words += ", \(counts.bad) bad" }
                if let file = report.badFile { words += ": mend them in \(file)" }
                return words + (report.stopped ? ", stopped" : "") + " · u takes it back"
            }
        ]
    }

    func importViews() -> PaneViews {
        guard let sheet = importSheet else { return PaneViews([], chosen: 0) }
        let views = ImportSheet.View.allCases.map { view in
            PaneViews.View(
                "import." + view.title, view.title,
                detail: sheet.plan == nil ? "" : Self.grouped(sheet.count(view)))
        }
        return PaneViews(
            views, chosen: sheet.view.rawValue,
            status: StyledLine(sheet.plan?.title ?? "looking at \(sheet.path) …", .quiet))
    }

    func drawImport(in rect: Rect, of frame: inout Frame, _ context: PaneContext) {
        guard let sheet = importSheet else { return }
        guard let plan = sheet.plan else {
            frame.put(
                "Looking at the file; Esc leaves it. Nothing is written before y.",
                at: Point(rect.column + 2, rect.row + 1), width: rect.columns - 3, role: .quiet)
            return
        }
        let look = frame.look
        var columns = [
            Column("", minimum: 1), Column("", minimum: 9), Column("line", minimum: 7, align: .right),
            Column("Product or order", minimum: 18, maximum: 60),
        ]
        if sheet.hasHere { columns.append(Column("here", minimum: 14, maximum: 40, priority: 2)) }
        columns.append(Column("in the file", minimum: 18, maximum: 60, priority: 1))
        if sheet.hasNotes { columns.append(Column("", minimum: 16, maximum: 70, priority: 3)) }
        let table = Table(
            columns: columns, emptyNote: StyledLine("Nothing of this kind in the file.", .quiet)
        ) { index in
            guard sheet.rows.indices.contains(index) else { return .note(.empty) }
            return .cells(Self.cells(plan.rows[sheet.rows[index]], plan, sheet, look))
        }
        let (upper, lower) = rect.cutBottom(Self.wholeRow(rect))
        table.draw(into: &frame, in: upper, state: sheet.list)
        drawWholeRow(sheet, plan, in: lower, of: &frame)
    }

    /// Lines below the table that show the row under the cursor in full.
    private static func wholeRow(_ rect: Rect) -> Int { rect.rows >= 14 ? 5 : 0 }

    private static func importLines(_ rect: Rect) -> Int { max(1, rect.rows - 1 - wholeRow(rect)) }

    private func drawWholeRow(
        _ sheet: ImportSheet, _ plan: ImportPlan, in rect: Rect, of frame: inout Frame
    ) {
        guard !rect.isEmpty, sheet.rows.indices.contains(sheet.list.cursor) else { return }
        frame.horizontalLine(at: rect.origin, length: rect.columns)
        let row = plan.rows[sheet.rows[sheet.list.cursor]]
        var lines = [
            StyledLine(row.subject, .strong, [.bold])
                + StyledLine("   line \(Self.grouped(row.line))", .quiet)
        ]
        if !row.note.isEmpty { lines.append(StyledLine(row.note, row.state == .bad ? .bad : .care)) }
        for change in row.changes {
            var line = StyledLine(change.field.isEmpty ? "" : change.field + "  ", .quiet)
            if !change.here.isEmpty {
                line.append(change.here, .theirs)
                line.append(" \(String(Character(frame.look.glyphs.arrow))) ", .quiet)
            }
            line.append(change.inFile, .yours)
            lines.append(line)
        }
        for (index, line) in lines.prefix(rect.rows - 1).enumerated() {
            frame.put(line, at: Point(rect.column + 2, rect.row + 1 + index), width: rect.columns - 3)
        }
    }

    private static func words(_ field: String, _ value: String) -> String {
        field.isEmpty ? value : "\(field) \(value)"
    }

    private static func cells(
        _ row: PlanRow, _ plan: ImportPlan, _ sheet: ImportSheet, _ look: Look
    ) -> [StyledLine] {
        let isTaken = ImportSheet.canTurn(row) && !plan.leftOut.contains(row.line)
        let sign: StyledLine
        switch row.state {
        case .bad: sign = StyledLine(String(Character(look.glyphs.care)), .bad)
        case .question: sign = StyledLine(String(Character(look.glyphs.care)), .care)
        default:
            sign = StyledLine(
                String(Character(isTaken ? look.glyphs.taken : look.glyphs.left)), isTaken ? .yours : .gone)
        }
        let here = row.changes.filter { !$0.here.isEmpty }.map { Self.words($0.field, $0.here) }
        let inFile = row.changes.filter { !$0.inFile.isEmpty }.map { Self.words($0.field, $0.inFile) }
        let role: Role = row.state == .bad ? .bad : row.state == .question ? .care : .text
        var cells = [
            sign, StyledLine(row.state.rawValue, role), StyledLine(grouped(row.line), .quiet),
            StyledLine(row.subject),
        ]
        if sheet.hasHere { cells.append(StyledLine(here.joined(separator: ", "), .theirs)) }
        cells.append(StyledLine(inFile.joined(separator: ", "), .yours))
        if sheet.hasNotes { cells.append(StyledLine(row.note, row.state == .bad ? .bad : .quiet)) }
        return cells
    }
}
