import CCurl
import HTTP

/// What a code of libcurl means for what was asked.
enum CurlFailure {
    /// - Parameter hasLeft: whether the request was handed to a connection; all that went wrong before is `notSent`.
    /// - Returns: nil for an answer that came whole.
    static func meaning(of code: CURLcode, hasLeft: Bool, text: String) -> HTTPFailure? {
        if code == CURLE_OK { return nil }
        let reason = words(for: code, text)
        guard !hasLeft else { return .unanswered(reason: reason) }
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS:
            return .untrusted(reason: reason)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_SSL_CACERT_BADFILE:
            return .malformed(reason: reason)
        default:
            return .notSent(reason: reason)
        }
    }

    /// libcurl's own words for this case, else those for the code. Parts of them come from the network.
    private static func words(for code: CURLcode, _ text: String) -> String {
        let words = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        return String(
            String.UnicodeScalarView(
                words.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
