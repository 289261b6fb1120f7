import Commerce
import Foundation
import HTTP

extension HTTPResponse {
    static func error(_ code: Int, retryAfterSeconds: Int?, body: Fault.ErrorBody) -> HTTPResponse {
        let reason = reason(of: code)
        var response = HTTPResponse(status: code)
        switch body {
        case .json:
            response.headers["Content-Type"] = "application/json; charset=UTF-8"
            response.body =
                JSON.object([
                    .init("code", JSON(reason.lowercased().replacing(" ", with: "_"))),
                    .init("message", JSON(reason)),
                    .init("data", ["status": JSON(code)]),
                    .init("errors", JSON(reason)),
                ]).data
        case .html:
            response.headers["Content-Type"] = "text/html"
            response.body = Data(
                """
                <html>\r
                <head><title>\(code) \(reason)</title></head>\r
                <body>\r
                <center><h1>\(code) \(reason)</h1></center>\r
                <hr><center>nginx</center>\r
                </body>\r
                </html>\r

                """.utf8)
        case .empty: break
        }
        if let retryAfterSeconds { response.headers["Retry-After"] = String(retryAfterSeconds) }
        return response
    }

    static var loginPage: HTTPResponse {
        HTTPResponse(
            status: 200, headers: ["Content-Type": "text/html; charset=UTF-8", "Cache-Control": "no-cache"],
            body: Data(
                """
                <!DOCTYPE html>
                <html lang="en"><head><title>Sign in</title></head>
                <body class="login"><form action="/login" method="post">
                <input name="user" type="text"><input name="password" type="password">
                <button>Sign in</button></form></body></html>

                """.utf8))
    }

    /// As PHP writes when warnings are shown to visitors: before the answer, with the answer's own status and type.
    var withWarningBefore: HTTPResponse {
        var spoiled = self
        let warning =
            "<br />\n<b>Warning</b>:  Undefined array key \"tax\" in <b>plugin.php</b> on line <b>41</b><br />\n"
        spoiled.body = Data(warning.utf8) + body
        return spoiled
    }

    /// The first string's first letter is a byte that stands nowhere in UTF-8; nil where there is none.
    var withInvalidUTF8: HTTPResponse? {
        let bytes = body
        guard
            let quote = bytes.indices.first(where: { place in
                bytes[place] == UInt8(ascii: "\"") && place + 1 < bytes.endIndex
                    && bytes[place + 1] > 0x20 && bytes[place + 1] < 0x80
                    && bytes[place + 1] != UInt8(ascii: "\"") && bytes[place + 1] != UInt8(ascii: "\\")
            })
        else { return nil }
        var spoiled = self
        spoiled.body[quote + 1] = 0xFF
        return spoiled
    }

    /// The items of a JSON array in another order; nil for anything else, or fewer than two.
    func reordered(roll: UInt64) -> HTTPResponse? {
        // An answer that is no JSON has no items.
        guard let json = try? JSON(body), json.isArray, json.items.count > 1 else { return nil }
        var numbers = ChanceNumbers(roll)
        var items = json.items.shuffled(using: &numbers)
        if items == json.items { items.append(items.removeFirst()) }
        var spoiled = self
        spoiled.body = JSON.array(items).data
        return spoiled
    }

    func skewed(bySeconds seconds: Int) -> HTTPResponse? {
        guard let moment = headers["Date"].flatMap(HTTPDate.init) else { return nil }
        var spoiled = self
        spoiled.headers["Date"] = HTTPDate(moment.instant.adding(seconds: seconds)).description
        return spoiled
    }

    private static func reason(of code: Int) -> String {
        switch code {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 409: "Conflict"
        case 422: "Unprocessable Entity"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 502: "Bad Gateway"
        case 503: "Service Temporarily Unavailable"
        case 504: "Gateway Time-out"
        default: "Error"
        }
    }
}
