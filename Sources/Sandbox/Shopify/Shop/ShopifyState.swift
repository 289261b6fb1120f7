import Commerce
import HTTP

/// All that the simulated shop remembers.
struct ShopifyState: Sendable {
    var shopID = 548_380_009
    var name: String
    var domain: String
    var currency: Currency
    var timeZone = "Asia/Tbilisi"
    var country = "GE"
    var scopes: [String]
    var now: Instant
    let locationID = 655_441_491
    static let publicationGID = "gid://shopify/Publication/36980490"

    var products: [Int: ShopifyProductRecord] = [:] {
        didSet { isProductIndexStale = true }
    }
    var orders: [Int: ShopifyOrderRecord] = [:] {
        didSet { isOrderIndexStale = true }
    }
    var customers: [Int: ShopifyCustomerRecord] = [:] {
        didSet { isCustomerIndexStale = true }
    }
    var orderIndex = ShopifyIndex()
    var productIndex = ShopifyIndex()
    var customerIndex = ShopifyIndex()
    var isOrderIndexStale = true
    var isProductIndexStale = true
    var isCustomerIndexStale = true
    /// Which product has that variant.
    var productOfVariant: [Int: Int] = [:]
    var customerOfEmail: [String: Int] = [:]
    /// What was answered under an idempotency key, and to what.
    var remembered: [String: (input: JSON, payload: JSON)] = [:]
    /// Cancellations that are still to be worked off: order and what was asked.
    var jobs: [Int: CancellationJob] = [:]
    /// Pictures that are still to be put in order.
    var mediaJobs: [Int: MediaJob] = [:]
    /// How many pictures were fetched.
    var mediaFetches = 0
    var writtenQuantities: [QuantityWrite] = []
    private var lastID = 1_000_000
    private var lastOrderNumber = 1000

    init(name: String, domain: String, currency: Currency, scopes: [String], now: Instant) {
        self.name = name
        self.domain = domain
        self.currency = currency
        self.scopes = scopes
        self.now = now
    }

    struct CancellationJob: Sendable {
        var order: Int
        var refund: Bool
        var restock: Bool
        var reason: String
        var staffNote: String?
        var dueAt: Instant
        var isDone = false
    }

    struct QuantityWrite: Sendable, Hashable {
        var item: String
        var quantity: Int
    }

    var locationGID: String { "gid://shopify/Location/\(locationID)" }

    mutating func newID() -> Int {
        lastID += 1
        return lastID
    }

    mutating func newOrderName() -> String {
        lastOrderNumber += 1
        return "#\(lastOrderNumber)"
    }

    func amount(_ text: String) -> Money? {
        // What is no amount is answered as a user error by whoever asks.
        guard let minor = try? DecimalText.parse(text, scale: currency.exponent) else { return nil }
        return Money(minorUnits: minor, currency: currency)
    }

    func variant(_ id: Int) -> (product: ShopifyProductRecord, place: Int)? {
        guard let product = productOfVariant[id].flatMap({ products[$0] }),
            let place = product.variants.firstIndex(where: { $0.id == id })
        else { return nil }
        return (product, place)
    }

    /// Changes a variant's count at the location. The product counts as changed, as on the real platform.
    mutating func moveStock(of variant: Int, by pieces: Int) {
        guard let (product, place) = self.variant(variant), product.variants[place].isTracked else { return }
        products[product.id]?.variants[place].available += pieces
        let moment = now
        products[product.id]?.updatedAt = moment
    }

    /// The number at the end of `gid://shopify/Type/123`; nil for another type.
    static func number(_ gid: String?, _ type: String) -> Int? {
        guard let gid, gid.hasPrefix("gid://shopify/\(type)/") else { return nil }
        return gid.split(separator: "/").last.flatMap { Int($0) }
    }

    /// As the platform writes times: whole seconds.
    static func time(_ instant: Instant) -> String {
        Instant(seconds: seconds(instant)).description.replacing(".000Z", with: "Z")
    }

    static func seconds(_ instant: Instant) -> Int64 {
        let rest = instant.milliseconds % 1000
        return (instant.milliseconds - (rest < 0 ? rest + 1000 : rest)) / 1000
    }

    /// Works off what is due by now.
    mutating func workOffJobs() {
        workOffMediaJobs()
        for (id, job) in jobs.sorted(by: { $0.key < $1.key }) where !job.isDone && job.dueAt <= now {
            finishCancelling(job)
            jobs[id]?.isDone = true
        }
    }

    private mutating func finishCancelling(_ job: CancellationJob) {
        guard var order = orders[job.order], order.cancelledAt == nil else { return }
        order.cancelledAt = now
        order.cancelReason = job.reason
        order.staffNote = job.staffNote
        order.updatedAt = now
        // What goes back into stock stands in a refund, of nothing where no money goes with it.
        var pieces: [ShopifyOrderRecord.RefundPiece] = []
        for place in order.lines.indices {
            let line = order.lines[place]
            let remaining = line.remaining
            if job.restock, remaining > 0 {
                if let variant = line.variantID { moveStock(of: variant, by: remaining) }
                pieces.append(
                    .init(
                        line: line.id, quantity: remaining, restockType: "CANCEL",
                        subtotal: order.money(0), tax: order.money(0)))
            }
            order.lines[place].removed += remaining
        }
        let rest = job.refund && order.isPaid ? order.total.minorUnits - order.refunded.minorUnits : 0
        if rest > 0 || !pieces.isEmpty {
            order.refunds.append(
                .init(
                    id: newID(), createdAt: now, note: "", amount: order.money(max(0, rest)), pieces: pieces))
        }
        orders[order.id] = order
    }
}
