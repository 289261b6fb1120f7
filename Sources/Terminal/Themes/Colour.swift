/// A colour as a theme names it.
package enum Colour: Hashable, Sendable {
    /// One of the terminal's own sixteen.
    case ansi(UInt8)
    /// One of 256.
    case indexed(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)

    /// The sixteen names a theme file may use.
    static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "grey", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
        "bright-white",
    ]

    /// Reads "#rrggbb", one of sixteen names, or a number up to 255; nil for anything else.
    package init?(_ text: String) {
        if let index = Colour.names.firstIndex(of: text) {
            self = .ansi(UInt8(index))
        } else if text.hasPrefix("#"), text.utf8.count == 7, let value = UInt32(text.dropFirst(), radix: 16) {
            self = .rgb(
                red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
        } else if let index = UInt8(text) {
            self = index < 16 ? .ansi(index) : .indexed(index)
        } else {
            return nil
        }
    }

    /// Its red, green and blue parts; of the terminal's own colours, the usual ones.
    package var components: (red: UInt8, green: UInt8, blue: UInt8) {
        switch self {
        case .rgb(let red, let green, let blue): return (red, green, blue)
        case .ansi(let index): return Colour.usual[Int(index) & 15]
        case .indexed(let index):
            if index < 16 { return Colour.usual[Int(index)] }
            if index >= 232 {
                let level = UInt8(8 + 10 * (Int(index) - 232))
                return (level, level, level)
            }
            let cube = Int(index) - 16
            let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
            return (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
        }
    }

    private static let usual: [(red: UInt8, green: UInt8, blue: UInt8)] = [
        (0, 0, 0), (205, 49, 49), (13, 188, 121), (229, 229, 16), (36, 114, 200), (188, 63, 188),
        (17, 168, 205), (229, 229, 229), (102, 102, 102), (241, 76, 76), (35, 209, 139), (245, 245, 67),
        (59, 142, 234), (214, 112, 214), (41, 184, 219), (255, 255, 255),
    ]

    /// The nearest colour that a terminal of that depth has; nil where it has none.
    package func adapted(to depth: ColourDepth) -> Colour? {
        switch (depth, self) {
        case (.none, _): return nil
        case (.truecolour, _), (_, .ansi): return self
        case (.indexed, .indexed): return self
        case (.indexed, .rgb(let red, let green, let blue)):
            return .indexed(Colour.nearest(Int(red), Int(green), Int(blue), among: 16...255))
        case (.sixteen, _):
            let (red, green, blue) = components
            return .ansi(Colour.nearest(Int(red), Int(green), Int(blue), among: 0...15))
        }
    }

    private static func nearest(_ red: Int, _ green: Int, _ blue: Int, among range: ClosedRange<UInt8>)
        -> UInt8
    {
        func distance(_ index: UInt8) -> Int {
            let other = Colour.indexed(index).components
            let (dr, dg, db) = (Int(other.red) - red, Int(other.green) - green, Int(other.blue) - blue)
            return 2 * dr * dr + 4 * dg * dg + 3 * db * db
        }
        return range.min { distance($0) < distance($1) } ?? 7
    }
}

/// How many colours a terminal can show.
package enum ColourDepth: Hashable, Sendable {
    case none
    case sixteen
    case indexed
    case truecolour
}
