package import Commerce
package import Shop
package import Terminal

/// What a pane may know of its surroundings.
package struct PaneContext: Sendable {
    package var now: Instant
    package var settings: ShopSettings
    package var zone: ShopZone
    /// Where the pane is drawn, below the views' line.
    package var rect: Rect
    package var look: Look
    package var keymap: Keymap
    /// What panes asked to be remembered, by key.
    package var memory: [String: String]
    /// What was being written and not saved, by key.
    package var drafts: [String: String]
    /// What could not be done in this sitting, oldest first.
    package var said: [Said]
    /// What was pasted just before this command with no field open; a field that opens may take it.
    package var pasted: String?
    /// What is wrong in the configuration's files, a line each.
    package var configurationProblems: [String]
    /// How the connections stand, and what is being done for them.
    package var sync: SyncView
    /// Whether the pane is the one on the screen: what only it shows need not be read otherwise.
    package var isShown = true

    /// The day it is in the shop's zone.
    package var today: CalendarDay { zone.day(of: now) }
    package var layout: Layout { Layout(columns: rect.columns) }

    /// How much stands side by side.
    package enum Layout: Hashable, Sendable {
        /// From 100 columns: the parts of a screen side by side.
        case wide
        /// From 60: one part at a time, Tab goes to the next.
        case narrow
        /// From 40: the list alone.
        case list

        package init(columns: Int) {
            self = columns >= 100 ? .wide : columns >= 60 ? .narrow : .list
        }
    }
}

/// An error that the footer has said.
package struct Said: Hashable, Sendable {
    package let at: Instant
    package let words: String
}
