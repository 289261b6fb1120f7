import Commerce
import Shop
import Terminal

/// What a product says otherwise on one channel: its title and prices as a form, its description in the editor.
extension SellPane {
    /// So many variants fit a form; one with more has its prices in its rule, or by `mercer do OverrideListing`.
    static let wordedVariants = 12

    func askForWording(inEditor: Bool) -> [PaneEffect<Request>] {
        guard let line = card.channelLine, let product = card.asked else { return [] }
        return [
            .load(
                .wording(product, line.standing.connection.id, inEditor: inEditor), slot: "sell.wording")
        ]
    }

    mutating func take(_ found: ListingWording?, inEditor: Bool) -> [PaneEffect<Request>] {
        guard let found else { return [.error("It is not listed there: P lists it.")] }
        wording = found
        guard !inEditor else {
            return [.edit(found.description.own ?? found.description.here, suffix: ".html", tag: "wording")]
        }
        let values = found.prices.prefix(Self.wordedVariants)
        let fields =
            [FormSheet.Field("Title", text: found.title.own ?? "", placeholder: found.title.here)]
            + values.map { price in
                FormSheet.Field(
                    price.name.isEmpty ? "Price" : "Price of \(price.name)", text: price.words.own ?? "",
                    placeholder: price.words.here.isEmpty ? "none" : price.words.here)
            }
        let more = found.prices.count - values.count
        let left = more > 0 ? "; \(more) more variants keep theirs" : ""
        return [
            .fill(
                FormSheet(
                    title: "On \(found.channel)", fields: fields, deed: "say so there",
                    lines: [
                        StyledLine("What is left empty is as here\(left).", .quiet),
                        StyledLine(
                            "The description is written in the editor: E on the channel's line.", .quiet),
                    ]), tag: "wording")
        ]
    }

    func worded(_ texts: [String]) -> [PaneEffect<Request>] {
        guard let found = wording, texts.count >= 1 else { return [] }
        var changes: [OverrideListing.Change] = []
        func add(_ variant: VariantID?, _ field: ListingField, _ text: String, _ words: ListingWording.Words)
        {
            let wanted = text.trimmingBlanks
            let own = wanted.isEmpty || wanted == words.here ? nil : wanted
            if own != words.own { changes.append(.init(field, of: variant, to: own)) }
        }
        add(nil, .title, texts[0], found.title)
        for (text, price) in zip(texts.dropFirst(), found.prices) {
            add(price.variant, .price, text, price.words)
        }
        return say(changes, found)
    }

    /// The editor's text; an empty one goes back to the product's own.
    func worded(_ text: String?) -> [PaneEffect<Request>] {
        guard let found = wording, let text else { return [.toast("Left as it was; nothing changed.")] }
        let wanted = ListingText.text(text)
        let own = wanted.isEmpty || wanted == found.description.here ? nil : wanted
        return say(
            own == found.description.own ? [] : [.init(.description, to: own)], found)
    }

    private func say(_ changes: [OverrideListing.Change], _ found: ListingWording) -> [PaneEffect<Request>] {
        guard !changes.isEmpty else { return [.toast("Nothing in it differs; nothing changed.")] }
        return [
            .perform(OverrideListing(found.product, on: found.connection, changes), tag: "wording")
        ]
    }
}
