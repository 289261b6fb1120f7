import CommandCenter
import Foundation
import Terminal
import Transport

/// What `[network]` in the configuration says.
struct NetworkSettings {
    /// Nil where the environment decides (`https_proxy` and the like).
    var proxy: String?
    /// The authorities to trust instead of the system's, for a shop with a certificate of its own.
    var caFile: String?

    /// - Throws: where the file cannot be read, or names a CA file that is not there: a request over another way than
    ///   the one that was asked for must not leave.
    init(folder: String) throws {
        let path = folder + "/config.toml"
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Failure("\(path) cannot be read.", code: "bad-configuration")
        }
        let file: SettingsFile
        do throws(SettingsProblem) { file = try SettingsFile(String(decoding: bytes, as: UTF8.self)) } catch {
            throw Failure("\(path): \(error)", code: "bad-configuration")
        }
        for entry in file.entries(under: "network") {
            switch (entry.keyPath, entry.value) {
            case ("network.proxy", .string(let text)): proxy = text
            case ("network.ca-file", .string(let text)): caFile = (text as NSString).expandingTildeInPath
            default:
                throw Failure(
                    "\(path): \(entry.problem("[network] has proxy and ca-file, each a text"))",
                    code: "bad-configuration")
            }
        }
        if let caFile, !FileManager.default.isReadableFile(atPath: caFile) {
            throw Failure(
                "\(path): network.ca-file: there is no file \(caFile) that can be read.",
                code: "bad-configuration")
        }
    }

    var curl: CurlConfiguration {
        CurlConfiguration(caFile: caFile, proxy: proxy, userAgent: "Mercer/\(Mercer.version)")
    }
}
