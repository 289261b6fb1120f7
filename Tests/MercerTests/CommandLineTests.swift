import Foundation
import TestSupport
import Testing

/// The program as a user meets it: whole outputs, exit statuses, pipes.
@Suite struct CommandLineTests {
    @Test func `the version is a line`() throws {
        let result = try MercerProcess().run("--version")
        #expect(result.status == 0)
        #expect(result.output.split(separator: "\n").count == 1)
        #expect(result.error.isEmpty)
    }

    @Test func `without a shop every subcommand says how to make one`() throws {
        let mercer = try MercerProcess()
        for arguments in ["log", "check", "products", "orders", "customers", "undo", "settings", "backup"] {
            let result = try mercer.run(arguments)
            #expect(result.status == 1, "\(arguments)")
            #expect(result.output.isEmpty)
            #expect(
                result.error == "mercer: There is no shop at \(mercer.shop). `mercer init` makes one, "
                    + "`mercer demo` opens a furnished one.\n", "\(arguments)")
        }
    }

    @Test func `a shop is made once`() throws {
        let mercer = try MercerProcess()
        let made = try mercer.run("init", "--name", "Kiln & Clay", "--country", "DE")
        #expect(made.status == 0)
        #expect(
            made.output == """
                Kiln & Clay is at \(mercer.shop).
                Books in EUR, in DE; days end at midnight in Europe/Berlin.

                """)
        let again = try mercer.run("init", "--country", "DE")
        #expect(again.status == 1)
        #expect(again.error.contains("exists already"))
        #expect(try mercer.run("settings", "name").output == "Kiln & Clay\n")
    }

    @Test func `misuse is status 2, and tells what would be right`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        for (arguments, words) in [
            (["frobnicate"], "frobnicate"),
            (["products", "list", "--sort", "beauty"], "changed, sku, title"),
            (["orders", "list", "--view", "moon"], "all, new, processing"),
            (["products", "list", "--limit", "0"], "1 to 1000000"), (["init"], "--country"),
            (["products", "list", "--where", "price>>"], "--where"), (["screen", "attic"], "discover, sell"),
            (["screen", "sell", "--size", "0x9"], "120x36"),
            (["products", "set", "MUG-BLU", "colour=red"], "title, handle"),
            (["completions", "tcsh"], "bash, zsh"), (["demo", "--date", "tomorrow"], "2026-11-20"),
        ] {
            let result = try mercer.run(arguments)
            let text = result.error
            #expect(result.status == 2, "\(arguments): \(text)")
            #expect(text.hasPrefix("mercer: "), "\(arguments): \(text)")
            #expect(text.contains(words), "\(arguments): \(text)")
        }
    }

    @Test func `options stand before or behind the subcommand`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        let before = try mercer.run("--shop", mercer.shop, "--json", "settings")
        let behind = try mercer.run("settings", "--json", "--shop=\(mercer.shop)")
        #expect(before.output == behind.output)
        #expect(before.output.hasPrefix("{"))
        let named = try mercer.run(
            "settings", "--json", environment: ["MERCER_SHOP": mercer.shop, "XDG_DATA_HOME": "/nowhere"])
        #expect(named.output == before.output)
    }

    @Test func `a closed pipe is no error`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        for line in [
            "mercer sql 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 500000' --format csv | head -n 1",
            "mercer export products | head -n 1", "mercer log --json | head -n 1",
            "mercer --help | head -n 1",
        ] {
            let result = try mercer.shell(line)
            #expect(result.status == 0, "\(line)")
            #expect(result.error.isEmpty, "\(line): \(result.error)")
            #expect(!result.output.isEmpty)
        }
    }

    @Test func `a full disk under the output is said, and is status 1`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        let result = try mercer.shell("mercer export products > /dev/full")
        #expect(result.status == 1)
        #expect(result.error.hasPrefix("mercer: "))
    }

    @Test func `nothing from outside steers the terminal, and no colour goes into a pipe`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        for arguments in ["products", "log"] {
            let result = try mercer.run(arguments)
            #expect(result.output.contains("Vase"))
            #expect(!result.output.contains("\u{1B}"))
        }
        let refused = try mercer.run("products", "show", "no\u{1B}[2Jsuch")
        #expect(!refused.error.contains("\u{1B}"))
    }

    @Test func `what is done is in the log, is undone and done again`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        #expect(
            try mercer.run("products", "set", "MUG-BLU", "price=25").output
                == "Blue mug: price 25\n")
        #expect(try mercer.run("undo").output == "undone: Blue mug: price 25\n")
        #expect(try mercer.run("redo").output == "redone: Blue mug: price 25\n")
        let log = try mercer.run("log", "--product", "MUG-BLU", "--fields")
        #expect(log.output.contains("24000000"))
        #expect(try mercer.run("check").status == 0)
        let refused = try mercer.run("undo", "12345")
        #expect(refused.status == 1)
        #expect(refused.error.contains("no entry 12345"))
    }

    @Test func `any Action is done from JSON: an argument, a file, standard input, or line by line`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        let json = #"{"key":"lowStock","value":"9"}"#
        #expect(try mercer.run("do", "ChangeSetting", json).status == 0)
        try Data(#"{"key":"lowStock","value":"8"}"#.utf8).write(
            to: URL(filePath: mercer.home + "/change.json"))
        #expect(try mercer.run("do", "ChangeSetting", "change.json").status == 0)
        #expect(try mercer.run("do", "ChangeSetting", "-", input: json).output == "lowStock 8 → 9\n")
        let lines = json + "\nnonsense\n" + #"{"key":"lowStock","value":"many"}"# + "\n"
        let many = try mercer.run("do", "ChangeSetting", "-", "--lines", input: lines)
        #expect(many.status == 3)
        #expect(many.output.split(separator: "\n").count == 1)
        #expect(many.error.split(separator: "\n").count == 2)
    }

    @Test func `every Action shows JSON that it reads`() throws {
        let mercer = try MercerProcess()
        let names = try mercer.run("do").output.split(separator: "\n").map(String.init)
        #expect(names.count > 20)
        for name in names {
            let example = try mercer.run("do", name, "--schema")
            #expect(example.status == 0, "\(name): \(example.error)")
        }
    }

    @Test func `a file that is no shop, is newer or is damaged is one line and status 1`() throws {
        let mercer = try MercerProcess()
        let path = mercer.home + "/x.mercer"
        try Data("hello".utf8).write(to: URL(filePath: path))
        let result = try mercer.run("log", "--shop", path)
        #expect(result.status == 1)
        #expect(
            result.error == "mercer: \(path) is not a Mercer shop. Check the path; nothing was changed.\n")
        let json = try mercer.run("log", "--shop", path, "--json")
        #expect(json.error.contains(#""code":"not-a-shop""#))
        #expect(json.error.contains(#""schema":"mercer.error/1""#))
    }

    @Test func `a limit on file sizes loses nothing and is said`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        let csv =
            "Handle,Title,Variant SKU,Variant Price\n"
            + (0..<4000).map { "p\($0),Product \($0),S\($0),5.00\n" }.joined()
        try Data(csv.utf8).write(to: URL(filePath: mercer.home + "/many.csv"))
        let result = try mercer.shell("ulimit -f 900; mercer import many.csv --yes")
        #expect(result.status == 1, "\(result.output) \(result.error)")
        #expect(result.error.hasPrefix("mercer: "))
        #expect(try mercer.run("check").status == 0)
        #expect(try mercer.run("products", "show", "MUG-BLU").status == 0)
        #expect(try mercer.run("import", "many.csv", "--yes").status == 0)
        let count = try mercer.run("sql", "SELECT count(*) AS n FROM products", "--format", "csv")
        #expect(count.output == "n\r\n4002\r\n")
    }

    @Test func `an answer to SQL runs nothing in a spreadsheet`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        let answer = try mercer.run("sql", "SELECT '=1+1' AS a, -1 AS b, 'x\"y' AS c", "--format", "csv")
        #expect(answer.output == "a,b,c\r\n'=1+1,-1,\"x\"\"y\"\r\n")
    }

    @Test func `an import asks before it writes, and reports bad rows in a file to mend`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        let csv = "Handle,Title,Variant SKU,Variant Price\njug,Jug,JUG,12.50\nbowl,Bowl,BOW,12.5o\n"
        try Data(csv.utf8).write(to: URL(filePath: mercer.home + "/two.csv"))
        let asked = try mercer.run("import", "two.csv")
        #expect(asked.status == 2)
        #expect(asked.error.contains("say --yes"))
        #expect(try mercer.run("import", "two.csv", "--dry-run").status == 3)
        #expect(try mercer.run("products", "show", "JUG").status == 1)
        let done = try mercer.run("import", "two.csv", "--yes", "--json")
        #expect(done.status == 3)
        #expect(done.output.contains(#""schema" : "mercer.import/1""#))
        #expect(try mercer.run("products", "show", "JUG").status == 0)
        #expect(try mercer.run("undo").status == 0)
        #expect(try mercer.run("products", "show", "JUG").status == 1)
    }

    @Test func `completions are made for each shell`() throws {
        let mercer = try MercerProcess()
        for shell in ["bash", "zsh", "fish"] {
            let result = try mercer.run("completions", shell)
            #expect(result.status == 0)
            #expect(result.output.contains("products"))
        }
    }

    @Test func `without a terminal the command center says what works instead`() throws {
        let mercer = try MercerProcess()
        try mercer.found()
        for arguments in [[], ["demo"]] {
            let result = try mercer.run(arguments)
            #expect(result.status == 1)
            #expect(result.error.contains("needs a terminal"))
        }
    }

    @Test func `the demo is the same each time for the same day`() throws {
        let mercer = try MercerProcess()
        let screens = try (0..<2).map { _ in
            try mercer.run("screen", "today", "--demo", "--date", "2026-11-20", "--size", "118x34").output
        }
        #expect(screens[0].contains("Kiln & Clay"))
        #expect(screens[0] == screens[1])
        let left = try FileManager.default.contentsOfDirectory(atPath: mercer.home + "/.local/state/mercer")
        #expect(left.isEmpty, "\(left)")
    }
}
