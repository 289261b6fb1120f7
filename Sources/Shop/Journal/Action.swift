import GRDB
package import Commerce

/// Everything that can be done to the shop: a small value that reads, checks the rule and writes, in one
/// transaction, with one entry in the journal.
///
/// On one subject an Action that the rules refuse throws a ``Refusal`` and changes nothing. On many it does what
/// it may and answers with a ``BulkOutcome``. It checks every subject before its first write to that subject.
package protocol Action: Codable, Sendable {
    associatedtype Outcome: Codable, Sendable

    /// The name under which the journal, `mercer do` and, later, other machines know it. Never changed once released.
    static var name: String { get }

    /// Whether `u` can take it back. False for what is for good, and for what only moves bookkeeping and has an
    /// opposite of its own.
    static var hasUndo: Bool { get }

    func perform(in transaction: Transaction) throws -> Outcome

    /// One line for the Activity: what was done, with the names and amounts the seller knows it by.
    func summary(of outcome: Outcome) -> String

    /// What the journal keeps as arguments, as JSON: the Action itself unless it is large or holds what does not
    /// belong there.
    func journaledArguments() throws -> String
}

extension Action {
    package static var name: String { String(describing: Self.self) }
    package static var hasUndo: Bool { true }

    package func journaledArguments() throws -> String { try JSONText.encode(self) }
}

/// Who did it.
package struct Author: Hashable, Codable, Sendable {
    package let name: String
    /// Only what a person did has an undo image, and is on the seller's `u`.
    package let isPerson: Bool

    package init(name: String, isPerson: Bool) {
        self.name = name
        self.isPerson = isPerson
    }

    /// The person at the keyboard.
    package static let seller = Author(name: "you", isPerson: true)
    /// Mercer itself: furnishing the demo, sync.
    package static let mercer = Author(name: "Mercer", isPerson: false)
}

/// The one write in progress: the rows, the moment, and the identifiers an Action may take.
package final class Transaction {
    let db: Database
    /// The moment of the Action. Every row and the entry carry this one.
    package let now: Instant
    package let author: Author
    private(set) var clock: IdentifierClock
    private var cachedSettings: ShopSettings?
    private var cachedZone: ShopZone?

    init(db: Database, now: Instant, author: Author, clock: IdentifierClock) {
        self.db = db
        self.now = now
        self.author = author
        self.clock = clock
    }

    /// The next identifier, in order; those of one Action are adjacent.
    func nextID<Subject>(_: Subject.Type = Subject.self) -> Identifier<Subject> {
        var run = clock.next(at: now)
        return run.take()
    }

    /// Grows with every Action: tells a mark that was set since from the one that was looked at.
    var mark: Int64 { clock.last }

    /// Effects that this Action sends out; they enter the outbox with its entry.
    var effects: [PendingEffect] = []
    /// Bookkeeping that needs the entry's identifier, done once there is one.
    var afterEntry: [(EntryID) throws -> Void] = []

    /// The shop's own settings as this transaction sees them.
    func settings() throws -> ShopSettings {
        if let cachedSettings { return cachedSettings }
        let fetched = try ShopSettings.fetch(db)
        cachedSettings = fetched
        return fetched
    }

    /// The shop's time zone, read from the system once: its table is a file.
    func zone() throws -> ShopZone {
        if let cachedZone { return cachedZone }
        let zone = try ShopZone(identifier: settings().timeZone) ?? .utc
        cachedZone = zone
        return zone
    }

    /// Forgets the settings after an Action has changed one.
    func settingsChanged() {
        cachedSettings = nil
        cachedZone = nil
    }

    /// Runs one statement, compiled once per connection.
    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

/// What performing an Action answers.
package struct Receipt<Outcome: Sendable>: Sendable {
    package let entry: EntryID
    package let outcome: Outcome
    package let summary: String
}
