import Commerce
import Shop
import Terminal

/// Products that are in the editor.
struct EditorSession: Sendable {
    let given: [(id: ProductID, sheet: ProductSheet)]
}

/// What the editor left, one row a difference.
struct RewriteReview: Sendable {
    struct Line: Sendable {
        let rewrite: Int
        /// Nil for a whole new product.
        let difference: SheetDifference?
    }

    let rewrites: [RewriteProducts.Rewrite]
    /// One for each row of the sheet; nil for a section.
    let lines: [Line?]
}

/// Whole products as text in `$EDITOR`.
extension SellPane {
    /// So many products fit one text that a person can still look through.
    static let editorLimit = 500

    mutating func openEditor(_ context: PaneContext) -> [PaneEffect<Request>] {
        let products = targets
        guard products.count <= Self.editorLimit else {
            return [
                .error(
                    "\(Self.grouped(products.count)) products are too many for one text; mark at most \(Self.editorLimit), or use :set and :replace."
                )
            ]
        }
        let kept = context.drafts["sell.editor"]
        let named = kept.map { ProductText.products(in: $0) } ?? []
        guard let kept, !named.isEmpty else {
            return [.load(.sheets(products, kept: nil), slot: "sell.sheets")]
        }
        return [
            .toast("Your text of last time, with what was wrong in it"),
            .load(.sheets(named, kept: kept), slot: "sell.sheets"),
        ]
    }

    mutating func edit(
        _ sheets: [(id: ProductID, sheet: ProductSheet)], kept: String?, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        guard !sheets.isEmpty else { return [.draft("sell.editor", nil), .error("The products are gone.")] }
        editor = EditorSession(given: sheets)
        return [.edit(kept ?? ProductText.text(of: sheets), suffix: ".txt", tag: "editor")]
    }

    mutating func edited(_ text: String?, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard let editor else { return [] }
        guard let text else {
            return [.draft("sell.editor", nil), .toast("Left as it was; nothing changed.")]
        }
        let reading = ProductText.read(text, given: editor.given, currency: context.settings.currency)
        if let first = reading.faults.first {
            let more = reading.faults.count > 1 ? " (and \(reading.faults.count - 1) more)" : ""
            return [
                .draft("sell.editor", ProductText.annotated(text, with: reading.faults)),
                .error("\(first)\(more). Nothing changed; E opens your text again."),
            ]
        }
        guard !reading.rewrites.isEmpty else {
            return [.draft("sell.editor", nil), .toast("Nothing in it differs; nothing changed.")]
        }
        let (sheet, review) = Self.sheet(of: reading.rewrites)
        bulk = BulkSession(work: .rewrite(review))
        return [.draft("sell.editor", text), .review(sheet, tag: "editor")]
    }

    private static func sheet(of rewrites: [RewriteProducts.Rewrite]) -> (ReviewSheet, RewriteReview) {
        var rows: [ReviewSheet.Row] = []
        var lines: [RewriteReview.Line?] = []
        for (index, rewrite) in rewrites.enumerated() {
            guard let was = rewrite.was else {
                let price = rewrite.sheet.variants.first?.price.map { "\($0)" } ?? "no price"
                rows.append(
                    .item(
                        .init([
                            StyledLine(rewrite.sheet.title), StyledLine("new", .quiet), .empty,
                            StyledLine(price, .yours),
                        ])))
                lines.append(.init(rewrite: index, difference: nil))
                continue
            }
            for difference in SheetDifference.between(was, rewrite.sheet) {
                let isGone = difference.willBe == "removed"
                rows.append(
                    .item(
                        .init([
                            StyledLine(was.title), StyledLine(difference.words, .quiet),
                            StyledLine(oneLine(difference.here), .theirs),
                            StyledLine(oneLine(difference.willBe), isGone ? .gone : .yours),
                        ])))
                lines.append(.init(rewrite: index, difference: difference))
            }
        }
        let sheet = ReviewSheet(
            title: rewrites.count == 1 ? rewrites[0].sheet.title : "\(rewrites.count) products, rewritten",
            columns: [
                Column("Product", minimum: 16, maximum: 40, priority: 2),
                Column("Field", minimum: 10, maximum: 24),
                Column("here", minimum: 12, maximum: 60, priority: 1),
                Column("will be", minimum: 12, maximum: 60),
            ], rows: rows, deed: "write it")
        return (sheet, RewriteReview(rewrites: rewrites, lines: lines))
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    func rewrite(_ review: RewriteReview, _ answer: ReviewAnswer) -> [PaneEffect<Request>] {
        var taken: [Int: [SheetDifference.Place]] = [:]
        for row in answer.taken where review.lines.indices.contains(row) {
            guard let line = review.lines[row] else { continue }
            taken[line.rewrite, default: []] += line.difference.map { [$0.place] } ?? []
        }
        let rewrites = review.rewrites.enumerated().compactMap { index, rewrite -> RewriteProducts.Rewrite? in
            guard let places = taken[index] else { return nil }
            guard let was = rewrite.was else { return rewrite }
            let sheet = was.taking(places, from: rewrite.sheet)
            return RewriteProducts.Rewrite(rewrite.product, was: was, sheet: sheet)
        }
        guard !rewrites.isEmpty else { return [.toast("Nothing was taken, nothing changed.")] }
        return [.draft("sell.editor", nil), .perform(RewriteProducts(rewrites), tag: "rewrite")]
    }
}
