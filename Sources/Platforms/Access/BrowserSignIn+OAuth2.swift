import Commerce
import Connectors
import Foundation
import HTTP

extension BrowserSignIn {
    /// Begins one by OAuth 2.
    ///
    /// - Parameters:
    ///   - check: what the platform's redirect must prove beyond its state, such as a signature.
    init(
        _ provider: OAuth2Provider, redirect: String, tools: PlatformTools,
        check: @escaping @Sendable (Query) throws(ChannelFailure) -> Void = { _ in }
    ) {
        let random = tools.random
        let attempt = OAuth2Attempt(redirectURL: redirect) { count in
            var bytes: [UInt8] = []
            while bytes.count < count { withUnsafeBytes(of: random()) { bytes += $0 } }
            return Array(bytes.prefix(count))
        }
        let (http, now) = (tools.http, tools.now)
        self.init(page: provider.authorizePage(attempt), state: attempt.state) {
            answer throws(ChannelFailure) in
            let code: String
            switch answer {
            case .redirect(let text):
                let query = Query(parsing: text)
                do throws(OAuth2Failure) { code = try attempt.code(in: query) } catch {
                    throw ChannelFailure(error)
                }
                try check(query)
            case .code(let pasted):
                // It carries no state. It is of use only to who has this app's secret or this attempt's verifier, and
                // only in the shop that was asked for; whose shop it is, is looked at before anything is kept.
                code = pasted
            }
            guard !code.isEmpty else { throw .rejected(reason: "There is no code in it.") }
            do throws(OAuth2Failure) {
                return try await provider.exchange(
                    code: code, of: attempt, over: http, now: Double(now().milliseconds) / 1000
                ).values
            } catch .needsSignIn(let reason), .refused("invalid_request", let reason) {
                // Shopify's word for a code that is used up is the second.
                throw .rejected(
                    reason: "The code is not taken (\(reason)): it is too old, or has been used. Begin again."
                )
            } catch .refused(_, let reason) {
                throw .rejected(reason: "The app is not taken (\(reason)): look at its id and secret.")
            } catch {
                throw ChannelFailure(error)
            }
        }
    }
}
