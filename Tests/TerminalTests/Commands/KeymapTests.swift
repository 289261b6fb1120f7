import Terminal
import Testing

struct KeymapTests {
    private let commands = [
        CommandEntry("row.down", keys: ["j", "Down"], word: "down", help: "Goes down.", group: "Moving"),
        CommandEntry("copy.row", keys: ["yy"], word: "copy", help: "Copies the obvious.", group: "All"),
        CommandEntry(
            "copy.sku", keys: ["ys"], contexts: ["sell"], word: "copy SKU", help: "Copies the SKU.",
            group: "All"),
        CommandEntry(
            "order.pack", keys: [">"], contexts: ["fulfill"], word: "pack", help: "Packs.", group: "Orders"),
        CommandEntry(
            "sell.publish", keys: ["P"], contexts: ["sell"], word: "publish", help: "Publishes | it.",
            group: "Sell"),
        CommandEntry("all.step", keys: [">"], word: "next step", help: "Takes the next step.", group: "All"),
    ]

    @Test func `a key means what the nearest place says`() {
        let keymap = Keymap(commands)
        #expect(keymap.match([.character(">")], in: ["fulfill"]) == .command("order.pack"))
        #expect(keymap.match([.character(">")], in: ["sell"]) == .command("all.step"))
        #expect(keymap.match([.character("P")], in: ["fulfill"]) == .none)
        #expect(keymap.match([.character("о")], in: []) == .command("row.down"))
    }

    @Test func `a prefix waits for its second key and says what may follow`() {
        let keymap = Keymap(commands)
        #expect(keymap.match([.character("y")], in: ["sell"]) == .prefix)
        #expect(keymap.match([.character("y"), .character("y")], in: []) == .command("copy.row"))
        #expect(keymap.match([.character("y"), .character("s")], in: ["fulfill"]) == .none)
        #expect(
            keymap.continuations(of: [.character("y")], in: ["sell"]).map(\.key.description) == ["y", "s"])
        #expect(keymap.continuations(of: [.character("y")], in: ["fulfill"]).map(\.key.description) == ["y"])
    }

    @Test func `the list has no key with two meanings in one place`() {
        #expect(Keymap.conflicts(among: commands) == [])
        let twin = CommandEntry("x.y", keys: ["y"], word: "x", help: "X.", group: "All")
        #expect(Keymap.conflicts(among: commands + [twin]) == ["yy is copy.row and x.y"])
    }

    private func read(_ text: String) throws -> (keymap: Keymap, problems: [String]) {
        let (keymap, problems) = Keymap.read(commands, settings: try SettingsFile(text))
        return (keymap, problems.map(\.description))
    }

    @Test func `the configuration gives a command other keys`() throws {
        let (keymap, problems) = try read(
            """
            [keys]
            "order.pack" = [">", "F5"]
            row.down = "Ctrl-n"
            "sell.publish" = []
            """)
        #expect(problems == [])
        #expect(keymap.match([Key(.function(5))], in: ["fulfill"]) == .command("order.pack"))
        #expect(keymap.match([.ctrl("n")], in: []) == .command("row.down"))
        #expect(keymap.match([.character("j")], in: []) == .none)
        #expect(keymap.spelling(of: "sell.publish") == "")
    }

    @Test func `two commands can change places`() throws {
        let (keymap, problems) = try read("[keys]\n\"row.down\" = \"P\"\n\"sell.publish\" = \"j\"\n")
        #expect(problems == [])
        #expect(keymap.match([.character("j")], in: ["sell"]) == .command("sell.publish"))
    }

    @Test func `a wrong entry is named by its key and line, and the rest still holds`() throws {
        let (keymap, problems) = try read(
            """
            # my keys
            [keys]
            "order.pakc" = "F5"
            "order.pack" = [
                "F6",
                "F7",
            ]
            "row.down" = "Hyper-x"
            "sell.publish" = 5
            "copy.sku" = "yyy"
            """)
        #expect(
            problems == [
                "line 3, keys.order.pakc: there is no such command. Is it “order.pack”?",
                "line 8, keys.row.down: “Hyper-x” is no key: write g, yy, Ctrl-d, Alt-x, F5, Enter, Space, PgDn",
                "line 9, keys.sell.publish: keys are texts, such as [\">\", \"F5\"]",
                "line 10, keys.copy.sku: yyy is already “copy” (copy.row): give that another key first",
            ])
        #expect(keymap.match([Key(.function(7))], in: ["fulfill"]) == .command("order.pack"))
        #expect(keymap.match([.character("j")], in: []) == .command("row.down"))
        #expect(keymap.match([.character("y"), .character("s")], in: ["sell"]) == .command("copy.sku"))
    }

    @Test func `a syntax error says its line`() {
        #expect(throws: SettingsProblem.self) { try SettingsFile("[keys]\nrow = \n") }
        do {
            _ = try SettingsFile("[keys]\n\nrow = = 1\n")
        } catch {
            #expect(error.line == 3)
        }
    }

    @Test func `lines are found through strings, lists and quoted keys`() throws {
        let file = try SettingsFile(
            """
            name = "a # no comment"  # a comment
            text = \"\"\"
            [not.a.table]
            x = 1
            \"\"\"
            [a."b.c"]
            d = [ 1, # one
              2 ]
            'e f' = { g = 1, h = 2 }
            [[list]]
            i = 1
            """)
        #expect(
            file.entries.map { "\($0.keyPath):\($0.line)" }
                == ["name:1", "text:2", "a.b.c.d:7", "a.b.c.e f.g:9", "a.b.c.e f.h:9", "list:10"])
    }

    @Test func `the key reference is written from the list`() throws {
        let page = KeyReference.markdown(Keymap(commands))
        #expect(page.contains("| `j` `Down` | down | Goes down. | `row.down` |"))
        #expect(page.contains("Publishes \\| it. (sell)"))
    }
}
