/// Turns the bytes a terminal sends into what a person did. It holds no clock and reads nothing:
/// feed it what `read` gave, and call `flush` when nothing followed for the Esc delay.
///
/// What it does not know is dropped whole, so that no part of a reply or of a strange key ever runs a command.
package struct InputDecoder: Sendable {
    /// Pasted text beyond this many bytes is cut off.
    package static let pasteLimit = 1 << 20

    private enum State: Hashable, Sendable {
        case ground
        case escape
        /// After ESC [ ; its parameters are in `sequence`.
        case csi
        /// After ESC O, perhaps with a modifier digit.
        case ss3
        /// A reply in words, up to BEL or ST.
        case string
        /// ST's backslash may follow.
        case stringEscape
        /// The three bytes of an old mouse report.
        case oldMouse
        /// ESC [ [ and one letter: the Linux console's F1 to F5.
        case consoleKey
        case paste
    }

    private var state = State.ground
    private var sequence: [UInt8] = []
    private var isOverlong = false
    private var utf8: [UInt8] = []
    private var utf8Needs = 0
    private var isAlt = false
    private var pasted: [UInt8] = []
    private var events: [InputEvent] = []
    private let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

    package init() {}

    /// Whether an Esc may or may not be the beginning of more: ask `flush` when nothing follows.
    package var awaitsMore: Bool {
        state == .escape || (state == .string && sequence.isEmpty)
    }

    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        for byte in bytes { take(byte) }
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    /// Nothing followed: an Esc was the Esc key. A longer beginning is kept, since over a slow line
    /// its rest may still come, and would otherwise be read as keys.
    package mutating func flush() -> [InputEvent] {
        defer { state = awaitsMore ? .ground : state }
        return state == .escape ? [.key(.escape)] : []
    }

    /// Forgets what has begun.
    package mutating func reset() {
        self = InputDecoder()
    }

    private mutating func take(_ byte: UInt8) {
        if state == .paste { return takePasted(byte) }
        if byte == 0x18 || byte == 0x1A, state != .ground, state != .escape {
            // CAN and SUB break a sequence off.
            state = .ground
            return
        }
        switch state {
        case .ground: takePlain(byte)
        case .escape: takeEscaped(byte)
        case .csi: takeCSI(byte)
        case .ss3: takeSS3(byte)
        case .string: takeString(byte)
        case .stringEscape: byte == 0x5C ? (state = .ground) : restart(with: byte)
        case .oldMouse: takeOldMouse(byte)
        case .consoleKey:
            state = .ground
            if (0x41...0x45).contains(byte) { emit(Key(.function(Int(byte) - 0x40))) }
        case .paste: break
        }
    }

    private mutating func restart(with byte: UInt8) {
        state = .escape
        takeEscaped(byte)
    }

    private mutating func emit(_ key: Key) {
        events.append(.key(key))
    }

    // MARK: Characters

    private mutating func takePlain(_ byte: UInt8) {
        if utf8Needs > 0 {
            if byte & 0xC0 == 0x80 {
                utf8.append(byte)
                if utf8.count == utf8Needs { finishCharacter() }
                return
            }
            utf8Needs = 0
            isAlt = false
        }
        switch byte {
        case 0x1B: state = .escape
        case 0x00...0x1F, 0x7F: emit(InputDecoder.control(byte))
        case 0x20...0x7E: emit(.character(Character(Unicode.Scalar(byte))))
        case 0xC2...0xDF: beginCharacter(byte, length: 2)
        case 0xE0...0xEF: beginCharacter(byte, length: 3)
        case 0xF0...0xF4: beginCharacter(byte, length: 4)
        default: break
        }
    }

    private mutating func beginCharacter(_ byte: UInt8, length: Int) {
        utf8 = [byte]
        utf8Needs = length
    }

    private mutating func finishCharacter() {
        let modifiers: Key.Modifiers = isAlt ? .alt : []
        isAlt = false
        utf8Needs = 0
        guard let text = String(validating: utf8, as: UTF8.self), let scalar = text.unicodeScalars.first,
            !(0x80...0x9F).contains(scalar.value), scalar.properties.generalCategory != .unassigned,
            scalar.properties.generalCategory != .format || scalar.value == 0x200D
        else { return }
        emit(Key(.character(Character(scalar)), modifiers))
    }

    static func control(_ byte: UInt8) -> Key {
        switch byte {
        case 0x0D: .enter
        case 0x09: .tab
        case 0x1B: .escape
        case 0x7F, 0x08: .backspace
        case 0x00: .ctrl(" ")
        case 0x1C...0x1F: .ctrl(Character(Unicode.Scalar(byte + 0x40)))
        default: .ctrl(Character(Unicode.Scalar(byte + 0x60)))
        }
    }

    private mutating func takeEscaped(_ byte: UInt8) {
        state = .ground
        switch byte {
        case 0x5B: begin(.csi)
        case 0x4F: begin(.ss3)
        case 0x5D, 0x50, 0x58, 0x5E, 0x5F: begin(.string)
        case 0x1B:
            emit(.escape)
            state = .escape
        case 0x20...0x7E: emit(Key(.character(Character(Unicode.Scalar(byte))), .alt))
        case 0x00...0x1F, 0x7F:
            var key = InputDecoder.control(byte)
            key.modifiers.insert(.alt)
            emit(key)
        default:
            isAlt = true
            takePlain(byte)
            if utf8Needs == 0 { isAlt = false }
        }
    }

    private mutating func begin(_ next: State) {
        state = next
        sequence.removeAll(keepingCapacity: true)
        isOverlong = false
    }

    // MARK: Sequences

    private mutating func takeCSI(_ byte: UInt8) {
        switch byte {
        case 0x1B: state = .escape
        case 0x5B where sequence.isEmpty: state = .consoleKey
        case 0x20...0x3F:
            if sequence.count < 64 { sequence.append(byte) } else { isOverlong = true }
        case 0x40...0x7E:
            state = .ground
            if isOverlong { return }
            if byte == 0x4D && sequence.isEmpty { return begin(.oldMouse) }
            finishCSI(byte)
        default: state = .ground
        }
    }

    private mutating func finishCSI(_ final: UInt8) {
        if sequence == [0x32, 0x30, 0x30] && final == 0x7E {
            pasted.removeAll()
            state = .paste
        } else if let event = ControlSequence(parameters: sequence, final: final).event {
            events.append(event)
        }
    }

    private mutating func takeSS3(_ byte: UInt8) {
        switch byte {
        case 0x1B: state = .escape
        case 0x30...0x39 where sequence.count < 2: sequence.append(byte)
        default:
            state = .ground
            let modifier = sequence.first.map { Int($0) - 0x30 } ?? 1
            if let key = ControlSequence.applicationKey(byte, modifier: modifier) { emit(key) }
        }
    }

    /// A reply is short. A person who pressed Alt-] is not to lose every later key, so Enter and
    /// other controls end it too.
    private mutating func takeString(_ byte: UInt8) {
        switch byte {
        case 0x1B: state = .stringEscape
        case 0x07, 0x00...0x06, 0x08...0x1A, 0x1C...0x1F: state = .ground
        default:
            sequence.append(byte)
            if sequence.count >= 4096 { state = .ground }
        }
    }

    private mutating func takeOldMouse(_ byte: UInt8) {
        sequence.append(byte)
        guard sequence.count == 3 else { return }
        state = .ground
        let numbers = sequence.map { Int($0) - 32 }
        if let mouse = ControlSequence.mouse(
            button: numbers[0], column: numbers[1], row: numbers[2], isRelease: numbers[0] & 3 == 3)
        {
            events.append(.mouse(mouse))
        }
    }

    // MARK: Paste

    private mutating func takePasted(_ byte: UInt8) {
        pasted.append(byte)
        if byte == 0x7E, pasted.count >= pasteEnd.count, pasted.suffix(pasteEnd.count).elementsEqual(pasteEnd)
        {
            pasted.removeLast(pasteEnd.count)
            state = .ground
            events.append(.paste(InputDecoder.cleaned(pasted)))
            pasted = []
        } else if pasted.count >= InputDecoder.pasteLimit + 2 * pasteEnd.count {
            // Over the limit only enough is kept to find the end.
            pasted.removeSubrange(InputDecoder.pasteLimit..<(pasted.count - pasteEnd.count))
        }
    }

    /// Line ends as "\n", and no control but tab: an escape that was hidden in a page must not reach anything.
    private static func cleaned(_ bytes: [UInt8]) -> String {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var last: UInt8 = 0
        for byte in bytes.prefix(pasteLimit) {
            if byte == 0x0D || (byte == 0x0A && last != 0x0D) { kept.append(0x0A) }
            if byte >= 0x20 && byte != 0x7F || byte == 0x09 { kept.append(byte) }
            last = byte
        }
        return String(decoding: kept, as: UTF8.self)
    }
}
