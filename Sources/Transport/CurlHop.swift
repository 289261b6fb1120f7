import CCurl
import HTTP

/// One address that a request is sent to: its own, or one that it was redirected to.
struct CurlHop {
    var method: HTTPRequest.Method
    var url: String
    var headers: HTTPHeaders
    var body: HTTPBody
    var isRepeatable: Bool

    init(_ request: HTTPRequest) {
        method = request.method
        url = request.url
        headers = request.headers
        body = request.body
        isRepeatable = request.isRepeatable ?? request.method.isIdempotent
    }

    var isSecure: Bool { url.utf8.prefix(6).elementsEqual("https:".utf8) || Origin(url)?.scheme == "https" }

    /// Http or https, and nothing in it that libcurl would read as something else than was meant.
    static func isSendable(_ url: String) -> Bool {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let origin = Origin(url) else {
            return false
        }
        return origin.scheme == "http" || origin.scheme == "https"
    }

    /// Headers that say what is wanted, and nothing of who wants it.
    private static let harmless = ["Accept", "Accept-Language", "User-Agent", "Content-Type"]

    /// Where an answer sends it (RFC 9110, 15.4); nil where the answer is to be handed back as it is: no redirect, away
    /// from https, or to another origin with a body, as a body can hold what a header may not carry there.
    func next(status: Int, location: String?) -> CurlHop? {
        guard let location, [301, 302, 303, 307, 308].contains(status) else { return nil }
        guard let target = Self.resolve(location, from: url), Self.isSendable(target),
            let here = Origin(url), let there = Origin(target),
            here.scheme != "https" || there.scheme == "https"
        else { return nil }
        var next = self
        next.url = target
        let becomesGet = method != .head && (status == 303 || (method == .post && status < 303))
        if becomesGet, method != .get {
            next.method = .get
            next.body = .none
            next.isRepeatable = true
            next.headers["Content-Type"] = nil
        }
        guard here != there else { return next }
        guard next.body == .none else { return nil }
        next.headers = HTTPHeaders()
        for field in headers.fields
        where Self.harmless.contains(where: { $0.lowercased() == field.name.lowercased() }) {
            next.headers.add(field.name, field.value)
        }
        return next
    }

    /// Scheme, host and port (RFC 6454), as libcurl reads them.
    private struct Origin: Equatable {
        let scheme: String
        let host: String
        let port: String

        init?(_ url: String) {
            guard let parser = curl_url() else { return nil }
            defer { curl_url_cleanup(parser) }
            guard curl_url_set(parser, CURLUPART_URL, url, 0) == CURLUE_OK,
                let scheme = CurlHop.part(CURLUPART_SCHEME, of: parser),
                let host = CurlHop.part(CURLUPART_HOST, of: parser),
                let port = CurlHop.part(
                    CURLUPART_PORT, of: parser, flags: UInt32(CURLU_DEFAULT_PORT))
            else { return nil }
            self.scheme = scheme.lowercased()
            self.host = host.lowercased()
            self.port = port
        }
    }

    private static func resolve(_ location: String, from base: String) -> String? {
        guard let parser = curl_url() else { return nil }
        defer { curl_url_cleanup(parser) }
        guard curl_url_set(parser, CURLUPART_URL, base, 0) == CURLUE_OK,
            curl_url_set(parser, CURLUPART_URL, location, UInt32(CURLU_URLENCODE)) == CURLUE_OK
        else { return nil }
        return part(CURLUPART_URL, of: parser)
    }

    private static func part(_ part: CURLUPart, of parser: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(parser, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
