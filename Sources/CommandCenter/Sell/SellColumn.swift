import Commerce
import Shop
import Terminal

/// A column of the catalog's table.
enum SellColumn: Int, CaseIterable, Hashable, Sendable {
    case sku, product, price, cost, keep, stock, sold, channels, changed

    func column(_ channels: ChannelColumns) -> Column {
        switch self {
        case .sku: Column("SKU", minimum: 12, maximum: 14, priority: 2)
        case .product: Column("Product", minimum: 28, maximum: 64)
        case .price: Column("Price", minimum: 14, maximum: 15, align: .right)
        case .cost: Column("Cost", minimum: 8, maximum: 9, priority: 5, align: .right)
        case .keep: Column("Keep", minimum: 5, priority: 3, align: .right)
        case .stock: Column("Stock", minimum: 9, priority: 1)
        case .sold: Column("30 days", minimum: 7, priority: 7)
        // Where nothing is connected it never fits.
        case .channels:
            channels.isEmpty
                ? Column("", minimum: 100_000, priority: 100)
                : Column(channels.title, minimum: max(1, channels.width), priority: 2)
        case .changed: Column("Changed", minimum: 11, priority: 6)
        }
    }

    /// What `s` sorts by here; nil for what has no order of its own.
    var sort: CatalogQuery.Sort? {
        switch self {
        case .sku: .sku
        case .product: .title
        case .price: .price
        case .cost: .cost
        case .keep: .keep
        case .stock: .stock
        case .sold, .channels: nil
        case .changed: .changed
        }
    }

    /// What `e` writes here.
    var field: CatalogField? {
        switch self {
        case .sku: .sku
        case .product: .title
        case .price: .price
        case .cost: .cost
        case .stock: .stock
        case .keep, .sold, .channels, .changed: nil
        }
    }

    /// The columns that fit, with their places, the gutter of cursor and mark left out.
    static func places(in width: Int, _ channels: ChannelColumns) -> [(
        column: SellColumn, place: Column.Place
    )] {
        Column.places(of: allCases.map { $0.column(channels) }, in: max(1, width - 2)).compactMap { place in
            SellColumn(rawValue: place.index).map { ($0, place) }
        }
    }

    func cell(
        _ row: CatalogRow, sold: [Int]?, listed: [ConnectionID: ListingMark]?, _ words: CatalogWords
    ) -> StyledLine {
        switch self {
        case .sku: return StyledLine(row.sku, .quiet)
        case .product:
            guard row.variantCount > 1 else { return StyledLine(row.title) }
            // A title too long for the column leaves room for how many variants there are.
            let count = StyledLine(" \(words.folded) \(row.variantCount)", .quiet)
            let title = DisplayText(row.title).truncated(
                to: max(1, words.productWidth - count.width), mark: words.look.more)
            return StyledLine(title) + count
        case .price: return StyledLine(words.price(row), .text, [.bold])
        case .cost: return StyledLine(row.cost.map { words.short($0) } ?? "", .quiet)
        case .keep: return row.keep.map { keep in words.keep(keep) } ?? StyledLine("–", .quiet)
        case .stock: return words.stock(row)
        case .sold:
            guard let sold else { return .empty }
            return Sparkline(sold.map { Double($0) }).line(width: sold.count, look: words.look)
        case .channels: return words.channels.cell(listed ?? [:], words.look)
        case .changed: return StyledLine(words.moments.ago(row.changedAt), .quiet)
        }
    }
}

/// How the catalog's figures are written.
struct CatalogWords {
    let look: Look
    let moments: Moments
    let channels: ChannelColumns
    let format = MoneyFormat.neutral
    /// How wide the column of titles is.
    let productWidth: Int

    init(_ context: PaneContext, _ channels: ChannelColumns, width: Int) {
        self.channels = channels
        productWidth =
            SellColumn.places(in: width, channels).first { $0.column == .product }?.place.width ?? 1
        look = context.look
        moments = Moments(now: context.now, zone: context.zone)
    }

    var folded: String { String(Character(look.glyphs.folded)) }

    /// `€24.00`, `€16.00–22.00`, or `–` where there is none.
    func price(_ row: CatalogRow) -> String {
        guard let low = row.priceLow else { return "–" }
        let first = format.format(low)
        guard let high = row.priceHigh, high != low else { return first }
        return first + "–" + format.format(high, sign: .none)
    }

    /// To the currency's decimals, but for prices below one unit, of which each decimal counts.
    func short(_ price: UnitPrice) -> String {
        // A price too large to be rounded is written out.
        guard price.exactMoney == nil, price.millionths >= 1_000_000,
            let rounded = try? price.money(rounding: .halfUp)
        else { return format.format(price) }
        return format.format(rounded)
    }

    func keep(_ hundredths: Int) -> StyledLine {
        let percent = Rate(basisPoints: hundredths).percentText(decimals: 0)
        return StyledLine(percent + " %", hundredths < 0 ? .bad : hundredths < 2_000 ? .care : .text)
    }

    /// The count with its word, the digits under each other.
    func stock(_ row: CatalogRow) -> StyledLine {
        guard let here = row.onHand else { return StyledLine("    –", .quiet) }
        let digits = String(here)
        var line = StyledLine(
            String(repeating: " ", count: max(0, 5 - digits.count)) + digits, here <= 0 ? .bad : .text)
        if here <= 0 { line.append(" out", .bad) } else if row.isLow { line.append(" low", .care) }
        return line
    }
}
