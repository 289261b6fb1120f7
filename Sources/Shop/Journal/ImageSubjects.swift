import Foundation
import GRDB

/// Whose each change of an image is: the products, orders and customers it belongs to, so that one of them can be
/// left out whole. A change that belongs to none, such as a setting, is its own.
struct ImageSubjects {
    private let changeset: Data
    /// For each change, in the image's order.
    private var subjects: [Set<ApplyImage.MovedRow>] = []
    private var byRow: [ApplyImage.MovedRow: Int] = [:]

    init(_ changeset: Data, _ db: Database) throws {
        self.changeset = changeset
        var changes: [RowChange] = []
        try Changeset.forEach(in: changeset) { changes.append($0) }
        var inside: [JournaledTable.Owner: [Int64: Set<ApplyImage.MovedRow>]] = [:]
        // Roots first: what a variant or a line belongs to may itself be in the image, and gone from the file.
        for change in changes {
            guard let lead = change.table.owners.first(where: { $0.column == 0 })?.owner,
                let key = Int64.fromDatabaseValue(change.key)
            else { continue }
            let roots = change.table.owners.compactMap { column, owner in
                owner.root.flatMap { table in
                    change.value(column).flatMap(Int64.fromDatabaseValue).map {
                        ApplyImage.MovedRow(table: table, key: $0)
                    }
                }
            }
            if !roots.isEmpty { inside[lead, default: [:]][key, default: []].formUnion(roots) }
        }
        for (index, change) in changes.enumerated() {
            var owned = try Self.owners(of: change, inside, db)
            let row = ApplyImage.MovedRow(
                table: change.table, key: Int64.fromDatabaseValue(change.key) ?? 0)
            if owned.isEmpty { owned = [row] }
            subjects.append(owned)
            byRow[row] = index
        }
    }

    private static func owners(
        of change: RowChange, _ inside: [JournaledTable.Owner: [Int64: Set<ApplyImage.MovedRow>]],
        _ db: Database
    ) throws -> Set<ApplyImage.MovedRow> {
        var owned: Set<ApplyImage.MovedRow> = []
        for (column, owner) in change.table.owners {
            guard let id = change.value(column).flatMap(Int64.fromDatabaseValue) else { continue }
            if let table = owner.root {
                owned.insert(ApplyImage.MovedRow(table: table, key: id))
            } else if let found = inside[owner]?[id] {
                owned.formUnion(found)
            } else if let lookUp = owner.lookUp,
                let row = try Row.fetchOne(db.cachedStatement(sql: lookUp.sql), arguments: [id])
            {
                for (index, owner) in lookUp.owners.enumerated() {
                    if let table = owner.root, let key: Int64 = row[index] {
                        owned.insert(ApplyImage.MovedRow(table: table, key: key))
                    }
                }
            }
        }
        return owned
    }

    /// Whose the rows are; a row that is not in the image is nobody's.
    func owners(of rows: [ApplyImage.MovedRow]) throws -> Set<ApplyImage.MovedRow> {
        rows.reduce(into: []) { owners, row in
            if let index = byRow[row] { owners.formUnion(subjects[index]) }
        }
    }

    /// The image without what belongs to any of these.
    func changeset(without left: Set<ApplyImage.MovedRow>) throws -> Data {
        guard !left.isEmpty else { return changeset }
        return try ChangesetBytes.filtered(changeset) { subjects[$0].isDisjoint(with: left) }
    }
}

extension JournaledTable.Owner {
    /// The table of what the seller knows by itself; nil for what leads on to one.
    fileprivate var root: JournaledTable? {
        switch self {
        case .product: .products
        case .order: .orders
        case .customer: .customers
        default: nil
        }
    }
}

/// The bytes of a changeset, change by change. SQLite 3.40 can put changesets together but not take single changes
/// out; the format is stable and documented with `sqlite3session.c`.
enum ChangesetBytes {
    /// The changeset with those changes only whose number, from 0, is kept.
    static func filtered(_ changeset: Data, keeping: (Int) -> Bool) throws -> Data {
        var reader = Reader(bytes: [UInt8](changeset))
        var kept: [UInt8] = []
        var header: ArraySlice<UInt8> = []
        var isHeaderWritten = false
        var columns = 0
        var number = 0
        while !reader.isAtEnd {
            let start = reader.place
            if reader.next == UInt8(ascii: "T") {
                columns = try reader.tableHeader()
                header = reader.bytes[start..<reader.place]
                isHeaderWritten = false
                continue
            }
            try reader.change(columns: columns)
            if keeping(number) {
                if !isHeaderWritten { kept += header }
                isHeaderWritten = true
                kept += reader.bytes[start..<reader.place]
            }
            number += 1
        }
        return Data(kept)
    }

    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { place >= bytes.count }
        var next: UInt8 { bytes[place] }

        /// - Returns: how many columns the table has.
        mutating func tableHeader() throws -> Int {
            try skip(1)
            let columns = try number()
            try skip(columns)
            while try byte() != 0 {}
            return columns
        }

        mutating func change(columns: Int) throws {
            let operation = try byte()
            try skip(1)
            // An update holds the values before and after; 23 is SQLITE_UPDATE.
            for _ in 0..<(operation == 23 ? 2 * columns : columns) { try value() }
        }

        private mutating func value() throws {
            switch try byte() {
            case 0, 5: break
            case 1, 2: try skip(8)
            case 3, 4: try skip(try number())
            default: throw JournalFailure.unreadableImage(11)
            }
        }

        private mutating func byte() throws -> UInt8 {
            guard place < bytes.count else { throw JournalFailure.unreadableImage(11) }
            defer { place += 1 }
            return bytes[place]
        }

        private mutating func skip(_ count: Int) throws {
            guard count >= 0, place + count <= bytes.count else { throw JournalFailure.unreadableImage(11) }
            place += count
        }

        /// SQLite's variable-length number: seven bits a byte, the highest says whether more follow.
        private mutating func number() throws -> Int {
            var value = 0
            for _ in 0..<8 {
                let byte = try byte()
                value = value << 7 | Int(byte & 0x7F)
                if byte & 0x80 == 0 { return value }
            }
            throw JournalFailure.unreadableImage(11)
        }
    }
}
