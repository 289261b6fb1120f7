import Commerce
import Foundation
import HTTP

/// The page on which the seller lets an app in, and where the app gets its tokens: as Shopify's answer to an app's
/// authorization code grant with expiring offline tokens.
struct ShopifyAccess: Sendable {
    static let clientID = "sandbox-app"
    static let clientSecret = "shpss_sandbox"
    /// A code is good so long.
    private static let codeSeconds: Int64 = 60
    private static let renewalSeconds = 7_776_000

    var lifeSeconds = 3_600
    private(set) var renewals = 0
    private var codes: [String: Code] = [:]
    /// By access token.
    private var grants: [String: Grant] = [:]
    private var count = 0

    private struct Code: Sendable {
        var scopes: [String]
        var redirect: String
        var madeAt: Instant
    }

    private struct Grant: Sendable {
        var scopes: [String]
        /// Nil once it can be renewed no more.
        var renewal: String?
        var endsAt: Instant?
        var hasEnded = false
    }

    /// What the app with that token may do; nil where the token is none, or has ended.
    func scopes(of token: String, at now: Instant) -> [String]? {
        guard let grant = grants[token], !grant.hasEnded, grant.endsAt.map({ now < $0 }) ?? true else {
            return nil
        }
        return grant.scopes
    }

    mutating func end(renewable: Bool) -> Bool {
        let live = grants.filter { !$0.value.hasEnded }.keys
        for token in live {
            grants[token]?.hasEnded = true
            if !renewable { grants[token]?.renewal = nil }
        }
        return !live.isEmpty
    }

    /// Nil for what does not belong to signing in.
    mutating func answer(_ request: HTTPRequest, at now: Instant) -> HTTPResponse? {
        let parts = request.url.split(separator: "?", maxSplits: 1).map(String.init)
        let query = Query(parsing: parts.count == 2 ? parts[1] : "")
        if request.method == .get, parts[0].hasSuffix("/admin/oauth/authorize") {
            return page(query, host: request.headers["Host"] ?? "127.0.0.1", url: request.url, at: now)
        }
        if request.method == .post, parts[0].hasSuffix("/admin/oauth/access_token") {
            return token(Query(parsing: String(decoding: request.body.bytes, as: UTF8.self)), at: now)
        }
        return nil
    }

    // MARK: The page

    private mutating func page(_ query: Query, host: String, url: String, at now: Instant) -> HTTPResponse {
        guard query["client_id"] == Self.clientID else {
            return Self.html(400, "Oauth error application_cannot_be_found: no such app.")
        }
        // Only this machine's own way back is registered with the app.
        guard let redirect = query["redirect_uri"], redirect.hasPrefix("http://127.0.0.1:"),
            redirect.hasSuffix("/callback")
        else {
            return Self.html(
                400, "Oauth error invalid_request: the redirect_uri is not whitelisted.")
        }
        switch query["decision"] {
        case "install":
            count += 1
            let code = "code\(count)"
            codes[code] = Code(
                scopes: (query["scope"] ?? "").split(separator: ",").map(String.init), redirect: redirect,
                madeAt: now)
            return Self.back(
                to: redirect, ["code": code, "shop": host, "state": query["state"] ?? ""], at: now)
        case "cancel":
            return Self.back(
                to: redirect,
                [
                    "error": "access_denied", "error_description": "the seller did not allow it",
                    "shop": host, "state": query["state"] ?? "",
                ], at: now)
        default:
            let links = ["install", "cancel"].map { decision in
                "<a id=\"\(decision)\" href=\"\(Query(dictionaryLiteral: ("decision", decision)).appended(to: url).replacing("&", with: "&amp;"))\">\(decision)</a>"
            }
            return Self.html(200, "An app asks for access to this shop. " + links.joined(separator: " "))
        }
    }

    /// Sends the browser back, signed with the app's secret over the sorted rest.
    private static func back(to redirect: String, _ query: Query, at now: Instant) -> HTTPResponse {
        var query = query
        query.add("timestamp", String(now.milliseconds / 1000))
        let message = query.items.sorted { $0.name < $1.name }.map { "\($0.name)=\($0.value)" }
            .joined(separator: "&")
        query.add(
            "hmac",
            MessageSignature.hex(MessageSignature.sha256(Data(message.utf8), secret: clientSecret)))
        return HTTPResponse(status: 302, headers: ["Location": query.appended(to: redirect)])
    }

    private static func html(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: ["Content-Type": "text/html; charset=utf-8"],
            body: Data("<!DOCTYPE html><title>Sandbox</title><p>\(body)</p>\n".utf8))
    }

    // MARK: Tokens

    private mutating func token(_ form: Query, at now: Instant) -> HTTPResponse {
        guard form["client_id"] == Self.clientID, form["client_secret"] == Self.clientSecret else {
            return Self.refusal(401, "invalid_client", "the client secret is wrong")
        }
        if form["grant_type"] == "refresh_token" { return renewed(form["refresh_token"] ?? "", at: now) }
        // Good once: a second use finds nothing.
        guard let code = codes.removeValue(forKey: form["code"] ?? ""),
            now.milliseconds(since: code.madeAt) < Self.codeSeconds * 1000
        else {
            return Self.refusal(
                400, "invalid_request", "The authorization code was not found or was already used")
        }
        return given(code.scopes, expiring: form["expiring"] == "1", at: now)
    }

    private mutating func renewed(_ renewal: String, at now: Instant) -> HTTPResponse {
        guard !renewal.isEmpty, let old = grants.first(where: { $0.value.renewal == renewal }) else {
            return Self.refusal(
                400, "invalid_grant", "This request requires an active refresh_token")
        }
        // Both halves are replaced: what was sent is good no more.
        grants[old.key] = nil
        renewals += 1
        return given(old.value.scopes, expiring: true, at: now)
    }

    private mutating func given(_ scopes: [String], expiring: Bool, at now: Instant) -> HTTPResponse {
        count += 1
        let access = "shpat_signed_in_\(count)"
        let renewal = expiring ? "shprt_signed_in_\(count)" : nil
        grants[access] = Grant(
            scopes: scopes, renewal: renewal,
            endsAt: expiring ? now.adding(seconds: lifeSeconds) : nil)
        var members: [JSON.Member] = [
            .init("access_token", JSON(access)), .init("scope", JSON(scopes.joined(separator: ","))),
        ]
        if let renewal {
            members += [
                .init("expires_in", JSON(lifeSeconds)), .init("refresh_token", JSON(renewal)),
                .init("refresh_token_expires_in", JSON(Self.renewalSeconds)),
            ]
        }
        return HTTPResponse(status: 200, body: JSON.object(members).data)
    }

    private static func refusal(_ status: Int, _ code: String, _ words: String) -> HTTPResponse {
        HTTPResponse(
            status: status, body: (["error": JSON(code), "error_description": JSON(words)] as JSON).data)
    }
}
