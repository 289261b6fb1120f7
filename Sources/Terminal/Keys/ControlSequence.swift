/// A finished `ESC [ … letter` and what it means, if it is one we know.
struct ControlSequence {
    let parameters: [UInt8]
    let final: UInt8

    var event: InputEvent? {
        if parameters.first == 0x3C { return mouseEvent }
        // Answers to questions (which Mercer does not ask) have ?, > or = in front.
        guard let numbers, !parameters.contains(where: { (0x3C...0x3F).contains($0) }) else { return nil }
        switch final {
        case 0x49 where numbers.isEmpty: return .focus(true)
        case 0x4F where numbers.isEmpty: return .focus(false)
        case 0x7E: return tildeKey(numbers).map { .key($0) }
        case 0x75: return unicodeKey(numbers).map { .key($0) }
        default: return letterKey(numbers).map { .key($0) }
        }
    }

    /// The numbers between semicolons; nil when there is anything else, or too many.
    private var numbers: [Int]? {
        if parameters.isEmpty { return [] }
        var result: [Int] = []
        for part in parameters.split(separator: 0x3B, omittingEmptySubsequences: false) {
            // Only the first of a group apart by colons counts: the rest is shifted forms and event types.
            let groups = part.split(separator: 0x3A, omittingEmptySubsequences: false)
            if result.count == 1, groups.count > 1, groups[1].elementsEqual([0x33]) { return nil }
            let digits = groups.first ?? []
            guard digits.count <= 7, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            result.append(digits.reduce(0) { $0 * 10 + Int($1) - 0x30 })
        }
        return result.count <= 4 ? result : nil
    }

    private static func modifiers(_ number: Int) -> Key.Modifiers? {
        guard (1...16).contains(number) || number == 0 else { return nil }
        let bits = max(0, number - 1)
        var result: Key.Modifiers = []
        if bits & 1 != 0 { result.insert(.shift) }
        if bits & 2 != 0 || bits & 8 != 0 { result.insert(.alt) }
        if bits & 4 != 0 { result.insert(.ctrl) }
        return result
    }

    private func letterKey(_ numbers: [Int]) -> Key? {
        if final == 0x5A && numbers.count <= 2 { return .backTab }
        guard numbers.isEmpty || numbers == [1] || (numbers.count == 2 && numbers[0] == 1),
            let code = ControlSequence.letterCode(final)
        else { return nil }
        return ControlSequence.modifiers(numbers.count == 2 ? numbers[1] : 1).map { Key(code, $0) }
    }

    private static func letterCode(_ letter: UInt8) -> Key.Code? {
        switch letter {
        case 0x41: .up
        case 0x42: .down
        case 0x43: .right
        case 0x44: .left
        case 0x48: .home
        case 0x46: .end
        case 0x50: .function(1)
        case 0x51: .function(2)
        case 0x52: .function(3)
        case 0x53: .function(4)
        default: nil
        }
    }

    private func tildeKey(_ numbers: [Int]) -> Key? {
        guard let first = numbers.first else { return nil }
        if first == 27, numbers.count == 3 { return unicodeKey([numbers[2], numbers[1]]) }
        guard numbers.count <= 2,
            let modifiers = ControlSequence.modifiers(numbers.count == 2 ? numbers[1] : 1)
        else { return nil }
        let code: Key.Code
        switch first {
        case 1, 7: code = .home
        case 2: code = .insert
        case 3: code = .delete
        case 4, 8: code = .end
        case 5: code = .pageUp
        case 6: code = .pageDown
        case 11...15: code = .function(first - 10)
        case 17...21: code = .function(first - 11)
        case 23...26: code = .function(first - 12)
        case 28, 29: code = .function(first - 13)
        case 31...34: code = .function(first - 14)
        default: return nil
        }
        return Key(code, modifiers)
    }

    /// A key by its Unicode number, as kitty and xterm's modifyOtherKeys send it.
    private func unicodeKey(_ numbers: [Int]) -> Key? {
        guard (1...2).contains(numbers.count),
            let modifiers = ControlSequence.modifiers(numbers.count == 2 ? numbers[1] : 1)
        else { return nil }
        switch numbers[0] {
        case 13: return Key(.enter, modifiers)
        case 9: return modifiers.contains(.shift) ? .backTab : Key(.tab, modifiers)
        case 27: return Key(.escape, modifiers)
        case 127, 8: return Key(.backspace, modifiers)
        case 32...126, 0xA0...0x2FFF:
            guard let scalar = Unicode.Scalar(numbers[0]) else { return nil }
            let isShifted = modifiers.contains(.shift) && !modifiers.contains(.ctrl)
            let shown =
                isShifted ? Character(scalar).uppercased().first ?? Character(scalar) : Character(scalar)
            return Key(.character(shown), modifiers.subtracting(.shift))
        default: return nil
        }
    }

    static func applicationKey(_ letter: UInt8, modifier: Int) -> Key? {
        guard let modifiers = modifiers(modifier) else { return nil }
        if let code = letterCode(letter) { return Key(code, modifiers) }
        switch letter {
        case 0x4D: return .enter
        case 0x49: return .tab
        case 0x58: return .character("=")
        case 0x6A...0x6F: return .character(Array("*+,-./")[Int(letter) - 0x6A])
        case 0x70...0x79: return .character(Character(Unicode.Scalar(letter - 0x40)))
        default: return nil
        }
    }

    private var mouseEvent: InputEvent? {
        let parts = ControlSequence(parameters: Array(parameters.dropFirst()), final: final).numbers
        guard let parts, parts.count == 3, final == 0x4D || final == 0x6D else { return nil }
        return ControlSequence.mouse(
            button: parts[0], column: parts[1], row: parts[2], isRelease: final == 0x6D
        )
        .map { .mouse($0) }
    }

    /// `column` and `row` count from 1, as terminals do.
    static func mouse(button: Int, column: Int, row: Int, isRelease: Bool) -> MouseEvent? {
        guard (1...10_000).contains(column), (1...10_000).contains(row), (0..<128).contains(button) else {
            return nil
        }
        var modifiers: Key.Modifiers = []
        if button & 4 != 0 { modifiers.insert(.shift) }
        if button & 8 != 0 { modifiers.insert(.alt) }
        if button & 16 != 0 { modifiers.insert(.ctrl) }
        let point = Point(column - 1, row - 1)
        if button & 64 != 0 {
            switch button & 3 {
            case 0: return MouseEvent(.wheelUp, at: point, modifiers: modifiers)
            case 1: return MouseEvent(.wheelDown, at: point, modifiers: modifiers)
            default: return nil
            }
        }
        if isRelease { return MouseEvent(.release, at: point, modifiers: modifiers) }
        let buttons: [MouseEvent.Button] = [.left, .middle, .right]
        guard buttons.indices.contains(button & 3) else { return nil }
        let which = buttons[button & 3]
        return MouseEvent(button & 32 != 0 ? .drag(which) : .press(which), at: point, modifiers: modifiers)
    }
}
