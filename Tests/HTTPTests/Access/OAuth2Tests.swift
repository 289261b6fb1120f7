import Foundation
import HTTP
import Testing

@Suite struct OAuth2Tests {
    private let provider = OAuth2Provider(
        authorizeURL: "https://id.test/authorize?lang=en", tokenURL: "https://id.test/token",
        clientID: "me&you",
        clientSecret: "s3cret", scopes: ["orders.read", "stock"])

    /// RFC 7636, appendix B.
    private let attempt = OAuth2Attempt(
        redirectURL: "http://127.0.0.1:8000/callback", state: "st",
        verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")

    struct Redirect: Sendable {
        let text: String
        let code: String?
        let failure: OAuth2Failure?

        init(_ text: String, code: String? = nil, failure: OAuth2Failure? = nil) {
            self.text = text
            self.code = code
            self.failure = failure
        }
    }

    @Test func `the page to open holds state and challenge, and never the verifier`() {
        let page = provider.authorizePage(attempt, extra: ["access_type": "offline"])
        let query = Query(parsing: page.split(separator: "?")[1])
        #expect(page.hasPrefix("https://id.test/authorize?lang=en&"))
        #expect(query["client_id"] == "me&you")
        #expect(query["state"] == "st")
        #expect(query["code_challenge"] == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        #expect(query["code_challenge_method"] == "S256")
        #expect(query["redirect_uri"] == attempt.redirectURL)
        #expect(query["scope"] == "orders.read stock")
        #expect(query["access_type"] == "offline")
        #expect(!page.contains(attempt.verifier))
        #expect(!page.contains("s3cret"))
    }

    @Test func `state and verifier come from the randomness handed in`() {
        let made = OAuth2Attempt(redirectURL: "") { [UInt8](repeating: 0xFB, count: $0) }
        #expect(made.verifier.count == 43)
        #expect(made.verifier.allSatisfy { $0 == "-" || $0 == "_" || $0.isLetter || $0.isNumber })
        #expect(made.state.count == 32)
    }

    @Test(arguments: [
        Redirect("code=abc&state=st", code: "abc"), Redirect("code=abc&state=other", failure: .wrongState),
        Redirect("code=abc", failure: .wrongState),
        Redirect("error=access_denied&state=st", failure: .denied(reason: "access_denied")),
        Redirect("error=x&error_description=not+now%0A&state=st", failure: .denied(reason: "not now ")),
        Redirect("state=st", failure: .denied(reason: "the platform sent no code")),
        Redirect("error=access_denied", failure: .wrongState),
    ])
    func `the redirect gives its code only with the right state`(
        _ redirect: Redirect
    ) {
        do throws(OAuth2Failure) {
            let found = try attempt.code(in: Query(parsing: redirect.text))
            #expect(found == redirect.code)
        } catch { #expect(error == redirect.failure) }
    }

    @Test func `a code is exchanged for a token by a form, once`() async throws {
        let client = ScriptedClient([
            .status(200, [:], #"{"access_token":"at","refresh_token":"rt","expires_in":3600}"#)
        ])
        let token = try await provider.exchange(code: "a/b", of: attempt, over: client, now: 1000)
        #expect(token == OAuth2Token(access: "at", refresh: "rt", expiresAt: 4600))
        let request = client.requests[0]
        let form = Query(parsing: String(decoding: request.body.bytes, as: UTF8.self))
        #expect(form["grant_type"] == "authorization_code")
        #expect(form["code"] == "a/b")
        #expect(form["code_verifier"] == attempt.verifier)
        #expect(form["client_secret"] == "s3cret")
        #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
        #expect(request.isRepeatable == false)
        #expect(!"\(token) \(String(reflecting: token))".contains("at,"))
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!dumped.contains("\"rt\""))
    }

    @Test func `the program can say who it is by a header`() async throws {
        var provider = provider
        provider.style = .basicHeader
        let client = ScriptedClient([.status(200, [:], #"{"access_token":"new","expires_in":"60"}"#)])
        let token = try await provider.refresh(
            OAuth2Token(access: "old", refresh: "keep"), over: client, now: 0)
        #expect(token == OAuth2Token(access: "new", refresh: "keep", expiresAt: 60), "the old one stays good")
        let expected = "Basic " + Data("me%26you:s3cret".utf8).base64EncodedString()
        #expect(client.requests[0].headers["Authorization"] == expected)
        #expect(!String(decoding: client.requests[0].body.bytes, as: UTF8.self).contains("s3cret"))
    }

    @Test(arguments: [
        (
            Result<HTTPResponse, HTTPFailure>.status(
                400, [:], #"{"error":"invalid_grant","error_description":"gone"}"#),
            OAuth2Failure.needsSignIn(reason: "gone")
        ),
        (
            .status(401, [:], #"{"error":"invalid_client"}"#),
            .refused(code: "invalid_client", reason: "invalid_client")
        ),
        (.status(500, [:], "<html>"), .unreadable(status: 500)),
        (.status(200, [:], "{}"), .unreadable(status: 200)),
        (.status(200, [:], #"{"error":"invalid_grant"}"#), .needsSignIn(reason: "invalid_grant")),
        (.failure(.notSent(reason: "x")), .network(.notSent(reason: "x"))),
    ])
    func `a refusal says what to do about it`(
        _ answer: Result<HTTPResponse, HTTPFailure>, _ failure: OAuth2Failure
    ) async {
        await #expect(throws: failure) {
            try await provider.refresh(
                OAuth2Token(access: "a", refresh: "r"), over: ScriptedClient([answer]), now: 0)
        }
    }
}
