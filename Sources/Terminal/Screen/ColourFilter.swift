/// Shortens what curses writes. For each change of style it sends the attributes, both colours and a choice of
/// character set, some 45 bytes in 24-bit colour, and takes all of it back at the end of a frame; most of it is
/// what the terminal has already. This keeps account of the terminal's style and sends what changes,
/// when the next visible thing comes.
struct ColourFilter {
    /// What the escapes so far ask for, as the parameters that bring it about.
    private struct Pen: Equatable {
        var isBold = false
        var isDim = false
        var isUnderlined = false
        var isReversed = false
        var foreground: [UInt8] = []
        var background: [UInt8] = []
        /// Anything else that a description may use, such as italics; rare, so it is passed on as it came.
        var others: [UInt8] = []
    }

    private var wanted = Pen()
    private var sent = Pen()
    private var output: [UInt8] = []

    /// Whatever was drawn before, the terminal is plain now.
    mutating func reset() {
        wanted = Pen()
        sent = Pen()
    }

    /// `bytes` are whole sequences: what curses wrote for one frame.
    mutating func filter(_ bytes: [UInt8]) -> [UInt8] {
        output.removeAll(keepingCapacity: true)
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x1B {
                index = takeEscape(bytes, at: index)
            } else if byte == 0x0F {
                // Back to the plain letters that nothing here ever leaves.
                index += 1
            } else {
                // Movement by control characters shows nothing, except a line feed at the bottom.
                if byte > 0x20 { catchUp() } else if byte == 0x20 || byte == 0x0A { catchUpForBlank() }
                output.append(byte)
                index += 1
            }
        }
        return output
    }

    /// Handles the sequence that begins at `start` and answers where the next thing begins.
    private mutating func takeEscape(_ bytes: [UInt8], at start: Int) -> Int {
        guard start + 1 < bytes.count else {
            output.append(bytes[start])
            return start + 1
        }
        switch bytes[start + 1] {
        case 0x28 where start + 2 < bytes.count && bytes[start + 2] == 0x42:
            // The choice of plain letters, which nothing here ever changes.
            return start + 3
        case 0x5B:
            var end = start + 2
            while end < bytes.count, !(0x40...0x7E).contains(bytes[end]) { end += 1 }
            guard end < bytes.count else { break }
            if bytes[end] == 0x6D {
                take(parameters: bytes[(start + 2)..<end])
            } else {
                if ColourFilter.shows(bytes[end]) { catchUpForBlank() }
                output += bytes[start...end]
            }
            return end + 1
        default: break
        }
        catchUp()
        output += bytes[start...(start + 1)]
        return start + 2
    }

    /// Whether a sequence with that last letter paints, so that the ground must be right before it: erasing,
    /// inserting and deleting do; moving and setting modes do not.
    private static func shows(_ final: UInt8) -> Bool {
        !"HfdGABCDEF`aehlrn".utf8.contains(final)
    }

    private mutating func take(parameters: ArraySlice<UInt8>) {
        let parts = parameters.split(separator: 0x3B, omittingEmptySubsequences: false).map(Array.init)
        var index = 0
        while index < parts.count {
            let number = ColourFilter.number(parts[index])
            var length = 1
            if number == 38 || number == 48, index + 1 < parts.count {
                length = min(ColourFilter.number(parts[index + 1]) == 2 ? 5 : 3, parts.count - index)
            }
            apply(number, Array(parts[index..<(index + length)].joined(separator: [0x3B])))
            index += length
        }
    }

    private static func number(_ digits: [UInt8]) -> Int {
        digits.reduce(0) { ($1 >= 0x30 && $1 <= 0x39) ? ($0 &* 10 &+ Int($1) - 0x30) & 0xFFFF : 0 }
    }

    private mutating func apply(_ number: Int, _ text: [UInt8]) {
        switch number {
        case 0: wanted = Pen()
        case 1: wanted.isBold = true
        case 2: wanted.isDim = true
        case 4: wanted.isUnderlined = true
        case 7: wanted.isReversed = true
        case 22: (wanted.isBold, wanted.isDim) = (false, false)
        case 24: wanted.isUnderlined = false
        case 27: wanted.isReversed = false
        // The Linux console's plain font, which nothing here ever leaves.
        case 10: break
        case 30...38, 90...97: wanted.foreground = text
        case 39: wanted.foreground = []
        case 40...48, 100...107: wanted.background = text
        case 49: wanted.background = []
        default: wanted.others += (wanted.others.isEmpty ? [] : [0x3B]) + text
        }
    }

    /// A blank shows its ground and nothing of the letters' style.
    private mutating func catchUpForBlank() {
        let isSame =
            wanted.background == sent.background && !wanted.isReversed && !sent.isReversed
            && !wanted.isUnderlined
            && !sent.isUnderlined && wanted.others == sent.others
        if !isSame { catchUp() }
    }

    /// Makes the terminal's style the wanted one.
    private mutating func catchUp() {
        guard wanted != sent else { return }
        var parts: [[UInt8]] = []
        var base = sent
        if wanted.others != sent.others || wanted == Pen() {
            parts.append([0x30])
            base = Pen()
            if !wanted.others.isEmpty { parts.append(wanted.others) }
        }
        if (base.isBold && !wanted.isBold) || (base.isDim && !wanted.isDim) {
            parts.append(Array("22".utf8))
            (base.isBold, base.isDim) = (false, false)
        }
        if wanted.isBold && !base.isBold { parts.append([0x31]) }
        if wanted.isDim && !base.isDim { parts.append([0x32]) }
        if wanted.isUnderlined != base.isUnderlined {
            parts.append(Array((wanted.isUnderlined ? "4" : "24").utf8))
        }
        if wanted.isReversed != base.isReversed { parts.append(Array((wanted.isReversed ? "7" : "27").utf8)) }
        if wanted.foreground != base.foreground {
            parts.append(wanted.foreground.isEmpty ? Array("39".utf8) : wanted.foreground)
        }
        if wanted.background != base.background {
            parts.append(wanted.background.isEmpty ? Array("49".utf8) : wanted.background)
        }
        output += [0x1B, 0x5B]
        output += parts.joined(separator: [0x3B])
        output.append(0x6D)
        sent = wanted
    }
}
