/// What a seller has to know and give to connect a platform: what `mercer connect` and the form ask for.
package struct PlatformDescription: Hashable, Sendable {
    /// A word for the command line, the file and the configuration, such as `woo`.
    package var kind: String
    package var name: String
    /// Before its orders' numbers, such as `W`.
    package var numberPrefix: String
    package var fields: [Field]
    /// Where the keys are made, one step a line.
    package var steps: [String]
    /// Signing in on the platform's own page; nil where there are only keys to give.
    package var browser: BrowserWay?

    /// One thing the platform wants, such as an address or a key.
    package struct Field: Hashable, Sendable {
        package var id: String
        package var title: String
        package var hint: String
        /// Read without echo, sealed, and never shown again.
        package var isSecret: Bool
        package var isOptional: Bool
        /// Where it is read from when set, such as `MERCER_WOO_KEY`.
        package var environment: String

        package init(
            _ id: String, title: String, hint: String = "", isSecret: Bool = false, isOptional: Bool = false,
            environment: String
        ) {
            self.id = id
            self.title = title
            self.hint = hint
            self.isSecret = isSecret
            self.isOptional = isOptional
            self.environment = environment
        }
    }

    /// What has to be known and given to sign in on the platform's page.
    package struct BrowserWay: Hashable, Sendable {
        /// Asked for instead of the platform's own.
        package var fields: [Field]
        package var steps: [String]
        /// The port of `http://127.0.0.1:PORT/callback`, where the platform wants the way back registered; 0 for any.
        package var port: UInt16

        package init(fields: [Field], steps: [String], port: UInt16 = 0) {
            self.fields = fields
            self.steps = steps
            self.port = port
        }
    }

    package init(
        kind: String, name: String, numberPrefix: String, fields: [Field], steps: [String],
        browser: BrowserWay? = nil
    ) {
        self.kind = kind
        self.name = name
        self.numberPrefix = numberPrefix
        self.fields = fields
        self.steps = steps
        self.browser = browser
    }

    /// The fields of both ways, each once.
    package var allFields: [Field] {
        fields + (browser?.fields ?? []).filter { field in !fields.contains { $0.id == field.id } }
    }
}

/// Keeps what a connection must not lose: tokens that change while it works, sealed.
package protocol TokenVault: Sendable {
    /// The connection's secrets as they are now, by the fields' identifiers.
    func secrets() async throws -> [String: String]
    /// Keeps new ones. Returns only once they are on the disk: a rotated token is saved before it is used (LESSONS 50).
    func save(_ secrets: [String: String]) async throws
}
