/// One place of the grid: a base character, its marks, and how it is meant. Eight bytes, no heap.
package struct Cell: Hashable, Sendable {
    /// The base character; zero for the right half of a wide one.
    package var scalar: UInt32
    /// Where its combining marks stand in the frame's table; zero is none.
    package var marks: UInt16
    package var role: Role
    package var emphasis: Emphasis

    package init(
        _ scalar: Unicode.Scalar = " ", marks: UInt16 = 0, role: Role = .text, emphasis: Emphasis = []
    ) {
        self.scalar = scalar.value
        self.marks = marks
        self.role = role
        self.emphasis = emphasis
    }

    package static let blank = Cell()

    package var isWideTail: Bool { scalar == 0 }

    static func wideTail(role: Role, emphasis: Emphasis) -> Cell {
        var cell = Cell(role: role, emphasis: emphasis)
        cell.scalar = 0
        return cell
    }
}
