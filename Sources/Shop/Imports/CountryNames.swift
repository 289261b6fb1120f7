import Commerce

/// Names of countries as shops' files have them.
enum CountryNames {
    /// The ISO 3166-1 code where the name resolves to one country; else the name as it is.
    static func code(of name: String) -> String { CountryCode(named: name)?.code ?? name }
}
