extension Theme {
    /// What Mercer looks like with no theme file: a quiet dark ground, few colours, each with one meaning. The letters'
    /// colours come from the table of 256, whose escapes are half as long and are sent with nearly every word.
    package static let dark = Theme(
        name: "dark",
        ground: Ground(foreground: .indexed(253), background: shade(0x14181D)),
        styles: [
            .good: Style(foreground: .indexed(114)),
            .unsent: Style(foreground: .indexed(80)),
            .busy: Style(foreground: .indexed(111)),
            .off: Style(foreground: .indexed(244)),
            .bad: Style(foreground: .indexed(210), attributes: .bold),
            .care: Style(foreground: .indexed(179), attributes: .bold),
            .cursor: Style(foreground: .indexed(231), background: shade(0x2B3D55)),
            .active: Style(foreground: .indexed(233), background: .indexed(179), attributes: .bold),
            .mark: Style(foreground: .indexed(176)),
            .strong: Style(foreground: .indexed(255), attributes: .bold),
            .quiet: Style(foreground: .indexed(246)),
            .line: Style(foreground: .indexed(238)),
            .yours: Style(foreground: .indexed(80)),
            .theirs: Style(foreground: .indexed(179)),
            .gone: Style(foreground: .indexed(210)),
            .chart1: Style(foreground: .indexed(111)),
            .chart2: Style(foreground: .indexed(80)),
            .chart3: Style(foreground: .indexed(176)),
        ])

    /// The terminal's own sixteen colours on its own ground, for terminals with no more, and for people who chose them.
    package static let sixteen = Theme(
        name: "sixteen",
        styles: [
            .good: Style(foreground: .ansi(2)),
            .unsent: Style(foreground: .ansi(6)),
            .busy: Style(foreground: .ansi(4)),
            .off: Style(foreground: .ansi(8)),
            .bad: Style(foreground: .ansi(1), attributes: .bold),
            .care: Style(foreground: .ansi(3), attributes: .bold),
            .cursor: Style(attributes: .reverse),
            .active: Style(attributes: .reverse),
            .mark: Style(foreground: .ansi(5)),
            .strong: Style(attributes: .bold),
            .quiet: Style(foreground: .ansi(8)),
            .line: Style(foreground: .ansi(8)),
            .yours: Style(foreground: .ansi(6)),
            .theirs: Style(foreground: .ansi(3)),
            .gone: Style(foreground: .ansi(1)),
            .chart1: Style(foreground: .ansi(4)),
            .chart2: Style(foreground: .ansi(6)),
            .chart3: Style(foreground: .ansi(5)),
        ])

    /// No colour at all: glyphs and brackets carry the meaning, bold and dim help.
    package static let monochrome = Theme(
        name: "monochrome",
        styles: [
            .bad: Style(attributes: .bold),
            .care: Style(attributes: .bold),
            .strong: Style(attributes: .bold),
            .quiet: Style(attributes: .dim),
        ])

    private static func shade(_ value: UInt32) -> Colour {
        .rgb(red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
    }
}
