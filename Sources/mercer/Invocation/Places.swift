import Commerce

/// Where Mercer keeps what, by the XDG base directory specification.
struct Places {
    /// The shop that is opened when none is named.
    let shop: String
    /// Looks, keys, paths.
    let configuration: String
    /// Logs, and the demo's shops, which can be made again.
    let state: String
    /// What libraries complain of while the screen is up.
    let log: String
    /// The keys that open the shops' secrets, apart from the shops.
    private let keys: String

    init(world: World) {
        func folder(_ variable: String, _ usual: String) -> String {
            // The specification says that a relative path is to be ignored.
            if let set = world.environment(variable), set.hasPrefix("/") { return set + "/mercer" }
            return world.homeFolder() + usual + "/mercer"
        }
        let named = world.environment("MERCER_SHOP") ?? ""
        let data = folder("XDG_DATA_HOME", "/.local/share")
        shop = named.isEmpty ? data + "/shop.mercer" : named
        keys = data + "/keys"
        configuration = folder("XDG_CONFIG_HOME", "/.config")
        state = folder("XDG_STATE_HOME", "/.local/state")
        log = state + "/mercer.log"
    }

    /// The file whose key opens the secrets of that shop's connections.
    func key(of shop: String) -> String {
        let name = shop.split(separator: "/").last.map(String.init) ?? shop
        return "\(keys)/\(name).key"
    }
}
