import Commerce
import Shop
import Terminal

/// The shop's own settings as a form: each that was changed is one Action.
enum ShopSettingsForm {
    private static let keys = [
        "name", "currency", "country", "timeZone", "handlingDays", "cutOffMinutes", "lowStock", "taxRate",
    ]

    static func sheet(_ settings: ShopSettings) -> FormSheet {
        let texts = texts(settings)
        return FormSheet(
            title: "Settings of the shop",
            fields: [
                .init("Name", text: texts[0], check: { $0.isEmpty ? .wrong("a shop needs a name") : nil }),
                .init("Currency", text: texts[1], check: { check(Currency(code: $0) != nil, "such as EUR") }),
                .init(
                    "Country", text: texts[2], check: { check($0.utf8.count == 2, "two letters, such as DE") }
                ),
                .init(
                    "Time zone", text: texts[3],
                    check: { check(ShopZone(identifier: $0) != nil, "such as Europe/Berlin") }),
                .init("Days until it ships", text: texts[4], check: { whole($0, 0...60) }),
                .init("Ships by, at", text: texts[5], check: { check(minutes($0) != nil, "such as 17:00") }),
                .init("Low stock from", text: texts[6], check: { whole($0, 0...1_000_000) }),
                .init(
                    "Tax in prices", text: texts[7], placeholder: "none",
                    check: { check($0.isEmpty || Rate($0) != nil, "such as 19 %") }),
            ], deed: "save them")
    }

    /// The Actions that turn the settings into what the fields say.
    static func changes(from settings: ShopSettings, to texts: [String]) -> [ChangeSetting] {
        zip(keys, zip(Self.texts(settings), texts)).compactMap { key, pair in
            guard pair.0 != pair.1 else { return nil }
            let value = key == "cutOffMinutes" ? minutes(pair.1).map(String.init) ?? pair.1 : pair.1
            return ChangeSetting(key: key, value: value)
        }
    }

    private static func texts(_ settings: ShopSettings) -> [String] {
        let minutes = settings.cutOffMinutes % 60
        return [
            settings.name, settings.currency.code, settings.country, settings.timeZone,
            String(settings.handlingDays),
            "\(settings.cutOffMinutes / 60):\(minutes < 10 ? "0" : "")\(minutes)",
            String(settings.lowStock), settings.taxRate,
        ]
    }

    private static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hours = Int(parts[0]), let minutes = Int(parts[1]),
            (0...23).contains(hours),
            (0...59).contains(minutes), parts[1].count == 2
        else { return nil }
        return hours * 60 + minutes
    }

    private static func check(_ isRight: Bool, _ example: String) -> FieldNote? {
        isRight ? nil : .wrong(example)
    }

    private static func whole(_ text: String, _ range: ClosedRange<Int>) -> FieldNote? {
        check(Int(text).map(range.contains) ?? false, "\(range.lowerBound) to \(range.upperBound)")
    }
}
