extension Frame {
    /// What it says, a line a row, blanks at the ends taken off.
    package var text: String {
        lines { cell in
            var characters = String.UnicodeScalarView()
            if let scalar = Unicode.Scalar(cell.scalar), !cell.isWideTail { characters.append(scalar) }
            characters.append(contentsOf: marks(of: cell))
            return String(characters)
        }
    }

    /// What each cell means, a letter a cell (`Role.letter`); blank cells with no meaning are blank.
    package var roleMap: String {
        lines { cell in
            if cell.role == .text && cell.emphasis.isEmpty && cell.scalar == 0x20 { return " " }
            return String(cell.role.letter)
        }
    }

    private func lines(_ draw: (Cell) -> String) -> String {
        var result = ""
        for row in 0..<size.rows {
            var line = ""
            for column in 0..<size.columns { line += draw(cells[row * size.columns + column]) }
            while line.last == " " { line.removeLast() }
            result += line
            result += "\n"
        }
        return result
    }
}
