/// What went wrong with the shop's file as a whole, in words that say what to do.
package enum ShopError: Error, Equatable, Sendable {
    /// There is no file at the path, and making one was not asked for.
    case missing(path: String)
    /// There is a file already where a new shop was asked for.
    case exists(path: String)
    /// The file is something else: not SQLite, or another program's.
    case notAShop(path: String)
    /// A newer Mercer has migrated the file; this one must not touch it.
    case newer(fileVersion: Int, ours: Int)
    /// The file or its folder cannot be written.
    case readOnly(path: String)
    /// The disk is full; nothing of the change was kept.
    case diskFull
    /// Another program held the file for longer than five seconds.
    case busy
    /// The file is damaged.
    case damaged(reason: String)
    /// A backup is damaged, so it was not put in the shop's place.
    case damagedBackup(path: String, reason: String)
    /// Reading or writing failed below SQLite: a broken disk, a limit on the file's size, a lost share.
    case ioFailed(path: String, reason: String)
    /// The file or its folder cannot be opened at all.
    case cannotOpen(path: String, reason: String)
}

extension ShopError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path):
            "There is no shop at \(path). `mercer init` makes one, `mercer demo` opens a furnished one."
        case .exists(let path):
            "\(path) exists already. Open it with --shop \(path), or choose another path."
        case .notAShop(let path):
            "\(path) is not a Mercer shop. Check the path; nothing was changed."
        case .newer(let fileVersion, let ours):
            "This shop was opened by a newer Mercer (file version \(fileVersion), this one knows \(ours)). "
                + "Update Mercer; nothing was changed."
        case .readOnly(let path):
            "\(path) cannot be written. Check its permissions and its folder's; nothing was changed."
        case .diskFull:
            "The disk is full. Free some space and do it again; nothing of this change was kept."
        case .busy:
            "Another program is writing to the shop and did not finish within 5 seconds. Do it again."
        case .damaged(let reason):
            "The shop's file is damaged (\(reason)). `mercer check` tells more, `mercer restore` brings a backup back."
        case .damagedBackup(let path, let reason):
            "\(path) is damaged (\(reason)), so it was not put in the shop's place. Take another backup."
        case .ioFailed(let path, let reason):
            "\(path) could not be read or written: \(reason). Nothing of this change was kept."
        case .cannotOpen(let path, let reason):
            "\(path) cannot be opened: \(reason)."
        }
    }
}

/// What the shop's rules refuse: what is wrong and what to do, said to the seller.
package struct Refusal: Error, Hashable, Codable, Sendable, CustomStringConvertible {
    /// A stable word for programs, such as `unpaid` or `duplicate-sku`.
    package let code: String
    /// One sentence for the seller: what is in the way, and what mends it.
    package let reason: String

    package init(_ code: String, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    package var description: String { reason }
}

/// What became of an Action on many subjects: what was done, and per subject why not.
package struct BulkOutcome<ID: Hashable & Codable & Sendable>: Codable, Sendable {
    package struct Refused: Codable, Sendable {
        package let id: ID
        package let refusal: Refusal

        package init(id: ID, refusal: Refusal) {
            self.id = id
            self.refusal = refusal
        }
    }

    package var done: [ID] = []
    package var refused: [Refused] = []

    package init() {}

    /// Does one subject's part, and keeps a refusal beside it instead of ending the whole.
    mutating func attempt(_ id: ID, _ body: () throws -> Void) throws {
        do {
            try body()
            done.append(id)
        } catch let refusal as Refusal {
            refused.append(Refused(id: id, refusal: refusal))
        }
    }
}
