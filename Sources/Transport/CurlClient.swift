/// Placeholder until the transport lands.
enum CurlClientPending {}
