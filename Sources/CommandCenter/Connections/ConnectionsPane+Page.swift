import Connectors
import Shop
import Sync
import Terminal

/// A platform's page that was opened, and a field for what comes back where it does not come by itself.
struct OpenPage: Sendable {
    let started: StartedSignIn
    var field = TextFieldState()
}

/// Signing in on the platform's own page. The redirect is waited for beside the screen; what is pasted ends the wait.
extension ConnectionsPane {
    mutating func openPage() -> [PaneEffect<Request>] {
        guard let attempt else { return [] }
        let names = Set(Self.fields(attempt).map(\.id))
        let given = attempt.values.filter { names.contains($0.key) }
        let (platform, connection) = (attempt.platform, attempt.connection)
        trying = "Opening \(platform.name)'s page"
        return [
            .call("page") { service, _ in
                guard let service else { throw Refused(reason: "this Mercer only looks") }
                do throws(ChannelFailure) {
                    return try service.beginSignIn(kind: platform.kind, values: given, again: connection)
                } catch { throw Refused(reason: error.words(platform.name)) }
            }
        ]
    }

    /// What a page's calls came to; nil for calls of another kind.
    mutating func calledOfPage(_ tag: String, _ result: Result<any Sendable, Refused>)
        -> [PaneEffect<Request>]?
    {
        switch tag {
        case "page": return opened(result)
        case "let go": return []
        case "pasted":
            guard trying != nil else { return [] }
            return came(result)
        case let tag where tag.hasPrefix("return "):
            // Of a page that is not waited for any more.
            guard let page = attempt?.page, tag == "return \(page.started.state)" else { return [] }
            return came(result)
        default: return nil
        }
    }

    private mutating func opened(_ result: Result<any Sendable, Refused>) -> [PaneEffect<Request>] {
        guard case .success(let value) = result, let started = value as? StartedSignIn else {
            guard trying != nil, case .failure(let refused) = result else { return [] }
            trying = nil
            return [.error(refused.reason), fieldsForm()].compactMap { $0 }
        }
        // Given up meanwhile: the port is given back.
        guard trying != nil, let attempt else { return [Self.lettingGo(started)] }
        trying = nil
        self.attempt?.page = OpenPage(started: started)
        guard started.isAwaited else { return [.copy(started.page, what: "the page's address")] }
        let name = attempt.platform.name
        return [
            .call("return \(started.state)") { _, _ in
                do throws(ChannelFailure) { return try await started.returned() } catch {
                    throw Refused(reason: error.words(name))
                }
            }
        ]
    }

    /// What the page gave, or why it gave nothing.
    private mutating func came(_ result: Result<any Sendable, Refused>) -> [PaneEffect<Request>] {
        attempt?.page = nil
        trying = nil
        switch result {
        case .success(let values as [String: String]):
            attempt?.values = values
            return tryValues()
        case .success: return []
        case .failure(let refused): return [.error(refused.reason), fieldsForm()].compactMap { $0 }
        }
    }

    mutating func typed(_ key: Key) -> [PaneEffect<Request>] {
        guard let attempt, var page = attempt.page else { return [] }
        switch page.field.take(key) {
        case .leave: return letGo()
        case .save:
            let text = page.field.text
            guard !text.isEmpty else { return [] }
            let (started, name) = (page.started, attempt.platform.name)
            self.attempt?.page = nil
            trying = "Taking what came back to \(name)"
            return [
                Self.lettingGo(started),
                .call("pasted") { _, _ in
                    do throws(ChannelFailure) { return try await started.pasted(text) } catch {
                        throw Refused(reason: error.words(name))
                    }
                },
            ]
        case .changed, .moved, .next, .previous, .ignored:
            self.attempt?.page = page
            return []
        }
    }

    /// Forgets what was being connected, and waits for no browser any more.
    mutating func letGo() -> [PaneEffect<Request>] {
        let page = attempt?.page
        attempt = nil
        return page.map { [Self.lettingGo($0.started)] } ?? []
    }

    private static func lettingGo(_ started: StartedSignIn) -> PaneEffect<Request> {
        .call("let go") { _, _ in
            started.cancel()
            return true
        }
    }

    // MARK: Drawing

    func drawPage(_ page: OpenPage, in rect: Rect, of frame: inout Frame) {
        guard let attempt else { return }
        let name = attempt.platform.name
        let width = min(76, max(20, rect.columns - 4))
        let inner = width - 4
        let words =
            page.started.isOpened
            ? "\(name)'s page opens in your browser: allow Mercer there, and all else goes by itself. If it does not open, go to"
            : page.started.isAwaited
                ? "Open this page in a browser of this machine, and allow Mercer there:"
                : "Open this page in a browser, and allow Mercer there. The address is copied where the terminal allows it:"
        let after =
            page.started.isAwaited
            ? "Or paste here the address at which the browser ends:"
            : "The browser then ends at an address that begins with http://127.0.0.1, where it finds nothing. Paste it here, or the code in it:"
        var lines = PlainPage.wrapped(words, to: inner).map { StyledLine($0) }
        lines += Self.pieces(page.started.page, of: inner).map { StyledLine($0, .strong) }
        lines += PlainPage.wrapped(after, to: inner).map { StyledLine($0) }
        // Where there is no room for all of it, the field stays.
        lines = Array(lines.prefix(max(0, rect.rows - 5)))
        let card = rect.centered(Size(columns: width, rows: min(rect.rows, lines.count + 5)))
        let inside = frame.box(
            card, title: DisplayText("Sign in to \(attempt.connection?.name ?? name)"),
            footer: "Enter takes it   Esc gives up"
        ).inset(columns: 1, rows: 0)
        for (index, line) in lines.enumerated() {
            frame.put(line, at: inside.line(index).origin, width: inside.columns)
        }
        TextField(isFocused: true, note: .empty, placeholder: "http://127.0.0.1…").draw(
            page.field, into: &frame, in: inside.line(lines.count + 1))
    }

    /// An address in lines of so many letters: it has no blanks to break at.
    private static func pieces(_ address: String, of width: Int) -> [String] {
        var rest = Substring(address)
        var lines: [String] = []
        while !rest.isEmpty {
            lines.append(String(rest.prefix(width)))
            rest = rest.dropFirst(width)
        }
        return lines
    }
}
