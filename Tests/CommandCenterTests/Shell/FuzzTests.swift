import Shop
import Terminal
import TestSupport
import Testing

@testable import CommandCenter

struct FuzzTests {
    private static let keys: [Key] =
        (33...126).compactMap { Unicode.Scalar($0) }.map { Key.character(Character($0)) } + [
            .enter, .escape, .tab, .backTab, .space, .up, .down, .left, .right, .home, .end, .pageUp,
            .pageDown,
            .backspace, .delete, .ctrl("d"), .ctrl("u"), .ctrl("f"), .ctrl("b"), .ctrl("r"), .ctrl("p"),
            .ctrl("c"),
            .ctrl("a"), .ctrl("e"), .ctrl("w"), .ctrl("k"), .character("ю"), .character("ფ"), .character("漢"),
        ]

    /// Random keys, pastes, clicks and sizes over the furnished shop: nothing traps, every frame is whole, and no
    /// control character gets into a cell.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `nothing that is pressed traps or breaks the frame`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var driven = try Driven(random.pick(Place.allCases), isFurnished: true)
        for step in 0..<600 {
            switch random.integer(in: 1...40) {
            case 1:
                let isTiny = random.chance(1, in: 3)
                driven.resize(
                    to: Size(
                        random.integer(in: 1...(isTiny ? 20 : 220)), random.integer(in: 1...(isTiny ? 8 : 70))
                    ))
            case 2: driven.paste(random.nastyText(upTo: 40))
            case 3...5:
                driven.click(
                    Point(
                        random.integer(in: 0...driven.size.columns), random.integer(in: 0...driven.size.rows))
                )
            default:
                let key = random.pick(Self.keys)
                driven.app.settle(.input(.key(key)), on: driven.temporary.shop)
            }
            if let broken = fault(in: driven.frame, size: driven.size) {
                Issue.record("seed \(seed), step \(step): \(broken)")
                return
            }
        }
    }

    /// The same where channels are connected, with what sync tells thrown in.
    @Test(arguments: [5, 6] as [UInt64])
    func `nothing that is pressed traps while channels are connected`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let places: [Place] = [.connections, .plan, .today, .sell]
        var driven = try Driven(random.pick(places), isConnected: true)
        for step in 0..<500 {
            switch random.integer(in: 1...30) {
            case 1:
                driven.resize(to: Size(random.integer(in: 1...200), random.integer(in: 1...60)))
            case 2: driven.app.settle(.message(.changed(.ofSync)), on: driven.temporary.shop)
            case 3: driven.press(random.pick(["0", "D", "!", "2"]))
            default: driven.app.settle(.input(.key(random.pick(Self.keys))), on: driven.temporary.shop)
            }
            if let broken = fault(in: driven.frame, size: driven.size) {
                Issue.record("seed \(seed), step \(step): \(broken)")
                return
            }
        }
    }

    private func fault(in frame: Frame, size: Size) -> String? {
        guard frame.cells.count == size.columns * size.rows else { return "the frame has another size" }
        for (index, cell) in frame.cells.enumerated() {
            let isControl = cell.scalar < 0x20 && cell.scalar != 0 || (0x7F..<0xA0).contains(cell.scalar)
            if isControl { return "a control character in cell \(index)" }
            if cell.isWideTail, index % size.columns == 0 { return "half a character at the start of a row" }
        }
        if let cursor = frame.cursor, !frame.bounds.contains(cursor) { return "the cursor is outside" }
        return nil
    }
}
