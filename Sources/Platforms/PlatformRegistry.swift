package import Connectors

/// Every platform Mercer can connect to. A new one is a folder and a line here.
package enum PlatformRegistry {
    package static let descriptions: [PlatformDescription] = []
}
