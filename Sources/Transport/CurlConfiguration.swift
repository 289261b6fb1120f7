/// What all transfers of one client have in common. Certificates are always verified; nothing here can change that.
package struct CurlConfiguration: Sendable, Hashable {
    /// A PEM file of the authorities to trust instead of the system's, for a shop with a private one.
    package var caFile: String?
    /// A proxy such as `http://proxy.example:3128` or `socks5h://localhost:1080`. Nil: what `http_proxy`,
    /// `https_proxy`, `all_proxy` and `no_proxy` say, as libcurl reads them; empty: none, whatever they say.
    package var proxy: String?
    /// More wait in line.
    package var maxConnectionsPerHost: Int
    /// Sent where a request names none of its own.
    package var userAgent: String

    package init(
        caFile: String? = nil, proxy: String? = nil, maxConnectionsPerHost: Int = 8,
        userAgent: String = "Mercer"
    ) {
        self.caFile = caFile
        self.proxy = proxy
        self.maxConnectionsPerHost = maxConnectionsPerHost
        self.userAgent = userAgent
    }
}
