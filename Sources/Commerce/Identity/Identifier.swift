/// The name of one thing in the shop: 64 bits, unique across machines, in order of making.
///
/// The subject keeps kinds apart: a refund line's identifier is not an order line's (LESSONS 38). In JSON it is a
/// string, as JavaScript loses the last digits of such numbers.
package struct Identifier<Subject>: Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: Identifier, right: Identifier) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Identifier: LosslessStringConvertible {
    package var description: String { String(rawValue) }

    package init?(_ description: String) {
        guard let value = Int64(description), value >= 0 else { return nil }
        self.init(rawValue: value)
    }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let identifier = Identifier(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not an identifier: a whole number as a string")
        }
        self = identifier
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// What identifiers name. Never made: only a mark on the type.
package enum Subject {
    package enum Product {}
    package enum Variant {}
    package enum Category {}
    package enum Image {}
    package enum Order {}
    package enum OrderLine {}
    package enum Customer {}
    package enum Address {}
    package enum Parcel {}
    package enum ParcelLine {}
    package enum Payment {}
    package enum Refund {}
    package enum RefundLine {}
    package enum Return {}
    package enum StockChange {}
    package enum Entry {}
    package enum EntryGroup {}
    package enum Note {}
    package enum Filter {}
    package enum Draft {}
    package enum Import {}
    package enum ImportRow {}
    package enum Connection {}
    package enum Listing {}
    package enum Effect {}
    package enum Problem {}
}

package typealias ProductID = Identifier<Subject.Product>
package typealias VariantID = Identifier<Subject.Variant>
package typealias CategoryID = Identifier<Subject.Category>
package typealias ImageID = Identifier<Subject.Image>
package typealias OrderID = Identifier<Subject.Order>
package typealias OrderLineID = Identifier<Subject.OrderLine>
package typealias CustomerID = Identifier<Subject.Customer>
package typealias AddressID = Identifier<Subject.Address>
package typealias ParcelID = Identifier<Subject.Parcel>
package typealias ParcelLineID = Identifier<Subject.ParcelLine>
package typealias PaymentID = Identifier<Subject.Payment>
package typealias RefundID = Identifier<Subject.Refund>
package typealias RefundLineID = Identifier<Subject.RefundLine>
package typealias ReturnID = Identifier<Subject.Return>
package typealias StockChangeID = Identifier<Subject.StockChange>
/// A journal entry: at the same time the hybrid clock of the Action that wrote it.
package typealias EntryID = Identifier<Subject.Entry>
package typealias EntryGroupID = Identifier<Subject.EntryGroup>
package typealias NoteID = Identifier<Subject.Note>
package typealias FilterID = Identifier<Subject.Filter>
package typealias DraftID = Identifier<Subject.Draft>
package typealias ImportID = Identifier<Subject.Import>
package typealias ImportRowID = Identifier<Subject.ImportRow>
package typealias ConnectionID = Identifier<Subject.Connection>
package typealias ListingID = Identifier<Subject.Listing>
package typealias EffectID = Identifier<Subject.Effect>
package typealias ProblemID = Identifier<Subject.Problem>
