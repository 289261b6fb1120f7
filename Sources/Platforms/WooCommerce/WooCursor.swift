import Connectors

/// Where a read by identifier stands.
///
/// Pages are cut by offset, which shifts when rows come or go. Each page therefore begins with the last row of the
/// page before: where that one is not there any more, rows in front of it have vanished, and the read steps back.
/// Rows that come in front are passed over here: they were changed after the read began, and the next one has them.
struct WooCursor: Hashable {
    /// How many rows stand in front of the next one.
    var offset: Int
    /// The largest identifier that was read.
    var last: Int
    /// The first row of all, by which a shop that ignores offsets is known.
    var first: Int

    init(offset: Int, last: Int, first: Int) {
        self.offset = offset
        self.last = last
        self.first = first
    }

    var text: String { "\(offset):\(last):\(first)" }

    init(_ text: String) throws(ChannelFailure) {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 3, parts.allSatisfy({ $0 >= 0 }) else {
            throw .rejected(reason: "“\(text.prefix(40))” is no place in a read of this shop")
        }
        self.init(offset: parts[0], last: parts[1], first: parts[2])
    }
}
