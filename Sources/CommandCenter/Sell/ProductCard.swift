import Commerce
import Shop
import Terminal

/// The product below the table, or on the whole screen: its parts, and where the cursor is in them.
struct ProductCard: Sendable {
    enum Part: Int, CaseIterable, Hashable, Sendable {
        case info, variants, channels, keep, images, stock, orders, history

        var title: String {
            switch self {
            case .info: "Info"
            case .variants: "Variants"
            case .channels: "Channels"
            case .keep: "Cost"
            case .images: "Images"
            case .stock: "Stock"
            case .orders: "Orders"
            case .history: "History"
            }
        }
    }

    /// What one variant's line lets write.
    static let variantFields: [CatalogField] = [
        .sku, .price, .compareAt, .cost, .stock, .lowStock, .weight, .barcode,
    ]
    static let infoFields: [CatalogField] = [
        .title, .status, .kind, .category, .vendor, .tags, .handle, .description,
    ]

    /// The product whose detail was asked for last.
    private(set) var asked: ProductID?
    private(set) var detail: ProductDetail?
    private(set) var past: ProductPast?
    /// How the product stands on each channel, and the lines that say so.
    private(set) var standings: [ListingStanding] = []
    private(set) var channelLines: [ChannelLine] = []
    private(set) var history: [FieldChange] = []
    private var historyAsked: ProductID?
    /// The product on the whole screen; nil when the table is there.
    private(set) var open: ProductID?
    /// Whether keys go to the lower part.
    var isFocused = false
    private(set) var part = Part.info
    var list = ListState()
    /// Which of `variantFields` the cursor is on.
    var variantColumn = 1

    var isOpen: Bool { open != nil }

    /// Whether keys act on that part now.
    func isOn(_ part: Part) -> Bool { (isFocused || isOpen) && self.part == part }

    var cursorVariant: VariantSheet? {
        guard let variants = detail?.sheet.variants, variants.indices.contains(list.cursor) else {
            return nil
        }
        return variants[list.cursor]
    }

    mutating func ask(for product: ProductID) {
        asked = product
        if detail?.id != product, !isOpen { list = ListState() }
    }

    mutating func show(_ product: ProductID) {
        open = product
        isFocused = true
        asked = product
        list = ListState()
        if detail?.id != product { detail = nil }
    }

    mutating func close() {
        open = nil
        isFocused = false
        list = ListState()
    }

    /// Comes in by Tab: at the first part, or by Shift-Tab at the last.
    mutating func enter(last: Bool) {
        part = last ? .history : part
        list.moveToStart()
    }

    /// - Returns: whether the product that was open is gone.
    mutating func receive(_ detail: ProductDetail?, of product: ProductID) -> Bool {
        guard asked == product else { return false }
        self.detail = detail
        list.resize(count: lineCount, height: list.height)
        guard detail == nil else { return false }
        let wasOpen = isOpen
        close()
        return wasOpen
    }

    mutating func receive(_ standings: [ListingStanding], of product: ProductID) {
        guard asked == product else { return }
        self.standings = standings
        channelLines = ChannelLine.lines(standings)
        list.resize(count: lineCount, height: list.height)
    }

    /// The line of Channels under the cursor.
    var channelLine: ChannelLine? {
        channelLines.indices.contains(list.cursor) ? channelLines[list.cursor] : nil
    }

    mutating func receive(_ past: ProductPast) {
        guard asked == past.id else { return }
        self.past = past
        list.resize(count: lineCount, height: list.height)
    }

    /// The product whose history is to be read now: only while it is looked at.
    mutating func askForHistory() -> ProductID? {
        guard part == .history, let asked, historyAsked != asked else { return nil }
        historyAsked = asked
        history = []
        return asked
    }

    /// Reads it again when it is looked at.
    mutating func forgetHistory() { historyAsked = nil }

    mutating func receive(_ changes: [FieldChange], of product: ProductID) {
        guard asked == product else { return }
        history = changes
        list.resize(count: lineCount, height: list.height)
    }

    /// What is read of a product: how it is at once, its past behind.
    func loads(_ product: ProductID) -> [PaneEffect<SellPane.Request>] {
        [
            .load(.detail(product), slot: "sell.detail"),
            .loadBehind(.past(product), slot: "sell.past"),
            .loadBehind(.standings(product), slot: "sell.standings"),
        ]
    }

    /// The past, once it is that of the product that shows.
    var shownPast: ProductPast? { past.flatMap { $0.id == asked ? $0 : nil } }

    var lineCount: Int {
        guard let detail else { return 0 }
        switch part {
        case .info: return Self.infoFields.count + detail.notes.count
        case .variants: return detail.sheet.variants.count
        case .channels: return channelLines.count
        case .keep: return 0
        case .images: return detail.sheet.images.count
        case .stock: return shownPast?.ledger.count ?? 0
        case .orders: return shownPast?.orders.count ?? 0
        case .history: return history.count
        }
    }

    mutating func turn(to index: Int) -> [PaneEffect<SellPane.Request>] {
        part = Part(rawValue: index) ?? part
        list = ListState(count: lineCount, height: list.height)
        return []
    }

    /// The part beside this one; in the lower part the last and the first lead out.
    mutating func step(part step: Int) {
        let next = part.rawValue + step
        if let other = Part(rawValue: next) {
            part = other
        } else if isOpen {
            part = next < 0 ? .history : .info
        } else {
            isFocused = false
            part = .info
        }
        list = ListState(count: lineCount, height: list.height)
    }

    /// The next line or variant, after Tab in a field.
    mutating func step(by lines: Int) { list.move(by: lines) }

    mutating func show(_ part: Part) {
        self.part = part
        list = ListState(count: lineCount, height: list.height)
    }

    mutating func take(_ move: Move) {
        if part == .variants, move == .left || move == .right {
            let place = variantColumn + (move == .left ? -1 : 1)
            if Self.variantFields.indices.contains(place) { variantColumn = place }
        } else if move == .left {
            step(part: -1)
        } else if move == .right {
            step(part: 1)
        } else {
            _ = list.take(move)
        }
    }

    mutating func clicked(_ mouse: PaneMouse, _ context: PaneContext, in rect: Rect)
        -> [PaneEffect<SellPane.Request>]
    {
        switch mouse {
        case .wheel(let lines, _): list.scroll(by: lines)
        case .click(let point), .secondClick(let point):
            let row = point.row - rect.row - (part == .variants ? 2 : 1)
            let shown = list.visible(rows: list.height)
            if row >= 0, shown.contains(shown.lowerBound + row) { list.move(to: shown.lowerBound + row) }
        }
        return []
    }

    /// The images with the one under the cursor carried up or down.
    mutating func carryImage(by step: Int) -> SetImages? {
        guard let detail, detail.sheet.images.indices.contains(list.cursor + step),
            detail.sheet.images.indices.contains(list.cursor)
        else { return nil }
        var images = detail.sheet.images
        images.swapAt(list.cursor, list.cursor + step)
        list.move(by: step)
        return SetImages(images, of: detail.id)
    }

    func removeImage() -> SetImages? {
        guard let detail, detail.sheet.images.indices.contains(list.cursor) else { return nil }
        var images = detail.sheet.images
        images.remove(at: list.cursor)
        return SetImages(images, of: detail.id)
    }

    func views(rows: [ProductID: CatalogRow], _ context: PaneContext) -> PaneViews {
        let views = Part.allCases.map { PaneViews.View("product." + $0.title, $0.title, detail: count($0)) }
        let title = detail?.sheet.title ?? open.flatMap { rows[$0]?.title } ?? ""
        return PaneViews(views, chosen: part.rawValue, status: StyledLine(title, .strong, [.bold]))
    }

    /// How many of a part there are, where that says something.
    func count(_ part: Part) -> String {
        guard let detail else { return "" }
        if part == .channels { return channelCount }
        let number =
            switch part {
            case .info, .keep, .history, .channels: 0
            case .variants: detail.sheet.variants.count > 1 ? detail.sheet.variants.count : 0
            case .images: detail.sheet.images.count
            case .stock: 0
            case .orders: shownPast?.orderCount ?? 0
            }
        return number == 0 ? "" : SellPane.grouped(number)
    }

    /// On how many channels it is, with a sign where one of them needs a look.
    private var channelCount: String {
        let listed = standings.filter(\.isListed)
        guard !listed.isEmpty else { return "" }
        return "\(listed.count)" + (listed.contains { $0.mark == .care } ? "!" : "")
    }
}
