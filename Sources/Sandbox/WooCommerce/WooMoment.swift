import Commerce

/// Moments as WooCommerce writes and reads them: no zone, whole seconds, once in the shop's time and once in UTC.
enum WooMoment {
    static func utc(_ instant: Instant) -> String { String(instant.description.prefix(19)) }

    static func local(_ instant: Instant, in zone: ShopZone) -> String {
        utc(instant.adding(seconds: zone.offset(at: instant)))
    }

    /// Cut to whole seconds, as the columns are.
    static func whole(_ instant: Instant) -> Instant {
        Instant(seconds: instant.milliseconds / 1000)
    }

    /// A moment of a query.
    struct Asked {
        /// As written, without zone and fraction.
        var naive: String
        /// Nil where it names no zone.
        var instant: Instant?
        var hasFraction: Bool

        /// Nil for anything that WordPress refuses: a date alone, seconds, a blank where a `+` was.
        init?(_ text: String) {
            guard text.utf8.count >= 19, !text.contains(" ") else { return nil }
            naive = String(text.prefix(19))
            var rest = text.dropFirst(19)
            hasFraction = rest.first == "."
            if hasFraction { rest = rest.dropFirst().drop(while: \.isNumber) }
            guard Instant(naive + "Z") != nil else { return nil }
            guard !rest.isEmpty else {
                instant = nil
                return
            }
            guard let read = Instant(naive + rest) else { return nil }
            instant = read
        }
    }

    /// Whether a row was changed after what was asked, as odd as the real ones compare (fact 2).
    ///
    /// - Parameters:
    ///   - local: The row's column in the shop's time.
    ///   - hasOrderTables: Whether the rows are orders with their own tables, which have no such column.
    static func isAfter(
        _ asked: Asked, utc: String, local: String, saysUTC: Bool, hasOrderTables: Bool, zone: ShopZone
    ) -> Bool {
        if saysUTC {
            // A zone is turned into the shop's time first, which is then taken for UTC.
            guard let instant = asked.instant else { return utc > asked.naive }
            return utc > Self.local(instant, in: zone)
        }
        if hasOrderTables {
            if let instant = asked.instant, !asked.hasFraction { return utc > Self.utc(instant) }
            // Without a zone, or with one that a fraction hides.
            guard let naive = Instant(asked.naive + "Z") else { return false }
            let guess = naive.adding(seconds: -zone.offset(at: naive))
            return utc > Self.utc(naive.adding(seconds: -zone.offset(at: guess)))
        }
        guard let instant = asked.instant else { return local > asked.naive }
        return local > Self.local(instant, in: zone)
    }
}
