import ArgumentParser
import Commerce
import Connectors
import Foundation
import Shop
import Sync

struct Connect: ShopCommand {
    static let configuration = CommandConfiguration(
        abstract: "Connect a channel: its orders, products and customers are read, nothing there is changed.",
        discussion: """
            mercer connect                                 asks which, then for what it needs
            mercer connect woo url=https://shop.example    asks for the rest; keys are typed unseen
            MERCER_WOO_URL=… MERCER_WOO_KEY=… MERCER_WOO_SECRET=… mercer connect woo --no-input
            mercer connect shopify --from-file shopify.env
            mercer connect shopify --browser               signs in on Shopify's page, with an app of your own
            mercer connect --again woo                     new keys for a connection that has run out

            In the browser nothing is typed into Mercer: the page opens, you allow it there, and the browser comes back
            to a port of this machine. Where none can be opened, as over SSH, the page's address is shown, and the
            address that the browser ends at is pasted; --paste has it so always.

            Keys are tried before they are kept, and kept sealed. They are never taken from the command line, which
            every program on the machine can read. A file of keys has lines such as MERCER_WOO_KEY=ck_…, and must be
            readable by you alone (chmod 600).
            """)

    @Argument(help: "The platform: woo or shopify.") var platform: String?
    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("What the platform asks for and is no secret.", valueName: "field=value"))
    var fields: [String] = []
    @Option(help: ArgumentHelp("Read what it needs from a file.", valueName: "file"), completion: .file())
    var fromFile: String?
    @Flag(help: "Ask nothing; fail where something is missing.") var noInput = false
    @Flag(help: "Connect although the keys may not do all that Mercer does.") var anyway = false
    @Flag(
        inversion: .prefixedNo,
        help: "Sign in on the platform's own page, in the browser; or by keys, without being asked which.")
    var browser: Bool?
    @Flag(help: "Sign in so, and paste what the browser is sent back to.") var paste = false
    @Option(
        help: ArgumentHelp(
            "Have the browser come back to this port; 0 for any. The platform's app must allow it.",
            valueName: "port"))
    var redirectPort: UInt16?
    @Option(help: ArgumentHelp("Wait so long for the browser.", valueName: "seconds")) var wait = 300
    @Option(help: ArgumentHelp("Give a connection new keys.", valueName: "name")) var again: String?
    @OptionGroup var options: GlobalOptions

    func run(in session: Session) throws -> Outcome {
        if let again { return try signIn(again, in: session) }
        let shop = try session.openShop(toWrite: true)
        let service = try session.syncService(shop)
        let platform = try session.platform(platform, of: service, asks: !noInput)
        let values = try values(platform, again: nil, service, session)
        let identity = try identify(platform, values, service, session)
        if !anyway, !identity.missingScopes.isEmpty {
            throw Failure(
                "The keys of \(identity.name) may not do all that Mercer does. Missing: "
                    + "\(identity.missingScopes.joined(separator: ", ")). Give them these rights and connect again, "
                    + "or connect with --anyway; what they may not do is then refused when it is tried.",
                code: "missing-scopes")
        }
        let outcome = try service.connect(kind: platform.kind, values: values, as: identity)
        try session.show(
            ConnectedReport(
                connection: outcome.connection.description, handle: outcome.handle,
                platform: platform.name, identity: identity, isNew: true))
        return .done
    }

    private func signIn(_ name: String, in session: Session) throws -> Outcome {
        guard platform == nil else {
            throw Failure.misused("`mercer connect --again \(name)` needs no platform: it is known.")
        }
        let shop = try session.openShop(toWrite: true)
        let connection = try shop.connection(named: name)
        let service = try session.syncService(shop)
        let platform = try session.platform(connection.kind, of: service, asks: false)
        let values = try values(platform, again: connection, service, session)
        session.note("Trying \(Plain.line(connection.name)) …")
        let identity: ChannelIdentity
        do {
            identity = try session.wait { try await service.signIn(connection, values: values) }
        } catch let failure as ChannelFailure {
            throw Failure(failure, of: connection.name)
        }
        try session.show(
            ConnectedReport(
                connection: connection.id.description, handle: connection.handle, platform: platform.name,
                identity: identity, isNew: false))
        return .done
    }

    /// What to connect with: keys, or what the browser brought.
    ///
    /// - Parameter connection: the one that gets new access, of which what is no secret is known.
    private func values(
        _ platform: PlatformDescription, again connection: Connection?, _ service: SyncService,
        _ session: Session
    ) throws -> [String: String] {
        let fields = connection == nil ? platform.fields : platform.fields.filter(\.isSecret)
        let form = ConnectForm(platform, fields: fields, world: session.world)
        let way = try SignInWay(
            platform, said: paste ? true : browser ?? connection.map(service.isByBrowser),
            fields: self.fields, hasKeys: hasKeys(form), asks: !noInput, session.console)
        guard case .browser(let browserWay) = way else { return try filled(form, session) }
        let given = try filled(
            ConnectForm(
                platform, fields: browserWay.fields, steps: browserWay.steps,
                known: connection.map(service.keptValues) ?? [:], world: session.world), session)
        return try session.signIn(
            platform, values: given, again: connection, pastes: paste, port: redirectPort, seconds: wait,
            asks: !noInput, service)
    }

    /// Whether a file or the environment has the keys, so that nobody need be asked by which way.
    private func hasKeys(_ form: ConnectForm) throws -> Bool {
        var form = form
        if let fromFile { try form.take(file: fromFile) }
        try form.takeEnvironment()
        return !form.missing.contains(where: \.isSecret)
    }

    private func filled(_ form: ConnectForm, _ session: Session) throws -> [String: String] {
        var form = form
        try form.take(words: self.fields)
        if let fromFile { try form.take(file: fromFile) }
        try form.takeEnvironment()
        if !form.missing.isEmpty, !noInput, session.console.canAsk {
            try form.ask(session.console)
        }
        return try form.complete()
    }

    private func identify(
        _ platform: PlatformDescription, _ values: [String: String], _ service: SyncService,
        _ session: Session
    ) throws -> ChannelIdentity {
        session.note("Trying the keys; nothing is changed there …")
        do {
            return try session.wait { try await service.identify(kind: platform.kind, values: values) }
        } catch let failure as ChannelFailure {
            throw Failure(failure, connecting: platform.name)
        }
    }
}

extension Session {
    /// The platform of that word; without one it is asked for, where somebody can be asked.
    func platform(_ kind: String?, of service: SyncService, asks: Bool) throws -> PlatformDescription {
        let all = service.platforms
        let words = all.map(\.kind).joined(separator: ", ")
        var wanted = kind
        if wanted == nil, asks, console.canAsk {
            for platform in all {
                console.note(
                    "  \(platform.kind.padding(toLength: 10, withPad: " ", startingAt: 0))\(platform.name)")
            }
            console.ask("Which (\(words))? ")
            wanted = readLine()?.trimmingCharacters(in: .whitespaces)
        }
        guard let wanted, !wanted.isEmpty else {
            throw Failure.misused("Say which platform: \(words).")
        }
        let lowered = wanted.lowercased()
        guard let platform = all.first(where: { $0.kind == lowered || $0.name.lowercased() == lowered })
        else { throw Failure.misused("There is no platform “\(wanted)”. There are: \(words).") }
        return platform
    }
}

private struct ConnectedReport: Report {
    static let schema = "mercer.connected/1"
    let connection: String
    let handle: String
    let platform: String
    let identity: ChannelIdentity
    let isNew: Bool

    func text(width: Int?) -> String {
        var fields = FieldList()
        fields.add("Shop", identity.name)
        fields.add("Platform", [platform, identity.version].filter { !$0.isEmpty }.joined(separator: " "))
        fields.add("Address", identity.url)
        fields.add("Currency", identity.currency)
        fields.add("Time zone", identity.timeZone)
        fields.add("Keys may", identity.grantedScopes.joined(separator: ", "))
        fields.add("Keys lack", identity.missingScopes.joined(separator: ", "))
        for remark in identity.remarks { fields.add("Note", remark) }
        let next =
            isNew
            ? """
            Connected as \(handle). `mercer sync \(handle)` reads its products, customers and orders; past orders move no stock.
            Nothing there is changed until you say so: `mercer plan \(handle)` shows what would be, \
            `mercer connections set \(handle) push=on` lets it go out.
            """ : "Signed in again as \(handle). What waited goes on."
        return fields.text + next
    }
}
