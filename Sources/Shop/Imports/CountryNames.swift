/// Names of countries as shops' files have them.
enum CountryNames {
    /// The ISO 3166-1 code where the name resolves; else the name as it is.
    static func code(of name: String) -> String {
        if name.isEmpty { return "" }
        if name.utf8.count == 2, name.utf8.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) {
            let upper = name.uppercased()
            return upper == "UK" ? "GB" : upper
        }
        return codes[name.lowercased()] ?? name
    }

    private static let codes: [String: String] = [
        "united kingdom": "GB", "eire": "IE", "ireland": "IE", "rsa": "ZA", "usa": "US",
    ]
}
