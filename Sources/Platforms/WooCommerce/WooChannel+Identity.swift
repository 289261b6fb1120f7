import Commerce
package import Connectors
import Foundation
import HTTP

extension WooChannel {
    package func identify() async throws(ChannelFailure) -> ChannelIdentity {
        let index = try await client.index()
        guard index.namespaces.contains("wc/v3") else {
            throw .rejected(
                reason:
                    "\(index.site.base) is a WordPress site without WooCommerce's API: is the plugin switched on?"
            )
        }
        var remarks: [String] = []
        await client.memory.keep(index.site)
        let status = try await status()
        let site = await client.memory.site ?? index.site
        if site.isSigned, !index.site.isSigned {
            remarks.append("The shop's server does not pass the key on; requests are signed instead.")
        }
        if site.isPlain {
            remarks.append("The shop uses plain permalinks; Mercer reaches it all the same.")
        }
        if site.base.hasPrefix("http://") {
            remarks.append(
                "The shop has no TLS: what is sent can be read on the way, though the secret is not sent.")
        }
        var identity = ChannelIdentity(
            shop: Self.identifier(index.site.home), name: index.name, url: index.url, currency: "",
            timeZone: index.timeZone, grantedScopes: ["read"], serverTime: index.serverTime)
        identity.version = status["environment"]["version"].string ?? ""
        if identity.version.isEmpty {
            remarks.append("The key may not see the system status, so the version is unknown.")
        }
        try await addSettings(to: &identity, status, &remarks)
        try await addWriting(to: &identity)
        identity.remarks = remarks
        return identity
    }

    /// The home without its scheme, as a shop stays the same when it moves to TLS.
    private static func identifier(_ home: String) -> String {
        home.range(of: "://").map { String(home[$0.upperBound...]).lowercased() } ?? home
    }

    /// The system's status; null where the key may not see it.
    private func status() async throws(ChannelFailure) -> JSON {
        let call = WooClient.Call(
            route: "system_status", query: [("_fields", "environment,settings")], label: "system status")
        do throws(ChannelFailure) { return try await client.send(call).json() } catch {
            if case .notAllowed(_, let scope) = error, scope == "read" { return .null }
            throw error
        }
    }

    private func addSettings(
        to identity: inout ChannelIdentity, _ status: JSON, _ remarks: inout [String]
    ) async throws(ChannelFailure) {
        do throws(ChannelFailure) {
            let facts = try await client.facts()
            identity.currency = facts.currency.code
            identity.country = facts.country
        } catch {
            guard case .notAllowed = error else { throw error }
            identity.missingScopes.append("manage_woocommerce (settings)")
            identity.currency = status["settings"]["currency"].string ?? ""
        }
        if identity.currency.isEmpty {
            // The newest order knows what the shop is paid in.
            let call = WooClient.Call(
                route: "orders", query: [("per_page", "1"), ("_fields", "id,currency")], label: "one order")
            identity.currency = try await client.send(call).json()[0]["currency"].string ?? ""
        }
    }

    /// An empty batch changes nothing, and is refused to a key that may not write (OBSERVED 18 and 27).
    private func addWriting(to identity: inout ChannelIdentity) async throws(ChannelFailure) {
        let call = WooClient.Call(
            method: .post, route: "products/batch", body: [:], label: "may it write", changesNothing: true)
        do throws(ChannelFailure) {
            _ = try await client.send(call)
            identity.grantedScopes.append("write")
        } catch {
            switch error {
            case .notAllowed(let reason, _): identity.missingScopes.append("write: " + reason)
            case .signIn, .rejected: identity.missingScopes.append("write")
            default: throw error
            }
        }
    }
}
