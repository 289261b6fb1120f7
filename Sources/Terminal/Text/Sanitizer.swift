import Foundation

/// What makes outside text fit to be drawn. See `DisplayText` for the rules.
enum Sanitizer {
    private static let tabStop = 8
    private static let maximumMarks = 4

    static func clean(_ raw: String) -> DisplayText {
        // Composing costs a trip through Foundation, so only text that could compose takes it.
        let source =
            raw.unicodeScalars.contains(where: couldCompose) ? raw.precomposedStringWithCanonicalMapping : raw
        var pass = Pass()
        for scalar in source.unicodeScalars { pass.take(scalar) }
        return DisplayText(
            clean: String(pass.kept), width: pass.width, isASCII: pass.kept.allSatisfy { $0.value < 0x7F })
    }

    private static func couldCompose(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x300 { return false }
        if value >= 0x1100 && value < 0x1200 { return true }
        if value >= 0xF900 && value < 0xFB00 { return true }
        // The signs that are canonically others: ohm, kelvin, ångström, angle brackets and such.
        if value == 0x2126 || value == 0x212A || value == 0x212B { return true }
        return CharacterWidth.of(scalar) == 0
    }

    /// Steps over the scalars, keeping what a cell can hold.
    private struct Pass {
        var kept = String.UnicodeScalarView()
        var width = 0
        private var marks = 0
        private var hasBase = false
        private var baseIsEmoji = false
        private var dropsNext = false

        mutating func take(_ scalar: Unicode.Scalar) {
            let value = scalar.value
            if value == 0x200D {
                dropsNext = hasBase
                return
            }
            if (0xFE00...0xFE0F).contains(value) || (0xE0100...0xE01EF).contains(value) { return }
            if value == 0x09 { return expandTab() }
            if value == 0x0A || value == 0x2028 || value == 0x2029 { return append(" ", width: 1) }
            if Sanitizer.isDropped(scalar) { return }
            if (0x1F3FB...0x1F3FF).contains(value), baseIsEmoji { return }
            let cells = CharacterWidth.of(scalar)
            if cells == 0 { return appendMark(scalar) }
            if dropsNext {
                dropsNext = false
                return
            }
            if (0x1F1E6...0x1F1FF).contains(value), let letter = Unicode.Scalar(value - 0x1F1E6 + 0x41) {
                return append(letter, width: 1)
            }
            append(scalar, width: cells)
            baseIsEmoji = cells == 2 && value >= 0x1F000
        }

        private mutating func append(_ scalar: Unicode.Scalar, width cells: Int) {
            kept.append(scalar)
            width += cells
            marks = 0
            hasBase = true
            baseIsEmoji = false
            dropsNext = false
        }

        private mutating func appendMark(_ scalar: Unicode.Scalar) {
            guard hasBase, !dropsNext, marks < Sanitizer.maximumMarks else { return }
            kept.append(scalar)
            marks += 1
        }

        private mutating func expandTab() {
            let blanks = Sanitizer.tabStop - width % Sanitizer.tabStop
            for _ in 0..<blanks { append(" ", width: 1) }
        }
    }

    /// Controls of both sets, and the format characters, which steer a terminal or reorder a line
    /// and have no look of their own: bidirectional marks, joiners, tags, the byte order mark.
    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 0x20 || (0x7F...0x9F).contains(value) || value == 0xAD { return true }
        if value < 0x600 || (0x10A0...0x10FF).contains(value) { return false }
        if (0x200B...0x200F).contains(value) || (0x202A...0x202E).contains(value) { return true }
        if (0x2060...0x206F).contains(value) || value == 0xFEFF || value == 0x61C { return true }
        if (0xFFF0...0xFFFB).contains(value) || (0xE0000...0xE007F).contains(value) { return true }
        if value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(value) { return true }
        // None of the scripts and signs in between has a format character, but one.
        if (0x1200...0xFEFE).contains(value) { return value == 0x180E }
        return scalar.properties.generalCategory == .format
    }
}
