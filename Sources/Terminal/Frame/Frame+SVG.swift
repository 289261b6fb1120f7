extension Frame {
    /// It as a picture: the exact grid, the theme's ground, no window around it. The same frame and
    /// theme give the same bytes on every machine.
    package func svg(_ theme: Theme) -> String {
        // Whole pixels keep the bytes free of decimal points that could differ.
        let (cellWidth, cellHeight, margin, fontSize) = (9, 20, 14, 15)
        let picture = SVGPicture(
            frame: self, theme: theme, cellWidth: cellWidth, cellHeight: cellHeight, margin: margin)
        let width = size.columns * cellWidth + 2 * margin
        let height = size.rows * cellHeight + 2 * margin
        var result = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-size="\(fontSize)" font-family="'JetBrains Mono','Cascadia Mono',\
            'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK JP',monospace">
            <rect width="\(width)" height="\(height)" rx="8" fill="\(picture.ground)"/>

            """
        for row in 0..<size.rows {
            result += picture.backgrounds(row)
            result += picture.words(row)
        }
        return result + "</svg>\n"
    }
}

private struct SVGPicture {
    let frame: Frame
    let theme: Theme
    let cellWidth: Int
    let cellHeight: Int
    let margin: Int

    private struct Look: Hashable {
        var foreground: String
        var background: String
        var bold: Bool
        var dim: Bool
        var underline: Bool
    }

    var ground: String { hex(theme.ground?.background) ?? "#14181d" }
    private var ink: String { hex(theme.ground?.foreground) ?? "#d8dee4" }

    private func hex(_ colour: Colour?) -> String? {
        guard let (red, green, blue) = colour?.components else { return nil }
        func two(_ value: UInt8) -> String { (value < 16 ? "0" : "") + String(value, radix: 16) }
        return "#" + two(red) + two(green) + two(blue)
    }

    private func look(_ cell: Cell) -> Look {
        let style = theme.style(of: cell)
        var look = Look(
            foreground: hex(style.foreground) ?? ink, background: hex(style.background) ?? ground,
            bold: style.attributes.contains(.bold), dim: style.attributes.contains(.dim),
            underline: style.attributes.contains(.underline))
        if style.attributes.contains(.reverse) { swap(&look.foreground, &look.background) }
        return look
    }

    private func cell(_ column: Int, _ row: Int) -> Cell { frame[Point(column, row)] }

    func backgrounds(_ row: Int) -> String {
        var result = ""
        var column = 0
        while column < frame.size.columns {
            let colour = look(cell(column, row)).background
            var end = column + 1
            while end < frame.size.columns && look(cell(end, row)).background == colour { end += 1 }
            if colour != ground {
                result += """
                    <rect x="\(margin + column * cellWidth)" y="\(margin + row * cellHeight)" \
                    width="\((end - column) * cellWidth)" height="\(cellHeight)" fill="\(colour)"/>

                    """
            }
            column = end
        }
        return result
    }

    func words(_ row: Int) -> String {
        var result = ""
        var column = 0
        while column < frame.size.columns {
            let first = cell(column, row)
            let style = look(first)
            if first.scalar == 0x20 && !style.underline || first.isWideTail {
                column += 1
                continue
            }
            if let shape = SVGShape(first.scalar) {
                var end = column + 1
                while shape.joins, end < frame.size.columns, cell(end, row).scalar == first.scalar,
                    look(cell(end, row)) == style
                {
                    end += 1
                }
                result += shape.svg(
                    x: margin + column * cellWidth, y: margin + row * cellHeight, count: end - column,
                    colour: style.foreground)
                column = end
                continue
            }
            let (text, next) = run(from: column, row: row, style: style)
            result += """
                <text x="\(margin + column * cellWidth)" y="\(margin + row * cellHeight + 15)" fill="\(style.foreground)"\
                \(style.bold ? " font-weight=\"bold\"" : "")\(style.dim ? " opacity=\"0.6\"" : "")\
                \(style.underline ? " text-decoration=\"underline\"" : "") textLength="\((next - column) * cellWidth)" \
                lengthAdjust="spacingAndGlyphs" xml:space="preserve">\(text)</text>

                """
            column = next
        }
        return result
    }

    /// Cells that may share one element: the same look, one cell each, no gap of more than one blank.
    private func run(from start: Int, row: Int, style: Look) -> (text: String, next: Int) {
        var text = ""
        var column = start
        while column < frame.size.columns {
            let here = cell(column, row)
            let wide = column + 1 < frame.size.columns && cell(column + 1, row).isWideTail
            if here.isWideTail
                || (column > start && (wide || look(here) != style || SVGShape(here.scalar) != nil))
            {
                break
            }
            if here.scalar == 0x20 && !style.underline && column + 1 < frame.size.columns
                && cell(column + 1, row).scalar == 0x20
            {
                break
            }
            append(here, to: &text)
            column += wide ? 2 : 1
            if wide { break }
        }
        while column > start + 1 && text.hasSuffix(" ") {
            text.removeLast()
            column -= 1
        }
        return (text, column)
    }

    private func append(_ cell: Cell, to text: inout String) {
        switch cell.scalar {
        case 0x26: text += "&amp;"
        case 0x3C: text += "&lt;"
        case 0x3E: text += "&gt;"
        default: if let scalar = Unicode.Scalar(cell.scalar) { text.unicodeScalars.append(scalar) }
        }
        text.unicodeScalars.append(contentsOf: frame.marks(of: cell))
    }
}
