/// Takes secrets out of what is written down.
package enum Redaction {
    package static let mark = "…"

    /// Parameters whose value may stand in a log. What is not known to be harmless is taken for a secret: a platform
    /// names its keys as it likes, and a log that says less is the lesser harm.
    private static let harmlessParameters: Set<String> = [
        "page", "per_page", "limit", "offset", "order", "orderby", "sort", "sort_on", "sort_by", "sort_order",
        "status", "fields", "_fields", "after", "before", "modified_after", "modified_before",
        "updated_at_min",
        "updated_at_max", "created_at_min", "created_at_max", "dates_are_gmt", "include", "exclude", "type",
        "force",
        "min_last_modified", "max_last_modified", "page_size", "context",
    ]

    private static let harmlessHeaders: Set<String> = [
        "accept", "accept-encoding", "accept-language", "cache-control", "connection", "content-encoding",
        "content-length", "content-type", "date", "etag", "retry-after", "server", "transfer-encoding",
        "user-agent", "vary", "x-wp-total", "x-wp-totalpages", "x-shopify-shop-api-call-limit",
        "x-request-id",
        "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-amzn-ratelimit-limit",
    ]

    /// Words that make a path's part a secret when it follows them.
    private static let secretParents: Set<String> = [
        "token", "tokens", "secret", "secrets", "key", "keys", "hook", "hooks", "password", "auth",
    ]

    /// The URL with scheme, host, path and the harmless parameters. User, password, fragment and all other values are
    /// gone; names of parameters stay where they are words.
    package static func url(_ url: String) -> String {
        let noFragment = url.prefix { $0 != "#" }
        let parts = noFragment.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let base = parts.first.map { self.base(String($0)) } ?? ""
        guard parts.count == 2 else { return line(base) }
        let query = parts[1].split(separator: "&").map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentEncoding.decode(pair[0], plusIsBlank: true)
            guard pair.count == 2 else { return mark }
            guard isWord(name) else { return "\(mark)=\(mark)" }
            let isHarmless = harmlessParameters.contains(name.lowercased()) && isPlain(pair[1])
            return "\(name)=\(isHarmless ? String(pair[1]) : mark)"
        }
        return line("\(base)?\(query.joined(separator: "&"))")
    }

    /// The fields with the values that may be seen.
    package static func headers(_ headers: HTTPHeaders) -> HTTPHeaders {
        var result = HTTPHeaders()
        for field in headers.fields {
            let isHarmless =
                harmlessHeaders.contains(field.name.lowercased())
                && !field.value.split(whereSeparator: { " ,;=/\"".contains($0) })
                    .contains { looksRandom(String($0)) }
            result.add(isWord(field.name) ? field.name : mark, isHarmless ? line(field.value) : mark)
        }
        return result
    }

    /// One line of at most 300 characters: what came from the network must not bring control characters into a log.
    package static func line(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(300).map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func base(_ base: String) -> String {
        let pieces = base.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count > 2 else { return isWord(base) ? base : mark }
        var seen = Array(pieces[..<2])
        // What stands before the last @ of the authority is a user and a password.
        seen.append(
            pieces[2].split(separator: "@", omittingEmptySubsequences: false).last.map(String.init) ?? "")
        var parent = ""
        for piece in pieces[3...] {
            let isSecret = secretParents.contains(parent) || looksRandom(piece)
            seen.append(isSecret && !piece.isEmpty ? mark : piece)
            parent = piece.lowercased()
        }
        return seen.joined(separator: "/")
    }

    /// Long, with digits and both cases or far too long for a word: nothing that a person named.
    private static func looksRandom(_ piece: String) -> Bool {
        guard piece.utf8.count >= 20 else { return false }
        let hasDigit = piece.utf8.contains { (0x30...0x39).contains($0) }
        let hasLetter = piece.utf8.contains { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        return (hasDigit && hasLetter) || piece.utf8.count > 64
    }

    private static func isWord(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count) && !looksRandom(name)
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || "_-.[]".utf8.contains($0)
            }
    }

    private static func isPlain(_ value: Substring) -> Bool {
        value.utf8.count <= 64 && !looksRandom(String(value))
    }
}
