import Commerce
import Shop
import Terminal

/// The words of an order on a card and in a row.
struct CardWords {
    let now: Instant
    let zone: ShopZone
    let look: Look

    init(_ context: PaneContext) {
        now = context.now
        zone = context.zone
        look = context.look
    }

    /// When it has to leave, how far it is, or when it arrived.
    func when(_ card: OrderCard) -> StyledLine {
        switch card.stage {
        case .new, .processing:
            guard let shipBy = card.shipBy else {
                return StyledLine(TimeWords.short(card.placed, now: now, zone: zone), .quiet)
            }
            let words = ShipByWords.words(for: shipBy, now: now, zone: zone)
            let role: Role = now > shipBy ? .bad : zone.day(of: shipBy) == zone.day(of: now) ? .text : .quiet
            return StyledLine(words, role, now > shipBy ? [.bold] : [])
        case .shipped: return StyledLine(since(card.shipped).map { "day \($0 + 1)" } ?? "", .quiet)
        case .delivered, nil:
            let at = card.delivered ?? card.placed
            return StyledLine(TimeWords.short(at, now: now, zone: zone), .quiet)
        }
    }

    private func since(_ moment: Instant?) -> Int? {
        moment.map { max(0, zone.day(of: now).days(since: zone.day(of: $0))) }
    }

    /// What needs the seller; nil where nothing does.
    func attention(_ card: OrderCard) -> StyledLine? {
        guard let reason = card.attention, card.place == .needsYou else { return nil }
        let detail = card.attentionDetail
        let words: String =
            switch reason {
            case .short: "short \(detail)"
            case .cancelRequested: detail.isEmpty ? "wants to cancel" : "wants to cancel: \(detail)"
            case .addressProblem: "address: \(detail)"
            case .twin: "twin of \(detail)?"
            case .onHold: detail.isEmpty ? "on hold" : "on hold: \(detail)"
            default: detail.isEmpty ? reason.word : "\(reason.word): \(detail)"
            }
        var line = StyledLine("\(look.glyphs.care) ", .care, [.bold])
        line.append(words, .care)
        return line
    }

    /// What is in it, and how it goes where it is on its way.
    func items(_ card: OrderCard) -> StyledLine {
        var line = StyledLine(card.items, .quiet)
        if card.isGift { line.append(" · gift", .quiet) }
        return line
    }

    /// `DHL, day 3` on the second line of what has shipped.
    func way(_ card: OrderCard) -> StyledLine {
        let carrier =
            card.carrier.isEmpty ? card.tracking.isEmpty ? "no number" : card.tracking : card.carrier
        return StyledLine("\(carrier) · \(card.items)", .quiet)
    }

    /// The buyer, shortened to so many cells: `G. Beridze`, else `Giorgi B.`
    func customer(_ card: OrderCard, width: Int) -> String {
        let name = card.customer.isEmpty ? "guest" : card.customer
        guard DisplayText.width(of: name) > width else { return name }
        let parts = name.split(separator: " ")
        if parts.count > 1, let first = parts.first, let last = parts.last {
            for short in ["\(first.prefix(1)). \(last)", "\(first) \(last.prefix(1))."]
            where DisplayText.width(of: short) <= width { return short }
        }
        return DisplayText(name).truncated(to: max(1, width), mark: look.more).string
    }

    /// Number, buyer, country, as far as they fit.
    func heading(_ card: OrderCard, width: Int) -> StyledLine {
        var line = StyledLine(card.number, .strong, [.bold])
        let beside = DisplayText.width(of: card.number) + (card.country.isEmpty ? 1 : card.country.count + 2)
        line.append(" " + customer(card, width: max(4, width - beside)))
        if !card.country.isEmpty { line.append(" \(card.country)", .quiet) }
        return line
    }

    /// Where it stands, for lists that hold every stage.
    func state(_ card: OrderCard) -> StyledLine {
        if card.axes.cancellation == .yes { return StyledLine("cancelled", .off) }
        if card.axes.returning != .none { return StyledLine(returning(card.axes.returning), .care) }
        guard let stage = card.stage else {
            return StyledLine(card.kind == "sale" ? "joined" : card.kind, .off)
        }
        if card.place == .unpaid { return StyledLine("unpaid", .care) }
        return StyledLine(stage.title, stage == .delivered ? .quiet : .text)
    }

    func returning(_ state: ReturnState) -> String {
        switch state {
        case .none: ""
        case .requested: "return asked"
        case .inTransit: "on its way back"
        case .received: "here, to check"
        case .closed: "returned"
        }
    }
}
