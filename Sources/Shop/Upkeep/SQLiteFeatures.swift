import CSQLiteSession

/// What the system's SQLite can do that Mercer needs.
package struct SQLiteFeatures: Sendable {
    package let version: String
    /// What it lacks, by name; empty when all is there.
    package let missing: [String]

    package init() {
        version = String(cString: sqlite3_libversion())
        let wanted = [
            ("ENABLE_SESSION", "sessions"), ("ENABLE_PREUPDATE_HOOK", "the pre-update hook"),
            ("ENABLE_FTS5", "FTS5"),
        ]
        var missing = wanted.filter { sqlite3_compileoption_used($0.0) == 0 }.map(\.1)
        // STRICT tables came with 3.37.
        if sqlite3_libversion_number() < 3_037_000 { missing.append("STRICT tables (3.37)") }
        self.missing = missing
    }
}
