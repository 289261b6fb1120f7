import Commerce

/// A channel's rules as `mercer connections set` writes them: name=value.
struct ConnectionWords {
    /// What `ending` is in.
    let currency: Currency?

    static let help = """
        push=on|off              whether anything is changed there
        buffer=2                 pieces kept back from what is offered there
        markup=5%                on top of the shop's price there; -3.5% takes off
        ending=.99|off           what prices end with there
        pause-at-zero=on|off     pause a listing of which none is left
        conflict=ask|ours|theirs for every field that both sides changed; conflict.price=ours for one
        shared.title=on|off      whether an edit made there changes the product here, and so the other channels
        guard=50                 a price that moves by more per cent waits for you
        floor=40|off             no price is settled by itself that keeps less per cent
        pay-back=on|off          whether a refund sends the money back through the channel
        notify-buyers=on|off     whether the channel mails the buyer when a parcel leaves
        every=5                  minutes between two looks
        category.PATH=NAME       what a category is called there; empty for as here
        """

    /// The rules with one more word taken in.
    ///
    /// - Throws: for a name or a value that is none.
    func taking(_ word: String, into rules: ConnectionRules) throws -> ConnectionRules {
        let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard sides.count == 2 else { throw Failure.misused("“\(word)” is no name=value.") }
        let (name, value) = (sides[0], sides[1])
        var rules = rules
        switch name {
        case "push": rules.pushes = try Self.truth(value, name)
        case "buffer": rules.buffer = try Self.whole(value, name)
        case "markup": rules.price.markupBasisPoints = try Self.basisPoints(value)
        case "ending": rules.price.ending = try ending(value)
        case "pause-at-zero": rules.pausesAtZero = try Self.truth(value, name)
        case "guard": rules.guardPercent = try Self.whole(value, name)
        case "floor": rules.floorPercent = value == "off" ? nil : try Self.whole(value, name)
        case "pay-back": rules.paysBack = try Self.truth(value, name)
        case "notify-buyers": rules.notifiesBuyers = try Self.truth(value, name)
        case "every": rules.everyMinutes = try Self.whole(value, name)
        case "conflict":
            let choice = try Self.choice(value, name)
            for field in Self.scalars { rules.conflicts[field] = choice == .ask ? nil : choice }
        default: try take(name, value, &rules)
        }
        return rules
    }

    /// Names of two parts.
    private func take(_ name: String, _ value: String, _ rules: inout ConnectionRules) throws {
        if let field = try Self.field(name, after: "conflict.") {
            let choice = try Self.choice(value, name)
            rules.conflicts[field] = choice == .ask ? nil : choice
        } else if let field = try Self.field(name, after: "shared.") {
            if try Self.truth(value, name) { rules.shared.insert(field) } else { rules.shared.remove(field) }
        } else if name.hasPrefix("category."), name.count > 9 {
            rules.categories[String(name.dropFirst(9))] = value.isEmpty ? nil : value
        } else {
            throw Failure.misused("There is no rule “\(name)”. There are:\n\(Self.help)")
        }
    }

    /// All rules, each as the word that sets it.
    func words(of rules: ConnectionRules) -> [(String, String)] {
        func onOff(_ isOn: Bool) -> String { isOn ? "on" : "off" }
        var words = [
            ("push", onOff(rules.pushes)), ("buffer", String(rules.buffer)),
            (
                "markup",
                DecimalText.format(Int64(rules.price.markupBasisPoints), scale: 2, keeping: 0) + "%"
            ),
            ("ending", rules.price.ending.map(text(ending:)) ?? "off"),
            ("pause-at-zero", onOff(rules.pausesAtZero)), ("guard", String(rules.guardPercent)),
            ("floor", rules.floorPercent.map(String.init) ?? "off"), ("pay-back", onOff(rules.paysBack)),
            ("notify-buyers", onOff(rules.notifiesBuyers)), ("every", String(rules.everyMinutes)),
        ]
        let choices = Set(Self.scalars.map { rules.conflicts[$0] ?? .ask })
        if choices.count == 1, let only = choices.first {
            words.append(("conflict", only.rawValue))
        } else {
            words += Self.scalars.map { ("conflict.\($0.rawValue)", (rules.conflicts[$0] ?? .ask).rawValue) }
        }
        words += rules.shared.map(\.rawValue).sorted().map { ("shared.\($0)", "on") }
        return words + rules.categories.sorted { $0.key < $1.key }.map { ("category.\($0.key)", $0.value) }
    }

    // MARK: Values

    /// What can be in conflict; counts never are.
    private static let scalars = ListingField.allCases.filter { $0 != .stock }

    private static func field(_ name: String, after prefix: String) throws -> ListingField? {
        guard name.hasPrefix(prefix) else { return nil }
        guard let field = ListingField(rawValue: String(name.dropFirst(prefix.count))), field != .stock else {
            let all = scalars.map(\.rawValue).joined(separator: ", ")
            throw Failure.misused("“\(name)” names no field. There are: \(all).")
        }
        return field
    }

    private static func choice(_ value: String, _ name: String) throws -> ConnectionRules.ConflictDefault {
        try Choice.read(value == "yours" ? "ours" : value, name)
    }

    private static func truth(_ value: String, _ name: String) throws -> Bool {
        switch value.lowercased() {
        case "on", "yes", "true": true
        case "off", "no", "false": false
        default: throw Failure.misused("\(name) is on or off.")
        }
    }

    private static func whole(_ value: String, _ name: String) throws -> Int {
        let plain = value.hasSuffix("%") ? String(value.dropLast()) : value
        guard let number = Int(plain), number >= 0 else {
            throw Failure.misused("\(name) is a whole number, such as \(name)=5.")
        }
        return number
    }

    private static func basisPoints(_ value: String) throws -> Int {
        var plain = value.hasSuffix("%") ? value.dropLast() : value[...]
        if plain.hasPrefix("+") { plain = plain.dropFirst() }
        guard let points = try? DecimalText.parse(plain, scale: 2), points.magnitude < 10_000_000 else {
            throw Failure.misused(
                "markup is a number of per cent with at most two decimals, such as markup=5%.")
        }
        return Int(points)
    }

    private func ending(_ value: String) throws -> Int? {
        guard value != "off" else { return nil }
        guard let currency, currency.exponent > 0 else {
            throw Failure.misused("Prices in \(currency?.code ?? "this currency") have no parts to end with.")
        }
        let plain = value.hasPrefix(".") ? "0" + value : value
        guard let units = try? DecimalText.parse(plain, scale: currency.exponent), units >= 0,
            text(ending: Int(units)).count == currency.exponent + 1
        else { throw Failure.misused("ending is what prices end with, such as ending=.99, or off.") }
        return Int(units)
    }

    private func text(ending: Int) -> String {
        let exponent = currency?.exponent ?? 2
        let digits = String(ending)
        return "." + String(repeating: "0", count: max(0, exponent - digits.count)) + digits
    }
}
