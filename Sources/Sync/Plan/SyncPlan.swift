package import Commerce
package import Shop

/// What the next sync would change on one channel, and what it will not and why: shown before it is done.
package struct SyncPlan: Sendable {
    package let connection: Connection
    package let differences: [ListingDifference]
    /// Effects that would leave.
    package let effects: [OutboxItem]
    /// How many requests it costs.
    package let requests: Int
    /// About how long it takes, by the channel's pace.
    package let seconds: Double
    package let asOf: Instant
    /// What the channel does not keep at all.
    package let remarks: [String]

    package init(
        connection: Connection, differences: [ListingDifference], effects: [OutboxItem], requests: Int,
        seconds: Double, asOf: Instant,
        remarks: [String] = []
    ) {
        self.connection = connection
        self.differences = differences
        self.effects = effects
        self.requests = requests
        self.seconds = seconds
        self.asOf = asOf
        self.remarks = remarks
    }

    /// One field that would change, as a line of the plan.
    package struct Row: Hashable, Sendable {
        package let product: ProductID
        package let title: String
        package let field: ListingField
        package let there: String
        package let willBe: String
        package let because: String
        /// It is held for so long yet; nil for what may go at once.
        package let heldUntil: Instant?
    }

    /// What will not go out, with the mend.
    package struct Blocked: Hashable, Sendable {
        package let product: ProductID
        package let title: String
        package let local: Int64
        /// Nil for the whole listing.
        package let field: ListingField?
        package let there: String
        package let willBe: String
        package let reason: ListingDifference.Wait.Reason
        package let words: String
        /// What mends it, with its key.
        package let mend: String
    }

    package var rows: [Row] {
        differences.flatMap { difference -> [Row] in
            let held = difference.notBefore > asOf ? difference.notBefore : nil
            let changes = difference.changes.map { change in
                Row(
                    product: difference.product, title: Self.name(difference.title, change.variantName),
                    field: change.field, there: Self.there(change.field, change.there),
                    willBe: Self.willBe(change.field, change.there, change.value), because: change.because,
                    heldUntil: held)
            }
            let stock = difference.stock.map { change in
                Row(
                    product: difference.product, title: Self.name(difference.title, change.variantName),
                    field: .stock, there: String(change.expected), willBe: String(change.quantity),
                    because: change.because, heldUntil: held)
            }
            return changes + stock
        }
    }

    package var blocked: [Blocked] {
        differences.flatMap { difference in
            difference.waits.map { wait in
                let (words, mend) = Self.words(wait.reason)
                return Blocked(
                    product: difference.product, title: Self.name(difference.title, wait.variantName),
                    local: wait.local, field: wait.field,
                    there: wait.field.map { Self.there($0, wait.there) } ?? wait.there,
                    willBe: wait.field.map { Self.willBe($0, wait.there, wait.value) } ?? wait.value,
                    reason: wait.reason, words: words, mend: mend)
            }
        }
    }

    private static func there(_ field: ListingField, _ text: String) -> String {
        field == .images ? ListingImages.words(text) : text
    }

    /// Of pictures what is done to them.
    private static func willBe(_ field: ListingField, _ there: String, _ text: String) -> String {
        field == .images ? ListingImages.words(from: there, to: text) : text
    }

    private static func name(_ title: String, _ variant: String) -> String {
        variant.isEmpty ? title : "\(title), \(variant)"
    }

    private static func words(_ reason: ListingDifference.Wait.Reason) -> (String, String) {
        switch reason {
        case .conflict: ("both sides changed it", "Enter compares")
        case .guarded(let guarded): (guarded.words, "Space if meant, e edits")
        case .leftOut(_, let why):
            (why.isEmpty ? "left out by you" : "left out by you: \(why)", "z takes it in")
        case .unfit(let why): (why, "e edits")
        case .countInDoubt: ("its count there moved; its orders are read first", "it goes on by itself")
        case .underWay(let what): (what, "it goes on by itself")
        case .notThere: ("it is not there", "P lists it")
        }
    }
}
