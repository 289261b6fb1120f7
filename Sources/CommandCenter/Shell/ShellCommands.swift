import Terminal

/// The commands that mean the same on every pane.
enum ShellCommands {
    static let moves: [String: Move] = [
        "move.down": .down, "move.up": .up, "move.left": .left, "move.right": .right, "move.start": .start,
        "move.end": .end, "move.halfDown": .halfPageDown, "move.halfUp": .halfPageUp,
        "move.pageDown": .pageDown, "move.pageUp": .pageUp, "part.next": .nextPart,
        "part.previous": .previousPart, "neighbour.next": .nextNeighbour,
        "neighbour.previous": .previousNeighbour,
    ]

    static let places: [String: Place] = [
        "go.discover": .discover, "go.sell": .sell, "go.fulfill": .fulfill, "go.market": .market,
        "go.analyze": .analyze, "go.today": .today, "go.connections": .connections, "go.plan": .plan,
    ]

    static let all: [CommandEntry] = movement + going + lists + savedFilters + general

    /// `f1` to `f9`: the first nine saved filters of a place.
    private static let savedFilters: [CommandEntry] = (1...9).map { digit in
        CommandEntry(
            "filters.\(digit)", keys: [KeySequence([.character("f"), .character(Character(String(digit)))])],
            word: "saved filter \(digit)", help: "Narrows by saved filter \(digit) of this place.",
            group: "Lists",
            isQuiet: true)
    }

    private static let movement: [CommandEntry] = [
        quiet("move.down", ["j", "Down"], "down", "The next row."),
        quiet("move.up", ["k", "Up"], "up", "The row before."),
        quiet("move.left", ["h", "Left"], "left", "The column or cell to the left."),
        quiet("move.right", ["l", "Right"], "right", "The column or cell to the right."),
        quiet("move.start", ["g", "Home"], "first", "The first row."),
        quiet("move.end", ["G", "End"], "last", "The last row."),
        quiet("move.halfDown", ["Ctrl-d"], "half a page down", "Half a page down."),
        quiet("move.halfUp", ["Ctrl-u"], "half a page up", "Half a page up."),
        quiet("move.pageDown", ["Ctrl-f", "PgDn"], "page down", "A page down."),
        quiet("move.pageUp", ["Ctrl-b", "PgUp"], "page up", "A page up."),
        quiet("part.next", ["Tab"], "next part", "The next part of the screen."),
        quiet("part.previous", ["Shift-Tab"], "part before", "The part before."),
        quiet("view.next", ["]", ")"], "next view", "The next view of this part."),
        quiet("view.previous", ["[", "("], "view before", "The view before."),
        quiet("neighbour.next", ["}"], "next one", "The neighbour after what is open."),
        quiet("neighbour.previous", ["{"], "one before", "The neighbour before what is open."),
        quiet("open", ["Enter"], "open", "Opens what the cursor is on."),
        quiet("back", ["Esc", "Ctrl-c"], "back", "One step back; drafts, marks and running work stay."),
        quiet("close", ["q"], "close", "Closes what is open; at the top it leaves Mercer."),
    ]

    private static let going: [CommandEntry] = [
        place("go.discover", ["1"], "discover", "1 Discover: what could be sold."),
        place("go.sell", ["2"], "sell", "2 Sell: the catalog."),
        place("go.fulfill", ["3"], "fulfill", "3 Fulfill: the orders."),
        place("go.market", ["4"], "market", "4 Market: drafts and campaigns."),
        place("go.analyze", ["5"], "analyze", "5 Analyze: the figures."),
        place("go.connections", ["0"], "connections", "0 Connections: channels and suppliers."),
        place("go.today", ["!"], "today", "! Today: what needs you, and what was done."),
        place("go.plan", ["D"], "plan", "D Plan: what the next sync would change."),
        everywhere(
            "settings", [","], "settings", "The shop's settings: name, currency, days, tax.", "Places",
            isQuiet: true),
        place("back.place", ["-"], "the place before", "The place before this one, and back."),
    ]

    private static let lists: [CommandEntry] = [
        everywhere("filter", ["/"], "filter", "Narrows the list as you type.", "Lists"),
        everywhere(
            "filters.pick", ["ff"], "saved filters", "Chooses one of the saved filters.", "Lists",
            isQuiet: true),
        everywhere(
            "filters.save", ["fn"], "save this filter", "Keeps the words after / under a name.", "Lists",
            isQuiet: true),
        everywhere("filters.none", ["f0"], "show all", "Shows all again.", "Lists", isQuiet: true),
        quiet("mark", ["Space"], "mark", "Marks the row and goes down."),
        quiet("mark.range", ["v", "V"], "range", "Marks from here to where the cursor goes."),
        quiet("mark.all", ["*"], "mark all", "Marks all that match in this section; again none."),
    ]

    private static let general: [CommandEntry] = [
        everywhere("undo", ["u"], "undo", "Takes back your last Action and names it.", "Everywhere"),
        everywhere("redo", ["Ctrl-r", "U"], "redo", "Does again what was undone.", "Everywhere"),
        everywhere(
            "sync.now", ["S"], "sync now", "Looks at all channels now; what is held stays.", "Everywhere"),
        everywhere(
            "sync.cable", ["Ctrl-n"], "pull the network",
            "In the demo: pulls the network's cable, again puts it back.", "Everywhere", isQuiet: true),
        everywhere("repeat", ["."], "again", "The last command, on what the cursor is on.", "Everywhere"),
        everywhere(
            "palette", [":", "Ctrl-p"], "all", "Finds commands, places, orders, products.", "Everywhere"),
        everywhere("help", ["?"], "keys", "What can be done here and now.", "Everywhere"),
        quiet("repaint", ["Ctrl-l"], "repaint", "Draws the screen anew."),
        quiet("suspend", ["Ctrl-z"], "suspend", "Back to the shell; `fg` returns."),
    ]

    private static func quiet(_ id: String, _ keys: [KeySequence], _ word: String, _ help: String)
        -> CommandEntry
    {
        CommandEntry(id, keys: keys, word: word, help: help, group: "Moving", isQuiet: true)
    }

    private static func place(_ id: String, _ keys: [KeySequence], _ word: String, _ help: String)
        -> CommandEntry
    {
        CommandEntry(id, keys: keys, word: word, help: help, group: "Places", isQuiet: true)
    }

    private static func everywhere(
        _ id: String, _ keys: [KeySequence], _ word: String, _ help: String, _ group: String,
        isQuiet: Bool = false
    ) -> CommandEntry {
        CommandEntry(id, keys: keys, word: word, help: help, group: group, isQuiet: isQuiet)
    }

    /// Which saved filter a command such as `filters.3` means.
    static func digit(ofFilter id: String) -> Int? {
        id.hasPrefix("filters.") ? Int(id.dropFirst("filters.".count)) : nil
    }

    /// Keys that hands used to vim press, and keys whose work is yet to come: they do nothing, and this says so or
    /// which key does it.
    static func vimHand(_ key: Key, _ keymap: Keymap) -> String? {
        switch key.inLatinPlace {
        case .character("d"), .backspace, .delete: "x strikes out, and asks where it matters"
        case .character("H"): "g goes to the top"
        case .character("L"): "G goes to the end"
        case .character("M"): "Ctrl-d goes half a page"
        case .character("Q"), .character("Z"): "q closes, :q leaves"
        case .character("o"), .character("b"), .character("m"), .character("w"), .character("%"),
            .character("a"), .character("="):
            "its work is not in this Mercer yet"
        default: nil
        }
    }
}
