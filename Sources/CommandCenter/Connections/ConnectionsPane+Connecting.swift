import Commerce
import Connectors
import Shop
import Sync
import Terminal

/// Connecting step by step: a platform, its fields, a try, and the question that keeps it. Secrets are in the pane's
/// memory alone until then, and never in a draft.
extension ConnectionsPane {
    /// A platform, and one of the ways to give access to it.
    struct Way: Sendable {
        let platform: PlatformDescription
        let isByBrowser: Bool
    }

    static func ways(_ context: PaneContext) -> [Way] {
        context.sync.platforms.flatMap { platform in
            [Way(platform: platform, isByBrowser: false)]
                + (platform.browser == nil ? [] : [Way(platform: platform, isByBrowser: true)])
        }
    }

    mutating func beginConnecting(_ context: PaneContext) -> [PaneEffect<Request>] {
        let ways = Self.ways(context)
        guard !ways.isEmpty else { return [.error("this Mercer only looks: it connects nothing")] }
        open = nil
        if ways.count == 1 { return askForFields(ways[0]) }
        choosing = ListState(count: ways.count, height: 12)
        return []
    }

    mutating func askForFields(_ way: Way) -> [PaneEffect<Request>] {
        attempt = Attempt(
            platform: way.platform, connection: nil, isByBrowser: way.isByBrowser, values: [:])
        return [fieldsForm()].compactMap { $0 }
    }

    /// New access to a connection, by its own way: of keys only the secrets are asked for, the rest stays.
    mutating func askForKeys(_ connection: Connection, _ context: PaneContext) -> [PaneEffect<Request>] {
        guard let platform = context.sync.platforms.first(where: { $0.kind == connection.kind }) else {
            return [.error("this Mercer does not know how to sign in to \(connection.name)")]
        }
        let isByBrowser =
            platform.browser != nil && connection.settings[BrowserAccess.mark] == BrowserAccess.marked
        attempt = Attempt(
            platform: platform, connection: connection, isByBrowser: isByBrowser,
            values: isByBrowser ? connection.settings : [:])
        return [fieldsForm()].compactMap { $0 }
    }

    /// What the form asks for, in its order.
    static func fields(_ attempt: Attempt) -> [PlatformDescription.Field] {
        if attempt.isByBrowser { return attempt.platform.browser?.fields ?? [] }
        return attempt.connection == nil
            ? attempt.platform.fields : attempt.platform.fields.filter(\.isSecret)
    }

    func fieldsForm() -> PaneEffect<Request>? {
        guard let attempt else { return nil }
        let steps =
            attempt.isByBrowser ? attempt.platform.browser?.steps ?? [] : attempt.platform.steps
        var lines = steps.enumerated().flatMap { index, step in
            PlainPage.wrapped(step, to: 68).enumerated().map { part, words in
                StyledLine(part == 0 ? "\(index + 1)  " : "   ", .strong) + StyledLine(words, .quiet)
            }
        }
        if attempt.connection == nil {
            lines.append(
                StyledLine("It is only read at first: nothing changes there until you say so.", .quiet))
        }
        let hasKept = attempt.isByBrowser && attempt.connection != nil
        let fields = Self.fields(attempt).map { field in
            let isOptional = field.isOptional || (hasKept && field.isSecret)
            let empty =
                hasKept && field.isSecret
                ? "empty for the one that is kept" : isOptional ? "may stay empty" : ""
            return FormSheet.Field(
                field.title, text: attempt.values[field.id] ?? "",
                placeholder: field.hint.isEmpty || hasKept ? empty : field.hint, isSecret: field.isSecret,
                check: { isOptional || !$0.isEmpty ? nil : .wrong("needed") })
        }
        let title = attempt.connection.map { "Sign in to \($0.name)" } ?? "Connect \(attempt.platform.name)"
        return .fill(
            FormSheet(
                title: title, fields: fields, deed: attempt.isByBrowser ? "open the page" : "try it",
                lines: lines), tag: "fields")
    }

    mutating func filled(_ tag: String, _ texts: [String], _ context: PaneContext) -> [PaneEffect<Request>] {
        if tag.hasPrefix("rules ") { return RulesForm.filled(tag, texts, context) }
        guard tag == "fields", var attempt else { return [] }
        let fields = Self.fields(attempt)
        for (field, text) in zip(fields, texts) { attempt.values[field.id] = text.trimmingBlanks }
        self.attempt = attempt
        return attempt.isByBrowser ? openPage() : tryValues()
    }

    /// Asks the platform who is there by what was given or came back, before it is kept.
    mutating func tryValues() -> [PaneEffect<Request>] {
        guard let attempt else { return [] }
        let given = attempt.values.filter { !$0.value.isEmpty }
        if let connection = attempt.connection {
            trying = "Signing in to \(connection.name)"
            return [
                .call("sign in") { service, _ in
                    guard let service else { throw Refused(reason: "this Mercer only looks") }
                    do { return try await service.signIn(connection, values: given) } catch let failure
                        as ChannelFailure
                    { throw Refused(reason: failure.words(connection.name)) }
                }
            ]
        }
        let platform = attempt.platform
        trying = "Asking \(platform.name) who is there and what these keys may do"
        return [
            .call("identify") { service, _ in
                guard let service else { throw Refused(reason: "this Mercer only looks") }
                do throws(ChannelFailure) {
                    return try await service.identify(kind: platform.kind, values: given)
                } catch { throw Refused(reason: error.words(platform.name)) }
            }
        ]
    }

    mutating func called(_ tag: String, _ result: Result<any Sendable, Refused>, _ context: PaneContext)
        -> [PaneEffect<Request>]
    {
        if let effects = calledOfPage(tag, result) { return effects }
        // What was not waited for any more is dropped, whatever it came to.
        guard trying != nil else { return [] }
        trying = nil
        switch result {
        case .failure(let refused):
            guard tag != "test", tag != "keep" else { return [.error(refused.reason)] }
            // With what was typed, so that one wrong letter is no reason to begin again.
            return [.error(refused.reason), fieldsForm()].compactMap { $0 }
        case .success(let value): return succeeded(tag, value, context)
        }
    }

    private mutating func succeeded(_ tag: String, _ value: any Sendable, _ context: PaneContext)
        -> [PaneEffect<Request>]
    {
        switch (tag, value) {
        case ("identify", let identity as ChannelIdentity):
            attempt?.identity = identity
            guard let attempt else { return [] }
            return [.ask(Self.acquaintance(attempt, identity), tag: "keep")]
        case ("sign in", let identity as ChannelIdentity):
            let name = attempt?.connection?.name ?? identity.name
            attempt = nil
            return [.toast("\(name): signed in; what waited goes on"), .syncNow] + reload(context)
        case ("test", let identity as ChannelIdentity):
            return [.toast(Self.words(identity))] + reload(context)
        case ("keep", let outcome as ConnectShop.Outcome):
            attempt = nil
            open = outcome.connection
            return [
                .syncNow, .toast("connected as \(outcome.handle): it is being read, nothing changes there"),
            ]
                + reload(context)
        default: return []
        }
    }

    /// Who answered, with what is odd about it, before it is kept.
    private static func acquaintance(_ attempt: Attempt, _ identity: ChannelIdentity) -> Question {
        var items: [Question.Item] = [
            .init(
                StyledLine(identity.name.isEmpty ? attempt.platform.name : identity.name, .strong)
                    + StyledLine(identity.url.isEmpty ? "" : "  \(identity.url)", .quiet)),
            .init(
                StyledLine(
                    [
                        "sells in \(identity.currency)", identity.country,
                        identity.version.isEmpty ? "" : "\(attempt.platform.name) \(identity.version)",
                    ].filter { !$0.isEmpty }.joined(separator: " · "))),
        ]
        for scope in identity.missingScopes.prefix(6) {
            items.append(.init(StyledLine("! these keys may not: \(scope)", .care)))
        }
        for remark in identity.remarks.prefix(6) {
            items += PlainPage.wrapped(remark, to: 66).map { .init(StyledLine($0, .care)) }
        }
        if identity.missingScopes.isEmpty {
            items.append(.init(StyledLine("the keys may do all that is needed", .good)))
        }
        items.append(
            .init(StyledLine("Orders and products are read; nothing changes there until you say so.", .quiet))
        )
        return Question(title: "Keep this connection", items: items, deed: "keep it and read it")
    }

    mutating func keepConnection() -> [PaneEffect<Request>] {
        guard let attempt, let identity = attempt.identity else { return [] }
        let given = attempt.values.filter { !$0.value.isEmpty }
        let kind = attempt.platform.kind
        trying = "Keeping the connection, its keys sealed"
        return [
            .call("keep") { service, _ in
                guard let service else { throw Refused(reason: "this Mercer only looks") }
                return try service.connect(kind: kind, values: given, as: identity)
            }
        ]
    }

    /// Leaving the form or the question forgets the keys.
    mutating func left(_ tag: String) -> [PaneEffect<Request>] {
        if tag == "fields" || tag == "keep" { attempt = nil }
        return []
    }

    // MARK: Testing

    mutating func test(_ connection: Connection) -> [PaneEffect<Request>] {
        trying = "Testing \(connection.name)"
        return [
            .call("test") { service, _ in
                guard let service else { throw Refused(reason: "this Mercer only looks") }
                do throws(ChannelFailure) {
                    return try await service.test(connection)
                } catch { throw Refused(reason: error.words(connection.name)) }
            }
        ]
    }

    private static func words(_ identity: ChannelIdentity) -> String {
        var parts = ["\(identity.name) answers"]
        if !identity.version.isEmpty { parts.append("version \(identity.version)") }
        parts.append(
            identity.missingScopes.isEmpty
                ? "the keys may do all that is needed"
                : "the keys may not: \(identity.missingScopes.joined(separator: ", "))")
        return (parts + identity.remarks.prefix(1)).joined(separator: " · ")
    }
}
