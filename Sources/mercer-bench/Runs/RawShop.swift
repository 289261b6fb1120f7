import CSQLiteSession

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A shop's file by SQLite alone: what its own library costs, with nothing of Mercer around it.
final class RawShop {
    let path: String
    private let connection: OpaquePointer

    init(_ path: String) throws {
        self.path = path
        var connection: OpaquePointer?
        guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK, let connection
        else {
            throw BenchFailure("\(path) cannot be opened.")
        }
        self.connection = connection
    }

    deinit { sqlite3_close_v2(connection) }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else {
            throw BenchFailure("\(sql): \(String(cString: sqlite3_errmsg(connection)))")
        }
    }

    /// Moves all that is still beside the file into it, so that the file alone is the shop.
    func settle() throws { try execute("PRAGMA wal_checkpoint(TRUNCATE)") }

    /// A line of text for each product, as a pager would be given the catalog.
    func writeRows(to file: String) throws {
        guard let output = fopen(file, "w") else { throw BenchFailure("\(file) cannot be written.") }
        defer { fclose(output) }
        let rows = try prepare(
            """
            SELECT printf('%-14s %-60s %8d %8.2f', line.sku, title, on_hand, unit_price_low / 1e6)
            FROM catalog_lines AS line JOIN product_texts USING (product_id) ORDER BY title_key
            """)
        defer { sqlite3_finalize(rows) }
        while sqlite3_step(rows) == SQLITE_ROW {
            fputs(sqlite3_column_text(rows, 0), output)
            fputc(10, output)
        }
    }

    /// The first page of the catalog by title for every letter and digit, its rows' columns read, in milliseconds.
    func filterPages() throws -> Samples {
        let ids = try prepare(
            """
            SELECT product_id FROM catalog_lines INDEXED BY catalog_by_title
            WHERE status = 'active'
                AND product_id IN (SELECT rowid FROM product_search WHERE product_search MATCH ?)
            ORDER BY title_key, product_id LIMIT 44
            """)
        let line = try prepare(
            """
            SELECT title, sku, unit_price_low, on_hand FROM catalog_lines JOIN products ON id = product_id
            WHERE product_id = ?
            """)
        defer {
            sqlite3_finalize(ids)
            sqlite3_finalize(line)
        }
        var times: [Double] = []
        for _ in 0..<2 {
            times = []
            for key in "abcdefghijklmnopqrstuvwxyz0123456789" {
                let began = Moment.now
                // SQLite copies the text: -1 stands for SQLITE_TRANSIENT.
                sqlite3_bind_text(
                    ids, 1, "\"\(key)\"*", -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
                while sqlite3_step(ids) == SQLITE_ROW {
                    sqlite3_bind_int64(line, 1, sqlite3_column_int64(ids, 0))
                    while sqlite3_step(line) == SQLITE_ROW { _ = sqlite3_column_text(line, 0) }
                    sqlite3_reset(line)
                }
                sqlite3_reset(ids)
                times.append((Moment.now - began) * 1000)
            }
        }
        return Samples(times)
    }

    func prepare(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw BenchFailure("\(sql): \(String(cString: sqlite3_errmsg(connection)))")
        }
        return statement
    }
}

extension RawShop {
    func integers(_ sql: String) throws -> [Int64] {
        let rows = try prepare(sql)
        defer { sqlite3_finalize(rows) }
        var values: [Int64] = []
        while sqlite3_step(rows) == SQLITE_ROW { values.append(sqlite3_column_int64(rows, 0)) }
        return values
    }

    /// What sets a variant's price and the catalog's line of it, in a transaction, with statements compiled once.
    func priceWriter() throws -> (_ variant: Int64, _ price: Int64) throws -> Void {
        let statements = try [
            "BEGIN IMMEDIATE", "UPDATE variants SET unit_price = ?2 WHERE id = ?1",
            """
            UPDATE catalog_lines SET unit_price_low = sums.low, unit_price_high = sums.high
            FROM (SELECT product_id AS product, min(unit_price) AS low, max(unit_price) AS high FROM variants
                WHERE product_id = (SELECT product_id FROM variants WHERE id = ?1)) AS sums
            WHERE product_id = sums.product
            """, "COMMIT",
        ].map(prepare)
        return { variant, price in
            for statement in statements {
                sqlite3_bind_int64(statement, 1, variant)
                sqlite3_bind_int64(statement, 2, price)
                guard sqlite3_step(statement) == SQLITE_DONE else {
                    throw BenchFailure("A price cannot be set.")
                }
                sqlite3_reset(statement)
            }
        }
    }
}
