package import Commerce
package import Shop
package import Terminal

/// What the shell tells a pane.
package enum PaneEvent: Sendable {
    /// The seller came here; on the first time the pane asks for what it shows.
    case opened(Target?)
    /// The cursor, wherever the pane has it.
    case move(Move)
    /// Enter.
    case open
    /// Esc or q: one step back. Only sent when the pane is not at its top.
    case back
    /// One of the views, by its index in `views`.
    case view(Int)
    /// The words that narrow this view: after each key, and after `opened` and `view` with what is remembered.
    case filter(String)
    /// Space: mark and go down. `markRange`: v and V. `markAll`: *.
    case mark, markRange, markAll
    /// One of the pane's own commands.
    case command(String)
    /// One of the pane's verbs with what follows it, such as `price` and `+5%`.
    case verb(String, String)
    /// A key for the pane's own open field.
    case key(Key)
    /// A paste into the pane's own open field.
    case paste(String)
    case mouse(PaneMouse)
    /// The size or the look is another.
    case resized
    /// Nothing was pressed for a moment since the pane asked for `.rest`.
    case rested
    /// Something in the shop changed, here or in another program.
    case changed(ChangeNotice)
    /// An Action of this pane was done. `outcome` is its `Outcome`, to be cast.
    case performed(tag: String, entry: EntryID, outcome: any Sendable)
    /// A `keep` of this pane, or a work without an entry of its own, was done.
    case kept(tag: String)
    /// What a `call` of this pane came to.
    case called(tag: String, Result<any Sendable, Refused>)
    /// `z` on a card of conflicts: they are left for later.
    case postponed(tag: String)
    /// The rules refused it, or the file could not be written; the shell has said why.
    case refused(tag: String, reason: String)
    /// `y` on a question, with the lines left out.
    case confirmed(tag: String, leftOut: Set<Int>)
    /// Enter in a form or a one-line field that the shell opened: its texts.
    case filled(tag: String, [String])
    /// `y` on a review.
    case reviewed(tag: String, ReviewAnswer)
    /// `e` on a row of the review: answer with `.reviewAgain`.
    case reviewEdited(tag: String, row: Int, text: String)
    /// `h` or `l` chose another side of a row.
    case reviewChose(tag: String, row: Int, choice: Int)
    /// What came back from `$EDITOR`; nil when it was left as it was.
    case edited(tag: String, String?)
    /// A question, form or review was left; nothing was done.
    case left(tag: String)
    /// There are other connections than before, or what is decided about one is another.
    case connectionsChanged
    /// The theme, the keys or the settings are others.
    case settingsChanged
}

package enum Move: Hashable, Sendable {
    case up, down, left, right
    case start, end
    case halfPageUp, halfPageDown, pageUp, pageDown
    /// Tab and Shift-Tab: the parts of a screen.
    case nextPart, previousPart
    /// } and {: the neighbours of what is open.
    case nextNeighbour, previousNeighbour
}

extension ListState {
    /// Moves as a list does; false for what is not up and down.
    package mutating func take(_ move: Move) -> Bool {
        switch move {
        case .up: self.move(by: -1)
        case .down: self.move(by: 1)
        case .start: moveToStart()
        case .end: moveToEnd()
        case .halfPageUp: movePage(-1, half: true)
        case .halfPageDown: movePage(1, half: true)
        case .pageUp: movePage(-1)
        case .pageDown: movePage(1)
        case .left, .right, .nextPart, .previousPart, .nextNeighbour, .previousNeighbour: return false
        }
        return true
    }
}

/// The mouse, in the frame's own cells; only what falls on the pane.
package enum PaneMouse: Hashable, Sendable {
    /// Puts the cursor there.
    case click(Point)
    /// A second click on the same place: opens.
    case secondClick(Point)
    /// Scrolls what is under the point; positive is down.
    case wheel(Int, Point)
}
