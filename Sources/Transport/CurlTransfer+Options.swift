import CCurl
import Foundation
import HTTP

extension CurlTransfer {
    /// Tells libcurl all of the current hop, on a handle that knows nothing yet or still the hop before.
    func configure(
        _ configuration: CurlConfiguration, sessions: UnsafeMutableRawPointer?
    ) throws(HTTPFailure) {
        curl_easy_reset(easy)
        guard CurlHop.isSendable(hop.url) else {
            throw .malformed(reason: "this is no http or https address that can be sent")
        }
        let remaining = timeLeft
        guard remaining > .zero else {
            throw hasLeft ? .unanswered(reason: "out of time") : .notSent(reason: "out of time")
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = ccurl_set_pointer(easy, CURLOPT_PRIVATE, context)
        _ = ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        ccurl_set_write(easy, CurlCallbacks.body, context)
        ccurl_set_header(easy, CurlCallbacks.header, context)
        ccurl_set_prerequest(easy, CurlCallbacks.beforeSending, context)
        setConnection(configuration, sessions: sessions, remaining: remaining)
        try setMethodAndBody(context)
        try setHeaders(configuration)
        guard ccurl_set_string(easy, CURLOPT_URL, hop.url) == CURLE_OK else {
            throw .malformed(reason: "this is no address")
        }
    }

    private func setConnection(
        _ configuration: CurlConfiguration, sessions: UnsafeMutableRawPointer?, remaining: Duration
    ) {
        _ = ccurl_only_http(easy)
        _ = ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_leave_resolver(easy)
        if let sessions { _ = ccurl_set_share(easy, sessions) }
        // Redirects are followed here, hop by hop: libcurl would carry an X-Shopify-Access-Token to any host.
        _ = ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        _ = ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        _ = ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
        _ = ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
        if let caFile = configuration.caFile { _ = ccurl_set_string(easy, CURLOPT_CAINFO, caFile) }
        if let proxy = configuration.proxy { _ = ccurl_set_string(easy, CURLOPT_PROXY, proxy) }
        _ = ccurl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Waits to see whether a connection that is being made can carry this one too, which only TLS can tell.
        if hop.isSecure { _ = ccurl_set_long(easy, CURLOPT_PIPEWAIT, 1) }
        _ = ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        _ = ccurl_set_long(easy, CURLOPT_BUFFERSIZE, 128 << 10)
        // An address that was signed must arrive as it was signed, dots and all.
        _ = ccurl_set_long(easy, CURLOPT_PATH_AS_IS, 1)
        _ = ccurl_set_string(easy, CURLOPT_ACCEPT_ENCODING, "")
        _ = ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, limits.connect.wholeMilliseconds))
        _ = ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, remaining.wholeMilliseconds))
    }

    private func setMethodAndBody(_ context: UnsafeMutableRawPointer) throws(HTTPFailure) {
        upload = nil
        switch (hop.method, hop.body) {
        case (.get, .none): _ = ccurl_set_long(easy, CURLOPT_HTTPGET, 1)
        case (.head, .none): _ = ccurl_set_long(easy, CURLOPT_NOBODY, 1)
        case (.head, _): throw .malformed(reason: "a HEAD request has no body")
        case (.delete, .none): _ = ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, hop.method.rawValue)
        case (_, .none): setBytes(Data())
        case (_, .bytes(let data)): setBytes(data)
        case (_, .file(let path)):
            let upload = try CurlUpload(path: path)
            self.upload = upload
            _ = ccurl_set_long(easy, CURLOPT_POST, 1)
            _ = ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, upload.size)
            _ = ccurl_set_long(easy, CURLOPT_UPLOAD_BUFFERSIZE, 128 << 10)
            _ = ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, hop.method.rawValue)
            ccurl_set_read(easy, CurlCallbacks.read, CurlCallbacks.seek, context)
        }
    }

    private func setBytes(_ data: Data) {
        _ = ccurl_set_long(easy, CURLOPT_POST, 1)
        _ = ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, data.count)
        if data.isEmpty {
            _ = ccurl_set_string(easy, CURLOPT_COPYPOSTFIELDS, "")
        } else {
            data.withUnsafeBytes { _ = ccurl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        }
        _ = ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, hop.method.rawValue)
    }

    private func setHeaders(_ configuration: CurlConfiguration) throws(HTTPFailure) {
        curl_slist_free_all(headerList)
        headerList = nil
        if hop.headers["User-Agent"] == nil {
            _ = ccurl_set_string(easy, CURLOPT_USERAGENT, configuration.userAgent)
        }
        // Waiting for "100 Continue" costs a second at every server that has never heard of it.
        if hop.headers["Expect"] == nil { append("Expect:") }
        // A body is what its request says it is, not the form that libcurl takes it for.
        if hop.headers["Content-Type"] == nil { append("Content-Type:") }
        for field in hop.headers.fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isTokenByte) else {
                throw .malformed(reason: "a header's name has characters that no header may have")
            }
            // "Name:" would take a header away, and ";" is how libcurl is told of an empty one.
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        _ = ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerList)
    }

    private func append(_ line: String) {
        if let longer = curl_slist_append(headerList, line) { headerList = longer }
    }

    /// RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// What libcurl calls. The context is the transfer, which its loop keeps until libcurl has let go of it.
private enum CurlCallbacks {
    static let body: curl_write_callback = { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        return transfer(context).receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }

    static let header: curl_write_callback = { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return transfer(context).receiveHeader(line) ? line.count : 0
    }

    static let beforeSending: curl_prereq_callback = { context, _, _, _, _ in
        guard let context else { return CURL_PREREQFUNC_ABORT }
        return transfer(context).willSend() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    static let read: curl_read_callback = { bytes, size, count, context in
        guard let context, let bytes, let upload = transfer(context).upload else { return ccurl_read_abort }
        transfer(context).touch()
        return upload.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
            ?? ccurl_read_abort
    }

    static let seek: curl_seek_callback = { context, offset, origin in
        guard let context, let upload = transfer(context).upload, origin == SEEK_SET else {
            return CURL_SEEKFUNC_FAIL
        }
        upload.offset = offset
        return CURL_SEEKFUNC_OK
    }

    private static func transfer(_ context: UnsafeMutableRawPointer) -> CurlTransfer {
        Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    }
}
