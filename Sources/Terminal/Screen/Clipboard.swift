extension Screen {
    /// More than this most terminals refuse without a word.
    package static let clipboardLimit = 74_000

    /// Puts text on the clipboard of whoever sits at the terminal, also over ssh (OSC 52). Answers
    /// false when it is too long, in which case nothing is sent. Whether the terminal obeys cannot be known.
    package func copy(_ text: String) -> Bool {
        guard text.utf8.count <= Screen.clipboardLimit else { return false }
        let order = "\u{1B}]52;c;\(Screen.base64(Array(text.utf8)))\u{07}"
        descriptors.write(order)
        if options.environment["TMUX"] != nil {
            // tmux may keep it for its own buffer; wrapped, it goes on to the terminal outside.
            descriptors.write("\u{1B}Ptmux;\u{1B}" + order + "\u{1B}\\")
        }
        return true
    }

    static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
            let value = three[0] << 16 | three[1] << 8 | three[2]
            for place in 0..<4 {
                let isPadding = start + place > bytes.count
                result.append(isPadding ? 0x3D : letters[value >> (18 - 6 * place) & 63])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
