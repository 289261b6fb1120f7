import CommandCenter
import Commerce
import Shop
import Terminal
import TestSupport
import Testing

struct PaletteTests {
    @Test func `the palette finds commands, and shows what each does and its key`() throws {
        var driven = try Driven(.today)
        driven.press(":")
        driven.type("red")
        #expect(driven.text.contains("redo"))
        #expect(driven.text.contains("Ctrl-r"))
    }

    @Test func `the palette finds places, orders, products and customers`() throws {
        var driven = try Driven(.today, isFurnished: true)
        driven.press(":")
        driven.type("sell")
        driven.press("Enter")
        #expect(driven.lines[0].contains("[2 Sell]"))
        let orders = try driven.temporary.shop.find("S-2")
        #expect(orders.contains { if case .order = $0.kind { true } else { false } })
        driven.press(":")
        driven.type("Speckled")
        #expect(driven.text.contains("product, Speckled"))
        driven.press("Esc :")
        driven.type("anna")
        #expect(driven.text.contains("customer"))
    }

    @Test func `a command of another place is offered by its name and says where it works`() throws {
        var driven = try Driven(.today)
        driven.press(":")
        driven.type("archive")
        #expect(driven.text.contains("works in Sell"))
        driven.press("Enter")
        #expect(driven.footer.contains("works in Sell"))
    }

    @Test func `Tab completes and the line before comes back`() throws {
        var driven = try Driven(.today)
        driven.press(":")
        driven.type("und")
        driven.press("Tab")
        #expect(driven.text.contains(": undo"))
        driven.press("Enter Esc : Up")
        #expect(driven.text.contains(": undo"))
    }

    @Test func `nothing of a name is said, and words are no operators`() throws {
        var driven = try Driven(.today, isFurnished: true)
        for words in ["\"", "a OR b", "NEAR(", "*", "zzzz", "-x", "title:x"] {
            driven.press(":")
            driven.type(words)
            driven.press("Enter")
            #expect(!driven.footer.contains("SQL"), "\(words): \(driven.footer)")
            driven.press("Esc Esc")
        }
    }
}

struct HelpTests {
    @Test func `help lists what can be done here, and why not`() throws {
        var driven = try Driven(.today)
        driven.press("?")
        #expect(driven.text.contains("until tomorrow"))
        #expect(driven.text.contains("nothing needs you here"))
        driven.press("Tab")
        #expect(driven.text.contains("[everywhere]"))
        driven.press("Tab")
        #expect(driven.text.contains("no click ever says yes"))
    }

    @Test func `help finds by words and Enter does it`() throws {
        var driven = try Driven(.today)
        driven.press("? Tab /")
        driven.type("the catalog")
        driven.press("Enter")
        #expect(driven.lines[0].contains("[2 Sell]"))
    }
}

struct SavedFilterTests {
    @Test func `a filter is saved under a name, chosen by its digit, and dropped`() throws {
        var driven = try Driven(.sell, isFurnished: true)
        driven.press("/")
        driven.type("mug")
        driven.press("Enter f n")
        driven.type("mugs")
        driven.press("Enter")
        #expect(try driven.temporary.shop.savedFilters().map(\.text) == ["mug"])
        driven.press("Esc f")
        #expect(driven.footer.contains("1 mugs"))
        driven.press("1")
        #expect(driven.lines[2].contains("/ mug"))
        driven.press("f f x")
        #expect(try driven.temporary.shop.savedFilters().isEmpty)
    }

    @Test func `the words after a slash are kept for the next start`() throws {
        var driven = try Driven(.sell, isFurnished: true)
        driven.press("/")
        driven.type("mug")
        driven.press("Enter")
        let again = try CommandCenterApp.settled(
            shop: driven.temporary.shop, place: .sell, size: Size(120, 36), clock: { TemporaryShop.now })
        #expect(again.view(Size(120, 36)).text.contains("/ mug"))
    }
}

struct FormTests {
    @Test func `settings are changed by a form, and a wrong text is not saved`() throws {
        var driven = try Driven(.today)
        driven.press(",")
        #expect(driven.text.contains("Settings of the shop"))
        driven.press("Ctrl-u")
        driven.press("Enter")
        #expect(driven.text.contains("a shop needs a name"))
        driven.type("Clay")
        driven.press("Enter")
        #expect(try driven.temporary.shop.settings().name == "Clay")
        #expect(driven.lines[0].hasPrefix(" Clay"))
    }

    @Test func `Esc leaves a form with nothing changed`() throws {
        var driven = try Driven(.today)
        let before = try driven.entryCount()
        driven.press(",")
        driven.type("abc")
        driven.press("Esc")
        #expect(try driven.entryCount() == before)
    }
}

struct CommandListTests {
    @Test func `no key means two things in one place`() {
        #expect(Keymap.conflicts(among: Configuration.commands) == [])
    }

    @Test func `every command has a name of its own, a word and a sentence`() {
        let commands = Configuration.commands
        #expect(Set(commands.map(\.id)).count == commands.count)
        for command in commands {
            #expect(!command.word.isEmpty && !command.help.isEmpty && !command.group.isEmpty, "\(command.id)")
        }
    }

    @Test func `nothing on Ctrl, Enter, Space, Backspace or Delete takes anything away`() {
        for command in Configuration.commands
        where command.asks || command.help.lowercased().contains("delete") {
            for key in command.keys.flatMap(\.keys) {
                #expect(!key.modifiers.contains(.ctrl), "\(command.id)")
                #expect(![.enter, .space, .backspace, .delete, .escape].contains(key), "\(command.id)")
            }
        }
    }
}

struct ConfigurationTests {
    @Test func `what is wrong in the configuration is named by key path and line, and the rest holds`() throws
    {
        let file = try SettingsFile(
            """
            theme = "light"
            mouse = "no"
            colour = 3
            [keys]
            "undo" = ["F5", "u"]
            "today.rest" = "u"
            """)
        let configuration = Configuration(file)
        #expect(configuration.theme == "light")
        #expect(configuration.keymap.spelling(of: "undo") == "F5")
        #expect(configuration.keymap.spelling(of: "today.rest") == "z")
        #expect(configuration.problems.map(\.line).sorted() == [2, 3, 6])
        #expect(configuration.problems.contains { $0.keyPath == "keys.today.rest" })
    }

    @Test func `a configuration that is wrong stands among the problems until it is mended`() throws {
        var driven = try Driven(.today)
        var appearance = Appearance()
        appearance.problems = ["config.toml, line 3, colour: there is no such setting"]
        driven.app.settle(.message(.configured(appearance)), on: driven.temporary.shop)
        #expect(driven.lines[0].contains("! 1"))
        #expect(driven.text.contains("config.toml, line 3"))
        #expect(driven.footer.contains("no such setting"))
        driven.app.settle(.message(.configured(Appearance())), on: driven.temporary.shop)
        #expect(!driven.lines[0].contains("! 1"))
    }
}
