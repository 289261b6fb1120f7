import ArgumentParser
import Commerce
import Sandbox

/// A platform that can be simulated: where each is plugged in.
struct PlatformChoice: Sendable {
    let name: String
    /// Makes one that lives at that address, such as `http://127.0.0.1:40123`; nil for one that is not built in.
    let make:
        (
            @Sendable (_ baseURL: String, _ world: World, _ stocking: FurnishedPlatform.Stocking) ->
                FurnishedPlatform
        )?

    static let known: [PlatformChoice] = [
        PlatformChoice(name: "woo", make: FurnishedPlatform.woo),
        PlatformChoice(name: "shopify", make: FurnishedPlatform.shopify),
        PlatformChoice(name: "toy") { _, _, _ in FurnishedPlatform(platform: ToyPlatform()) { _, _ in nil } },
    ]

    static var names: String { known.map(\.name).joined(separator: ", ") }

    /// - Throws: `ValidationError` for a name nobody has, and for a platform that is not built in.
    static func choices(named name: String) throws -> [PlatformChoice] {
        let choices = name == "all" ? known.filter { $0.name != "toy" } : known.filter { $0.name == name }
        guard !choices.isEmpty else {
            throw ValidationError("There is no platform “\(name)”: \(names), or all.")
        }
        if let missing = choices.first(where: { $0.make == nil }) {
            throw ValidationError("The platform “\(missing.name)” is not built in yet.")
        }
        return choices
    }
}
