/// What a person did at the terminal.
package enum InputEvent: Hashable, Sendable {
    case key(Key)
    /// Pasted text, line ends as "\n", escapes taken out; at most 1 MiB.
    case paste(String)
    case mouse(MouseEvent)
    case resize(Size)
    /// The terminal's window came to the front (true) or left it.
    case focus(Bool)
}

package struct MouseEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case press(Button)
        case release
        case drag(Button)
        case wheelUp
        case wheelDown
    }

    package enum Button: Hashable, Sendable {
        case left
        case middle
        case right
    }

    package var kind: Kind
    package var point: Point
    package var modifiers: Key.Modifiers

    package init(_ kind: Kind, at point: Point, modifiers: Key.Modifiers = []) {
        self.kind = kind
        self.point = point
        self.modifiers = modifiers
    }
}
