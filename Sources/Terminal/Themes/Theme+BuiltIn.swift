extension Theme {
    /// What Mercer looks like with no theme file: a quiet dark ground, few colours, each with one meaning.
    package static let dark = Theme(
        name: "dark",
        ground: Ground(foreground: shade(0xD8DEE4), background: shade(0x14181D)),
        styles: [
            .good: Style(foreground: shade(0x7FBF8E)),
            .unsent: Style(foreground: shade(0x6FC3CF)),
            .busy: Style(foreground: shade(0x7AA8F0)),
            .off: Style(foreground: shade(0x7E8894)),
            .bad: Style(foreground: shade(0xF0777F), attributes: .bold),
            .care: Style(foreground: shade(0xE9BE68), attributes: .bold),
            .cursor: Style(foreground: shade(0xFFFFFF), background: shade(0x2B3D55)),
            .active: Style(foreground: shade(0x10151A), background: shade(0xD9A86C), attributes: .bold),
            .mark: Style(foreground: shade(0xD79BE8)),
            .strong: Style(foreground: shade(0xF4F7FA), attributes: .bold),
            .quiet: Style(foreground: shade(0x8C97A3)),
            .line: Style(foreground: shade(0x3C4652)),
            .yours: Style(foreground: shade(0x6FC3CF)),
            .theirs: Style(foreground: shade(0xE9BE68)),
            .gone: Style(foreground: shade(0xF0777F)),
            .chart1: Style(foreground: shade(0x7AA8F0)),
            .chart2: Style(foreground: shade(0x6FC3CF)),
            .chart3: Style(foreground: shade(0xD79BE8)),
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
