import Terminal

/// Where the frame's parts stand at a size.
struct ShellLayout {
    /// Smaller, there is one line that says so.
    static let smallest = Size(40, 10)

    let header: Rect
    let headerRule: Rect
    let views: Rect
    let pane: Rect
    let footerRule: Rect
    let footer: Rect
    let isTooSmall: Bool

    init(_ size: Size, look: Look) {
        isTooSmall = size.columns < Self.smallest.columns || size.rows < Self.smallest.rows
        let rule = size.rows >= 16 && !look.isAccessible ? 1 : 0
        var (top, rest) = Rect(size).cutTop(1)
        header = top
        (headerRule, rest) = rest.cutTop(rule)
        (rest, footer) = rest.cutBottom(1)
        (rest, footerRule) = rest.cutBottom(rule)
        (top, rest) = rest.cutTop(1)
        views = top.cutRight(1).rest
        pane = rest.cutTop(size.rows >= 24 ? 1 : 0).rest
    }
}
