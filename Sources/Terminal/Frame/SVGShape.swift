/// Lines and blocks as rectangles of a 9 by 20 cell: drawn from a font they would not meet their neighbours.
struct SVGShape {
    struct Part {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
    }

    let parts: [Part]
    /// Whether equal ones side by side are one longer one.
    let joins: Bool
    let isShade: Bool

    init?(_ scalar: UInt32) {
        if let arms = SVGShape.arms[scalar] {
            parts = arms.map { SVGShape.lines[$0] }
            joins = scalar == 0x2500
            isShade = false
        } else if (0x2581...0x2588).contains(scalar) {
            // Eighths of 20, the halves rounded up.
            let height = (Int(scalar - 0x2580) * 20 + 4) / 8
            parts = [Part(x: 0, y: 20 - height, width: 9, height: height)]
            joins = true
            isShade = false
        } else if (0x2589...0x258F).contains(scalar) {
            parts = [Part(x: 0, y: 0, width: (Int(0x2590 - scalar) * 9 + 4) / 8, height: 20)]
            joins = false
            isShade = false
        } else if scalar == 0x2591 {
            parts = [Part(x: 0, y: 0, width: 9, height: 20)]
            joins = true
            isShade = true
        } else {
            return nil
        }
    }

    /// Half lines from the middle: left, right, up, down.
    private static let lines = [
        Part(x: 0, y: 10, width: 5, height: 1), Part(x: 4, y: 10, width: 5, height: 1),
        Part(x: 4, y: 0, width: 1, height: 11), Part(x: 4, y: 10, width: 1, height: 10),
    ]

    private static let arms: [UInt32: [Int]] = [
        0x2500: [0, 1], 0x2502: [2, 3], 0x250C: [1, 3], 0x2510: [0, 3], 0x2514: [1, 2], 0x2518: [0, 2],
        0x251C: [1, 2, 3], 0x2524: [0, 2, 3], 0x252C: [0, 1, 3], 0x2534: [0, 1, 2], 0x253C: [0, 1, 2, 3],
    ]

    /// As elements, `count` cells wide, with the cell's top left at a place of the picture.
    func svg(x: Int, y: Int, count: Int, colour: String) -> String {
        let whole = joins && count > 0 && parts.count == 2 ? [Part(x: 0, y: 10, width: 9, height: 1)] : parts
        return whole.map { part in
            let width = joins ? 9 * (count - 1) + part.width : part.width
            return """
                <rect x="\(x + part.x)" y="\(y + part.y)" width="\(width)" height="\(part.height)" fill="\(colour)"\
                \(isShade ? " opacity=\"0.3\"" : "")/>

                """
        }.joined()
    }
}
