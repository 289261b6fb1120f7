import Commerce
import Shop
package import Terminal

/// What each key does, and when it does not.
extension SellPane {
    mutating func run(_ command: String, _ context: PaneContext) -> [PaneEffect<Request>] {
        switch command {
        case "sell.edit": return edit(context)
        case "sell.sort": return sort(context)
        case "sell.editor": return card.isOn(.channels) ? askForWording(inEditor: true) : openEditor(context)
        case "sell.new": return card.isOn(.variants) ? [newVariant()] : [newProduct(context)]
        case "sell.copy": return cursorProduct.map { [.perform(DuplicateProduct($0), tag: "copy")] } ?? []
        case "sell.publish": return setStatus(.active)
        case "sell.archive": return strike()
        case "sell.keep": return showKeep(context)
        case "sell.down": return carry(by: 1, context)
        case "sell.up": return carry(by: -1, context)
        case "sell.import": return askForImport(context)
        case "sell.export": return [exportForm()]
        case "sell.copy.sku": return copy(cursorRow?.sku, "SKU")
        case "sell.copy.title": return copy(cursorRow?.title, "title")
        case "sell.copy.price": return copy(cursorRow?.priceLow?.amountText, "price")
        case "sell.feature": return feature()
        case "sell.writeOff": return writeOff()
        case "sell.delete": return askToDelete()
        case "sell.note": return [noteForm()]
        case "sell.list":
            return [.load(.publishing(targets), slot: "sell.publishing", lane: .background)]
        case let id where id.hasPrefix("sell.channels."): return runChannel(id)
        default: return []
        }
    }

    /// The one product that is meant, marks aside.
    var cursorProduct: ProductID? { card.open ?? cursorID }

    package func availability(of command: String, _ context: PaneContext) -> Availability {
        if command == "sell.import.do" {
            return importSheet?.plan == nil ? .no("The file is still being looked at.") : .yes
        }
        let needsProduct = !["sell.new", "sell.import", "sell.sort", "sell.export"].contains(command)
        if needsProduct, cursorProduct == nil { return .no("There is no product here; n makes one.") }
        if command == "sell.list", channels.isEmpty {
            return .no("no channel is connected yet: 0 connects one")
        }
        if command.hasPrefix("sell.channels.") { return channelAvailability(command) }
        switch command {
        case "sell.publish":
            let isOffered = card.open == nil && query.view != .draft && query.view != .archived
            return isOffered ? .no("It is active already.") : .yes
        case "sell.archive":
            let isArchived = query.view == .archived && !card.isOpen && !card.isFocused
            return isArchived ? .no("It is archived already; > brings it back.") : .yes
        case "sell.delete", "sell.feature":
            return targets.count > Self.editorLimit
                ? .no("Mark at most \(Self.editorLimit) for this.") : .yes
        case "sell.up", "sell.down":
            let canCarry = query.view == .featured && !card.isFocused || card.isOn(.images)
            return canCarry ? .yes : .no("Rows are carried in Featured, and among images.")
        case "sell.sort", "sell.copy.sku", "sell.copy.price":
            return card.isOpen ? .no("This is for the list.") : .yes
        default: return .yes
        }
    }

    package func word(for command: String, _ context: PaneContext) -> String? {
        switch command {
        case "sell.archive":
            if card.isOn(.images) { return "remove image" }
            if card.isOn(.variants) { return "remove variant" }
            return nil
        case "sell.new": return card.isOn(.variants) ? "new variant" : nil
        case "sell.edit": return card.isOn(.channels) ? "edit there" : nil
        case let id where id.hasPrefix("sell.channels."): return channelWord(id)
        default: return nil
        }
    }

    package func hints(_ context: PaneContext) -> [String] {
        if importSheet != nil { return ["sell.import.do"] }
        if card.isOn(.channels) {
            return [
                "sell.channels.next", "sell.edit", "sell.list", "sell.channels.rest", "sell.channels.strike",
            ]
        }
        if card.isOpen || card.isFocused {
            return ["sell.edit", "sell.new", "sell.editor", "sell.archive", "sell.note"]
        }
        return query.view == .draft || query.view == .archived
            ? ["sell.publish", "sell.edit", "sell.editor", "sell.new", "sell.import"]
            : [
                "sell.edit", "sell.sort", "sell.keep", "sell.list", "sell.new", "sell.editor", "sell.archive",
                "sell.import",
            ]
    }

    package func status(_ context: PaneContext) -> StyledLine {
        if let sheet = importSheet {
            return sheet.plan == nil
                ? .empty : StyledLine("Space take or leave   \(Self.grouped(sheet.taken)) taken", .quiet)
        }
        guard !marks.isEmpty else { return .empty }
        let hidden = hiddenMarks == 0 ? "" : ", \(Self.grouped(hiddenMarks)) hidden"
        return StyledLine("\(Self.grouped(marks.count)) marked\(hidden)", .mark)
    }

    mutating func performed(
        _ tag: String, _ outcome: any Sendable, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        switch tag {
        case "cell":
            defer { saving = nil }
            return saving.map { [.draft($0.draftKey, nil)] } ?? []
        case "status", "delete", "feature", "publish":
            return keepRefused(outcome)
        case "new":
            wanted = outcome as? ProductID
            return []
        case "copy":
            guard let made = outcome as? DuplicateProduct.Outcome else { return [] }
            wanted = made.product
            return open(made.product)
        default: return []
        }
    }

    /// What was done is no longer marked; what was refused stays so, and the first reason is said.
    private mutating func keepRefused(_ outcome: any Sendable) -> [PaneEffect<Request>] {
        let bulk: BulkOutcome<ProductID>
        switch outcome {
        case let status as SetProductStatus.Outcome: bulk = status.products
        case let published as PublishProducts.Outcome: bulk = published.products
        case let deleted as DeleteProducts.Outcome:
            bulk = deleted.products
            if let open = card.open, bulk.done.contains(open) { card.close() }
        case let other as BulkOutcome<ProductID>: bulk = other
        default: return []
        }
        marks.subtract(bulk.done)
        countHiddenMarks()
        guard let first = bulk.refused.first else { return [] }
        marks.formUnion(bulk.refused.map(\.id))
        let more = bulk.refused.count > 1 ? " (and \(bulk.refused.count - 1) more)" : ""
        return [.error(first.refusal.reason + more)]
    }

    /// At once for a few; over fifty by a review, as every change of so many.
    private func setStatus(_ status: ProductStatus) -> [PaneEffect<Request>] {
        let products = targets
        guard products.count > 50 else {
            return [.perform(SetProductStatus(products, to: status), tag: "status")]
        }
        return [
            .load(.plan(.set(.status, status.rawValue), products), slot: "sell.plan", lane: .background)
        ]
    }

    private func copy(_ text: String?, _ what: String) -> [PaneEffect<Request>] {
        guard let text, !text.isEmpty else { return [.error("There is no \(what) to copy.")] }
        return [.copy(text, what: what)]
    }

    private func feature() -> [PaneEffect<Request>] {
        let isOn = cursorRow?.featured != nil
        return [.perform(FeatureProducts(targets, featured: !isOn), tag: "feature")]
    }

    /// `x`: archives, or removes what the cursor is on in the card.
    private mutating func strike() -> [PaneEffect<Request>] {
        if card.isOn(.images) { return card.removeImage().map { [.perform($0)] } ?? [] }
        if card.isOn(.variants) {
            return card.cursorVariant?.id.map { [.perform(RemoveVariant($0), tag: "variant")] } ?? []
        }
        return setStatus(.archived)
    }

    private mutating func carry(by step: Int, _ context: PaneContext) -> [PaneEffect<Request>] {
        if card.isOn(.images) { return card.carryImage(by: step).map { [.perform($0)] } ?? [] }
        guard let id = cursorID else { return [] }
        let target = list.cursor + step
        guard ids.indices.contains(target) else { return [] }
        ids.swapAt(list.cursor, target)
        list.move(to: target)
        return [.perform(ReorderFeatured(id, by: step), tag: "carry", isQuiet: true)]
    }

    private func askToDelete() -> [PaneEffect<Request>] {
        let products = targets
        let items = products.prefix(200).map { id in
            Question.Item(
                StyledLine(rows[id]?.title ?? "product \(id)")
                    + StyledLine("  " + (rows[id]?.sku ?? ""), .quiet),
                isOptional: products.count > 1)
        }
        let note = Question.Item(
            StyledLine(
                "What was sold or is in stock stays, with the reason. u brings the others back.", .quiet))
        let what = products.count == 1 ? "the product" : "\(products.count) products"
        return [
            .ask(
                Question(
                    title: "Delete \(what)", items: items + [note], deed: "delete \(what)",
                    mustType: products.count > 10 ? "\(products.count)" : nil), tag: "delete")
        ]
    }

    mutating func confirmed(
        _ tag: String, _ leftOut: Set<Int>, _ context: PaneContext
    ) -> [PaneEffect<Request>] {
        if tag.hasPrefix("unlist ") { return unlist(tag) }
        guard tag == "delete" else { return [] }
        let products = targets.enumerated().filter { !leftOut.contains($0.offset) }.map(\.element)
        return products.isEmpty ? [] : [.perform(DeleteProducts(products), tag: "delete")]
    }
}
