/// What we and a channel last agreed on for one field: what we sent, and what the platform answered. The two differ
/// where a platform rewrites what it is given (WooCommerce stores 999 for "9,99").
package struct FieldBase: Hashable, Codable, Sendable {
    /// Nil where we never sent it: the listing was found on the channel and matched to ours.
    package var ours: String?
    package var theirs: String

    package init(ours: String?, theirs: String) {
        self.ours = ours
        self.theirs = theirs
    }
}

/// What becomes of a field when both sides are known (LESSONS, the merge contract).
package enum FieldMerge: Hashable, Sendable {
    /// Neither side moved.
    case same
    /// Both moved to the same: that is the new base.
    case agreed
    /// Only they moved: theirs lands in the listing's own override.
    case take
    /// Only we moved: ours goes out.
    case push
    /// Both moved, and the parts fit together: this goes to both sides.
    case joined(String)
    /// Both moved apart: a person decides, or the connection's default.
    case conflict

    package init(_ field: ListingField, ours: String, base: FieldBase?, theirs: String) {
        guard let base else {
            // A barcode that is not there says nothing.
            if field == .barcode, theirs.isEmpty, !ours.isEmpty {
                self = .push
                return
            }
            // Found on the channel and matched: what stands there stays until the seller says otherwise.
            self = ours == theirs ? .agreed : .take
            return
        }
        let weMoved = ours != base.ours
        let theyMoved = theirs != base.theirs
        switch (weMoved, theyMoved) {
        case (false, false): self = .same
        case (true, false): self = .push
        case (false, true): self = ours == theirs ? .agreed : .take
        case (true, true):
            if ours == theirs {
                self = .agreed
            } else if let joined = Self.join(field, ours: ours, base: base, theirs: theirs) {
                self = .joined(joined)
            } else {
                self = .conflict
            }
        }
    }

    private static func join(
        _ field: ListingField, ours: String, base: FieldBase, theirs: String
    ) -> String? {
        if field.isSet { return SetMerge.merged(base: base.theirs, ours: ours, theirs: theirs) }
        if field == .images {
            let (mine, other) = (ListingImages.images(ours), ListingImages.images(theirs))
            let before = base.ours.map(ListingImages.images) ?? []
            let beforeThere = ListingImages.images(base.theirs)
            guard !ListingImages.areApart(ours: mine, before, theirs: other, beforeThere) else { return nil }
            return ListingImages.text(ListingImages.carry(from: beforeThere, to: other, onto: mine))
        }
        // Only text of several lines has parts that can be told apart.
        if field == .description {
            return LineMerge.merged(base: base.theirs, ours: ours, theirs: theirs)
        }
        return nil
    }
}

/// Sets of words joined element by element: what either side added is in, what either side took out is out.
enum SetMerge {
    /// - Parameters: one element a line, as ``ListingField/setText(_:)`` writes them.
    static func merged(base: String, ours: String, theirs: String) -> String {
        let (base, ours, theirs) = (elements(base), elements(ours), elements(theirs))
        let removed = base.subtracting(ours).union(base.subtracting(theirs))
        return ListingField.setText(ours.union(theirs).subtracting(removed))
    }

    private static func elements(_ text: String) -> Set<String> {
        Set(text.split(separator: "\n").map(String.init))
    }
}

/// Three-way merge of text by lines, as diff3 does it.
enum LineMerge {
    /// The text with both sides' changes; nil where they touch the same or neighbouring lines, and nil for more lines
    /// than are worth comparing.
    static func merged(base: String, ours: String, theirs: String) -> String? {
        let base = lines(base)
        let ours = lines(ours)
        let theirs = lines(theirs)
        guard base.count <= 2_000, ours.count <= 2_000, theirs.count <= 2_000 else { return nil }
        let mine = hunks(base, ours)
        let other = hunks(base, theirs)
        var result: [Substring] = []
        var place = 0
        var (i, j) = (0, 0)
        while i < mine.count || j < other.count {
            let next: Hunk
            if i < mine.count, j < other.count {
                let (one, two) = (mine[i], other[j])
                if one == two {
                    next = one
                    i += 1
                    j += 1
                } else if one.old.upperBound < two.old.lowerBound {
                    next = one
                    i += 1
                } else if two.old.upperBound < one.old.lowerBound {
                    next = two
                    j += 1
                } else {
                    return nil
                }
            } else if i < mine.count {
                next = mine[i]
                i += 1
            } else {
                next = other[j]
                j += 1
            }
            guard next.old.lowerBound >= place else { return nil }
            result += base[place..<next.old.lowerBound]
            result += next.new
            place = next.old.upperBound
        }
        result += base[place...]
        return result.joined(separator: "\n")
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private struct Hunk: Equatable {
        var old: Range<Int>
        var new: [Substring]
    }

    private static func hunks(_ base: [Substring], _ changed: [Substring]) -> [Hunk] {
        var removed = Set<Int>()
        var inserted: [Int: Substring] = [:]
        for change in changed.difference(from: base) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, let element, _): inserted[offset] = element
            }
        }
        var hunks: [Hunk] = []
        var (old, new) = (0, 0)
        while old < base.count || new < changed.count {
            guard removed.contains(old) || inserted[new] != nil else {
                old += 1
                new += 1
                continue
            }
            let start = old
            var lines: [Substring] = []
            while removed.contains(old) || inserted[new] != nil {
                if removed.contains(old) {
                    old += 1
                } else if let line = inserted[new] {
                    lines.append(line)
                    new += 1
                }
            }
            hunks.append(Hunk(old: start..<old, new: lines))
        }
        return hunks
    }
}
