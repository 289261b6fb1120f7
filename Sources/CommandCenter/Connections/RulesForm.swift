import Commerce
import Shop
import Terminal

/// What the seller decides about a channel, as a form that is one Action.
enum RulesForm {
    static func effect(_ connection: Connection) -> PaneEffect<ConnectionsPane.Request> {
        .fill(sheet(connection), tag: "rules \(connection.id.rawValue)")
    }

    static func sheet(_ connection: Connection) -> FormSheet {
        let texts = texts(connection.rules)
        let exponent = Currency(code: connection.currency)?.exponent ?? 2
        return FormSheet(
            title: "Rules of \(connection.name)",
            fields: [
                .init("Changes go out", text: texts[0], check: yesOrNo),
                .init(
                    "Price", text: texts[1], placeholder: "as here",
                    check: { markup($0) == nil ? .wrong("such as +5 % or -2.5 %") : nil }),
                .init(
                    "Prices end with", text: texts[2],
                    placeholder: exponent == 0 ? "none in this currency" : "as they come",
                    check: { ending($0) == nil ? .wrong("such as .99") : nil }),
                .init("Pieces kept back", text: texts[3], check: { whole($0, 0...1_000_000) }),
                .init("Pause at zero", text: texts[4], check: yesOrNo),
                .init(
                    "Both changed it", text: texts[5],
                    check: {
                        ConnectionRules.ConflictDefault(word: $0) == nil
                            ? .wrong("ask, yours or theirs") : nil
                    }),
                .init(
                    "Ask when a price moves by", text: texts[6], check: { whole(percent($0), 1...1_000_000) }),
                .init(
                    "Keep at least", text: texts[7], placeholder: "no floor",
                    check: { $0.isEmpty ? nil : whole(percent($0), 0...100) }),
                .init("Refunds pay back there", text: texts[8], check: yesOrNo),
                .init("Buyers are mailed", text: texts[9], check: yesOrNo),
                .init("Looked at every", text: texts[10], check: { whole(minutes($0), 1...1_440) }),
            ], deed: "keep them", draftKey: nil,
            lines: [
                StyledLine("For all that is listed there; a listing may say otherwise for itself.", .quiet)
            ])
    }

    static func filled(_ tag: String, _ texts: [String], _ context: PaneContext)
        -> [PaneEffect<ConnectionsPane.Request>]
    {
        guard let number = tag.split(separator: " ").last.flatMap({ Int64($0) }),
            let standing = context.sync.standing(ConnectionID(rawValue: number)), texts.count == 11
        else { return [] }
        let connection = standing.connection
        let rules = rules(texts, from: connection.rules)
        guard rules != connection.rules else { return [.toast("nothing was changed")] }
        let action = ChangeConnection(connection.id, rules: rules, isPaused: connection.condition.isPaused)
        return [.perform(action, tag: "rules")]
    }

    static func rules(_ texts: [String], from old: ConnectionRules) -> ConnectionRules {
        var rules = old
        rules.pushes = isYes(texts[0])
        rules.price = PriceRule(markupBasisPoints: markup(texts[1]) ?? 0, ending: ending(texts[2]) ?? nil)
        rules.buffer = Int(texts[3]) ?? old.buffer
        rules.pausesAtZero = isYes(texts[4])
        if texts[5] != Self.texts(old)[5], let chosen = ConnectionRules.ConflictDefault(word: texts[5]) {
            rules.conflicts = [:]
            if chosen != .ask {
                for field in ListingField.allCases where field != .stock { rules.conflicts[field] = chosen }
            }
        }
        rules.guardPercent = Int(percent(texts[6])) ?? old.guardPercent
        rules.floorPercent = texts[7].isEmpty ? nil : Int(percent(texts[7]))
        rules.paysBack = isYes(texts[8])
        rules.notifiesBuyers = isYes(texts[9])
        rules.everyMinutes = Int(minutes(texts[10])) ?? old.everyMinutes
        return rules
    }

    static func texts(_ rules: ConnectionRules) -> [String] {
        let markup = rules.price.markupBasisPoints
        let percent = Rate(basisPoints: markup).percentText(decimals: markup % 100 == 0 ? 0 : 2)
        let conflicts = Set(rules.conflicts.values)
        return [
            rules.pushes ? "yes" : "no", markup == 0 ? "" : "\(markup > 0 ? "+" : "")\(percent) %",
            rules.price.ending.map { $0 < 10 ? ".0\($0)" : ".\($0)" } ?? "", String(rules.buffer),
            rules.pausesAtZero ? "yes" : "no",
            conflicts.count == 1
                ? conflicts.first?.word ?? "ask" : conflicts.isEmpty ? "ask" : "ask, some by themselves",
            "\(rules.guardPercent) %", rules.floorPercent.map { "\($0) %" } ?? "",
            rules.paysBack ? "yes" : "no", rules.notifiesBuyers ? "yes" : "no", "\(rules.everyMinutes) min",
        ]
    }

    // MARK: Reading

    private static func isYes(_ text: String) -> Bool { text.lowercased().hasPrefix("y") }

    private static func yesOrNo(_ text: String) -> FieldNote? {
        ["y", "yes", "n", "no"].contains(text.lowercased()) ? nil : .wrong("yes or no")
    }

    private static func whole(_ text: String, _ range: ClosedRange<Int>) -> FieldNote? {
        Int(text).map(range.contains) == true ? nil : .wrong("\(range.lowerBound) to \(range.upperBound)")
    }

    private static func percent(_ text: String) -> String {
        text.replacing("%", with: "").trimmingBlanks
    }

    private static func minutes(_ text: String) -> String {
        text.replacing("minutes", with: "").replacing("min", with: "").trimmingBlanks
    }

    /// Hundredths of a per cent; nil for what is none.
    private static func markup(_ text: String) -> Int? {
        let written = percent(text)
        if written.isEmpty { return 0 }
        let isBelow = written.hasPrefix("-") || written.hasPrefix("−")
        let digits = String(written.drop { "+-−".contains($0) }).replacing(",", with: ".")
        // What is no number is said beside the field.
        guard let hundredths = try? DecimalText.parse(digits, scale: 2), hundredths <= 1_000_000 else {
            return nil
        }
        return Int(isBelow ? -hundredths : hundredths)
    }

    /// Minor units; nil inside for none, nil outside for what cannot be meant.
    private static func ending(_ text: String) -> Int?? {
        let digits = text.trimmingBlanks.drop { $0 == "." || $0 == "," }
        if digits.isEmpty { return .some(nil) }
        guard digits.count == 2, let number = Int(digits), number >= 0 else { return nil }
        return .some(number)
    }
}

extension ConnectionRules.ConflictDefault {
    /// As the seller says it.
    var word: String {
        switch self {
        case .ask: "ask"
        case .ours: "yours"
        case .theirs: "theirs"
        }
    }

    init?(word: String) {
        let first = word.split { $0 == "," || $0 == " " }.first.map { $0.lowercased() } ?? ""
        switch first {
        case "ask": self = .ask
        case "yours", "ours": self = .ours
        case "theirs": self = .theirs
        default: return nil
        }
    }
}
