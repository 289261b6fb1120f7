import Foundation
import TestSupport
import Testing

/// Where a platform's fields come from, without a platform.
@Suite struct ConnectFormTests {
    private func shop() throws -> MercerProcess {
        let mercer = try MercerProcess()
        try mercer.run("init", "--name", "Kiln & Clay", "--currency", "EUR", "--country", "DE")
        return mercer
    }

    @Test(arguments: [
        ["woo", "--key=ck_secret"], ["woo", "--secret", "cs_secret"], ["shopify", "--token=shpat_secret"],
        ["shopify", "token=shpat_secret"], ["woo", "--password=secret"],
    ])
    func `a secret on the command line is refused, and not repeated`(arguments: [String]) throws {
        let result = try shop().run(["connect"] + arguments)
        #expect(result.status == 2)
        #expect(result.error.contains("is not taken"), "\(result.error)")
        #expect(!result.error.contains("_secret"), "\(result.error)")
    }

    @Test func `what is missing is named, with where it can come from`() throws {
        let result = try shop().run("connect", "woo", "--no-input", "--url=https://shop.example")
        #expect(result.status == 2)
        #expect(result.error.contains("MERCER_WOO_KEY") && result.error.contains("MERCER_WOO_SECRET"))
        #expect(!result.error.contains("MERCER_WOO_URL"))
        #expect(try shop().run("connect").error.contains("woo, shopify"))
        #expect(try shop().run("connect", "amazon").status == 2)
    }

    @Test func `a file of keys is for its owner's eyes`() throws {
        let mercer = try shop()
        let file = mercer.home + "/keys.env"
        try Data(
            "# Kiln & Clay\nMERCER_WOO_URL=http://127.0.0.1:1\nkey=\"ck_f\"\nexport MERCER_WOO_SECRET=cs_f\n"
                .utf8
        )
        .write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let open = try mercer.run("connect", "woo", "--from-file", file)
        #expect(open.status == 1 && open.error.contains("chmod 600"), "\(open.error)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let taken = try mercer.run("connect", "woo", "--from-file", file)
        #expect(taken.error.contains("cannot be reached"), "\(taken.error)")
        #expect(!taken.error.contains("_f"))
        #expect(try mercer.run("connect", "woo", "--from-file", "/nowhere").status == 1)
    }

    @Test func `the network's settings hold, and what is wrong with them is said`() throws {
        let mercer = try shop()
        let folder = mercer.home + "/.config/mercer"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let keys = ChannelProcess.keys("woo", "http://127.0.0.1:9")
        for (text, words) in [
            ("[network]\nproxy = \"http://127.0.0.1:1\"\n", "port 1 "),
            ("[network]\nca-file = \"/nowhere.pem\"\n", "/nowhere.pem"),
            ("[network]\nproxi = \"x\"\n", "network.proxi"), ("[network\n", "config.toml"),
        ] {
            try Data(text.utf8).write(to: URL(filePath: folder + "/config.toml"))
            let result = try mercer.run(["connect", "woo"], environment: keys)
            #expect(result.status == 1)
            #expect(result.error.contains(words), "\(text): \(result.error)")
        }
        #expect(try mercer.run("doctor").output.contains("note  configuration"))
    }
}
