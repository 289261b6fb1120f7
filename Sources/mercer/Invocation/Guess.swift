import Commerce
import Foundation

/// What a new shop's settings are likely to be, for the seller to change.
struct Guess: Sendable {
    let world: World

    /// The country of the user's locale, such as DE from de_DE.UTF-8; nil where it names none.
    var country: String? {
        for variable in ["LC_ALL", "LC_MONETARY", "LANG"] {
            guard let locale = world.environment(variable), !locale.isEmpty else { continue }
            let name = locale.prefix { $0 != "." && $0 != "@" }.split(separator: "_")
            return name.count == 2 && name[1].utf8.count == 2 ? String(name[1]).uppercased() : nil
        }
        return nil
    }

    /// The currency that country pays with today; nil where it is not known.
    func currency(of country: String) -> String? {
        guard let code = Locale(identifier: "und_\(country)").currency?.identifier else { return nil }
        return Currency(code: code)?.code
    }

    /// The zone whose midnight ends the shop's day: the machine's, unless the country has none of that name, then the
    /// country's first.
    func timeZone(of country: String) -> String {
        let zones = Self.zones(of: country)
        let ours = machinesZone
        if let ours, zones.isEmpty || zones.contains(ours) { return ours }
        return zones.first ?? ours ?? "UTC"
    }

    private var machinesZone: String? {
        if let set = world.environment("TZ"), !set.isEmpty {
            let name = set.hasPrefix(":") ? String(set.dropFirst()) : set
            return ShopZone(identifier: name) == nil ? nil : name
        }
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime"),
            let folder = target.range(of: "zoneinfo/")
        else { return nil }  // No link: nothing says what the zone is called.
        let name = String(target[folder.upperBound...])
        return ShopZone(identifier: name) == nil ? nil : name
    }

    /// The zones of a country, the most populous first, as the system's table has them.
    private static func zones(of country: String) -> [String] {
        guard let table = try? String(contentsOfFile: "/usr/share/zoneinfo/zone.tab", encoding: .utf8)
        else { return [] }  // A system without the table: the machine's own zone is as good a guess.
        return table.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: "\t")
            guard !line.hasPrefix("#"), fields.count >= 3, fields[0] == country else { return nil }
            return String(fields[2])
        }
    }
}
