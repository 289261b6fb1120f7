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

    init(world: World) {
        func folder(_ variable: String, _ usual: String) -> String {
            // The specification says that a relative path is to be ignored.
            if let set = world.environment(variable), set.hasPrefix("/") { return set + "/mercer" }
            return world.homeFolder() + usual + "/mercer"
        }
        let named = world.environment("MERCER_SHOP") ?? ""
        shop = named.isEmpty ? folder("XDG_DATA_HOME", "/.local/share") + "/shop.mercer" : named
        configuration = folder("XDG_CONFIG_HOME", "/.config")
        state = folder("XDG_STATE_HOME", "/.local/state")
        log = state + "/mercer.log"
    }
}
