import Foundation

/// Cuts a JSON array into its items' bytes without reading them: so that one bad item does not spoil its page, and
/// each keeps the very bytes the shop sent.
enum WooRows {
    /// Nil where this is no array, or it breaks off.
    static func split(_ body: Data) -> [Data]? {
        let ranges = body.withUnsafeBytes { split($0.bindMemory(to: UInt8.self)) }
        return ranges?.map { body[body.startIndex + $0.lowerBound..<body.startIndex + $0.upperBound] }
    }

    private static func split(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>]? {
        var place = 0
        while place < bytes.count, isBlank(bytes[place]) || [0xEF, 0xBB, 0xBF].contains(bytes[place]) {
            place += 1
        }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "[") else { return nil }
        place += 1
        var found: [Range<Int>] = []
        var start: Int?
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                if start == nil { start = place }
                place += 1
                while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                    place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if start == nil { start = place }
                depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "]") where depth > 0: depth -= 1
            case UInt8(ascii: "]"):
                if let start { found.append(start..<place) }
                return bytes[(place + 1)...].allSatisfy(isBlank) ? found : nil
            case UInt8(ascii: ",") where depth == 0:
                guard let begin = start else { return nil }
                found.append(begin..<place)
                start = nil
            case let byte where isBlank(byte): break
            default: if start == nil { start = place }
            }
            place += 1
        }
        return nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
