import Commerce
import Shop
import Terminal

/// The forms that Sell opens, and what becomes of their texts.
extension SellPane {
    func newProduct(_ context: PaneContext) -> PaneEffect<Request> {
        let settings = context.settings
        let money: @Sendable (String) -> FieldNote? = { text in
            guard !text.isEmpty else { return nil }
            do {
                let price = try MoneyFormat.parseUnitPrice(text, currency: settings.currency, convention: nil)
                return price.isNegative
                    ? .wrong("below zero") : price.isZero ? .odd("given away") : .good("\(price)")
            } catch { return .wrong("\(error)") }
        }
        return .fill(
            FormSheet(
                title: "New product",
                fields: [
                    .init(
                        "Title",
                        check: { $0.allSatisfy(\.isWhitespace) ? .wrong("a product needs a title") : nil }),
                    .init("Price", placeholder: "24.00", check: money),
                    .init("Cost", placeholder: "what it costs you", check: money),
                    .init("SKU", placeholder: "your own name for it"),
                    .init(
                        "Stock", placeholder: "pieces here",
                        check: { $0.isEmpty || Int($0) != nil ? nil : .wrong("a whole number, such as 12") }),
                    .init("Category", placeholder: "Kitchen > Mugs"),
                    .init("Tags", placeholder: "winter, gift"),
                ], deed: "make it", draftKey: "sell.new"), tag: "new")
    }

    func newVariant() -> PaneEffect<Request> {
        let options = card.detail?.sheet.options ?? []
        let fields = (options.isEmpty ? ["Option"] : options).map { FormSheet.Field($0) }
        return .fill(
            FormSheet(
                title: "New variant",
                fields: fields + [
                    .init("SKU"), .init("Price", text: card.cursorVariant?.price?.amountText ?? ""),
                ],
                deed: "add it", draftKey: nil), tag: "variant")
    }

    func noteForm() -> PaneEffect<Request> {
        .fill(
            FormSheet(
                title: "Note", fields: [.init("Note")], deed: "keep it",
                draftKey: cursorProduct.map { "sell.note.\($0)" }), tag: "note")
    }

    func writeOff() -> [PaneEffect<Request>] {
        guard writeOffVariant != nil else {
            return [.error("It has several variants: Enter opens it, Variants has the one to write off.")]
        }
        return [
            .fill(
                FormSheet(
                    title: "Write off",
                    fields: [
                        .init(
                            "Pieces", text: "1",
                            check: { (Int($0) ?? 0) < 1 ? .wrong("a whole number, such as 1") : nil }),
                        .init("Why", placeholder: "broken, lost, a gift"),
                    ], deed: "write them off"), tag: "writeOff")
        ]
    }

    /// The variant that is meant: the one under the cursor, or the only one.
    private var writeOffVariant: VariantID? {
        guard let detail = card.detail, detail.id == cursorProduct else { return nil }
        if card.isOn(.variants) { return card.cursorVariant?.id }
        return detail.sheet.variants.count == 1 ? detail.sheet.variants[0].id : nil
    }

    mutating func filled(
        _ tag: String, _ texts: [String], _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        do {
            switch tag {
            case "new": return [.perform(CreateProduct(try product(from: texts, context)), tag: "new")]
            case "variant": return [try addVariant(texts, context)]
            case "writeOff":
                guard let variant = writeOffVariant, let count = Int(texts[0]) else { return [] }
                return [.perform(WriteOffStock(variant: variant, quantity: count, reason: texts[1]))]
            case "note":
                guard let product = cursorProduct else { return [] }
                return [.perform(NoteProduct(product, text: texts[0]))]
            case "wording": return worded(texts)
            case "export": return export(to: texts[0], as: texts[1])
            case "import": return readImport(texts[0], context)
            case "import.answers": return answerImport(texts)
            default: return []
            }
        } catch { return [.error("\(error)")] }
    }

    private func product(from texts: [String], _ context: PaneContext) throws -> ProductSheet {
        let price = try Self.price(texts[1], context)
        let variant = VariantSheet(
            sku: texts[3], price: price, cost: try Self.price(texts[2], context), stock: Int(texts[4]))
        return ProductSheet(
            title: texts[0], status: price == nil ? .draft : .active, category: texts[5],
            tags: Tag.set(texts[6]),
            variants: [variant])
    }

    private func addVariant(_ texts: [String], _ context: PaneContext) throws -> PaneEffect<Request> {
        guard let product = card.open ?? card.asked, texts.count >= 3 else {
            return .error("There is no product here.")
        }
        let options = Array(texts.dropLast(2))
        let variant = VariantSheet(
            sku: texts[texts.count - 2], options: options,
            price: try Self.price(texts[texts.count - 1], context))
        return .perform(AddVariant(variant, to: product), tag: "variantAdded")
    }

    private static func price(_ text: String, _ context: PaneContext) throws -> UnitPrice? {
        guard !text.allSatisfy(\.isWhitespace) else { return nil }
        return try MoneyFormat.parseUnitPrice(text, currency: context.settings.currency, convention: nil)
    }
}
