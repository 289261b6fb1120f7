import Terminal

/// What can be done in Sell. Moving, marking, opening and filtering are the shell's.
enum SellCommands {
    private static let here = ["sell"]

    static let all: [CommandEntry] = [
        CommandEntry(
            "sell.edit", keys: ["e"], contexts: here, word: "edit",
            help: "Write in the cell under the cursor; Enter saves, Tab saves and goes on, Esc leaves",
            group: "Products"),
        CommandEntry(
            "sell.publish", keys: [">"], contexts: here, word: "make active",
            help: "Offer the marked drafts, or bring them back from the archive", group: "Products"),
        CommandEntry(
            "sell.new", keys: ["n"], contexts: here, word: "new", help: "A new product", group: "Products"),
        CommandEntry(
            "sell.copy", keys: ["N"], contexts: here, word: "new from this",
            help: "A draft like this one, without its SKUs and stock", group: "Products"),
        CommandEntry(
            "sell.editor", keys: ["E"], contexts: here, word: "whole, in $EDITOR",
            help: "The marked products as one text in $EDITOR, then one review", group: "Products"),
        CommandEntry(
            "sell.sort", keys: ["s"], contexts: here, word: "sort",
            help: "Sort by the column under the cursor, again turned", group: "Products"),
        CommandEntry(
            "sell.keep", keys: ["c"], contexts: here, word: "cost",
            help: "What it costs and what you keep of the price", group: "Products"),
        CommandEntry(
            "sell.archive", keys: ["x"], contexts: here, word: "archive",
            help: "Take the marked products out of the catalog; nothing of them is lost", group: "Products"),
        CommandEntry(
            "sell.note", keys: ["+"], contexts: here, word: "note", help: "Write a note on the product",
            group: "Products"),
        CommandEntry(
            "sell.down", keys: ["J"], contexts: here, word: "carry down",
            help: "Carry the featured product, or the image, one place down", group: "Products"
        ),
        CommandEntry(
            "sell.up", keys: ["K"], contexts: here, word: "carry up",
            help: "Carry the featured product, or the image, one place up", group: "Products"),
        CommandEntry(
            "sell.import", keys: ["i"], contexts: here, word: "import",
            help: "Take in a file of products or orders, by a review", group: "Files"),
        CommandEntry(
            "sell.import.do", keys: ["y"], contexts: ["sell.import"], word: "take it in",
            help: "Write what is taken; bad rows go to a file to mend", group: "Files"),
        CommandEntry(
            "sell.export", keys: ["|"], contexts: here, word: "export",
            help: "Write the products to a file", group: "Files"),
        CommandEntry(
            "sell.list", keys: ["P"], contexts: here, word: "publish",
            help: "Lists the marked products on channels, on sale or paused, by a review", group: "Channels",
            asks: true),
        CommandEntry(
            "sell.channels.next", keys: [">"], contexts: ["sell.channels"], word: "compare",
            help: "Compares both sides of a conflict, or lets a change out that a guard holds back",
            group: "Channels"),
        CommandEntry(
            "sell.channels.rest", keys: ["z"], contexts: ["sell.channels"], word: "pause there",
            help: "Pauses the listing on that channel, or puts it on sale again", group: "Channels"),
        CommandEntry(
            "sell.channels.strike", keys: ["x"], contexts: ["sell.channels"], word: "take off",
            help: "Takes the product off that channel; it stays here", group: "Channels", asks: true),
        CommandEntry(
            "sell.copy.sku", keys: ["yy"], contexts: here, word: "copy SKU", help: "Copy the SKU",
            group: "Products"),
        CommandEntry(
            "sell.copy.title", keys: ["yt"], contexts: here, word: "copy title", help: "Copy the title",
            group: "Products"),
        CommandEntry(
            "sell.copy.price", keys: ["yp"], contexts: here, word: "copy price", help: "Copy the price",
            group: "Products"),
        CommandEntry(
            "sell.feature", keys: [], contexts: here, word: "feature",
            help: "Put the marked products on the featured list, or take them off", group: "Products",
        ),
        CommandEntry(
            "sell.writeOff", keys: [], contexts: here, word: "write off",
            help: "Take broken or lost pieces off the shelf", group: "Products"),
        CommandEntry(
            "sell.delete", keys: [], contexts: here, word: "delete",
            help: "Remove products for good that were never sold and are not in stock", group: "Products",
            asks: true),
    ]
}
