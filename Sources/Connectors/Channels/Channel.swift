package import Commerce
package import Foundation

/// A place where the shop sells. All that Mercer asks of one; what it says is in the trade's values, never in JSON.
///
/// A channel keeps its own pace and repeats a read by itself where that is safe. It never repeats a write whose fate
/// is open: it throws, and the engine decides.
package protocol Channel: Sendable {
    var capabilities: ChannelCapabilities { get }

    /// Who is there, what the keys may do, and what time it is there. Changes nothing.
    func identify() async throws(ChannelFailure) -> ChannelIdentity

    func products(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelProduct>
    func orders(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelOrder>
    func customers(_ ask: PullAsk) async throws(ChannelFailure) -> PulledPage<ChannelCustomer>

    /// The identifiers of all there is, for the slow enumeration which alone may conclude that something was deleted.
    func identifiers(of stream: PullStream, cursor: String?) async throws(ChannelFailure) -> IdentifierPage

    /// These products as they are now; those that are gone are left out. In one request where the platform can.
    func products(ids: [String]) async throws(ChannelFailure) -> [Pulled<ChannelProduct>]
    func orders(ids: [String]) async throws(ChannelFailure) -> [Pulled<ChannelOrder>]

    /// Writes differences, in as few requests as the platform takes; answers one for one. At most
    /// `capabilities.listingBatch` at a time.
    ///
    /// - Throws: where the request as a whole failed. With ``ChannelFailure/leavesDoubt`` any part may have been done.
    func write(_ writes: [ListingWrite]) async throws(ChannelFailure) -> [WriteAnswer]
    /// Writes counts. At most `capabilities.stockBatch` at a time. The key makes a repeat of the same call harmless
    /// where the platform has such keys.
    func writeStock(_ writes: [StockWrite], key: String) async throws(ChannelFailure) -> [WriteAnswer]

    /// Does it, once. The key is our reference: it goes with the effect wherever the platform keeps one.
    func perform(_ effect: ChannelEffect, key: String) async throws(ChannelFailure) -> EffectAnswer
    /// Looks for what became of an effect that was sent with that key; never does it.
    func lookUp(_ effect: ChannelEffect, key: String) async throws(ChannelFailure) -> EffectFinding

    /// How many requests so many writes cost, for the plan.
    func requestCount(listings: [ListingWrite], stock: Int) -> Int
}

/// Who answered.
package struct ChannelIdentity: Hashable, Codable, Sendable {
    /// Stays the same while it is the same shop; another one under the same keys' form is refused.
    package var shop: String
    package var name: String
    package var url: String
    package var currency: String
    package var timeZone: String
    package var country: String
    /// The platform's version, such as `9.9.5`.
    package var version: String
    package var grantedScopes: [String]
    /// What Mercer needs and the keys may not do, in the platform's words.
    package var missingScopes: [String]
    /// The other side's clock when it answered (LESSONS 25).
    package var serverTime: Instant?
    /// What works and is odd, for the seller to know.
    package var remarks: [String]

    package init(
        shop: String, name: String, url: String = "", currency: String, timeZone: String = "",
        country: String = "", version: String = "", grantedScopes: [String] = [],
        missingScopes: [String] = [], serverTime: Instant? = nil, remarks: [String] = []
    ) {
        self.shop = shop
        self.name = name
        self.url = url
        self.currency = currency
        self.timeZone = timeZone
        self.country = country
        self.version = version
        self.grantedScopes = grantedScopes
        self.missingScopes = missingScopes
        self.serverTime = serverTime
        self.remarks = remarks
    }
}

/// What is pulled, each with its own watermark.
package enum PullStream: String, Hashable, Codable, Sendable, CaseIterable {
    case orders, products, customers
}

/// One page of a read.
package struct PullAsk: Hashable, Sendable {
    /// What changed at or after this moment; nil for all. The channel overlaps as its platform needs.
    package var since: Instant?
    /// Where the page before ended; nil for the first. Only ever what a page of the same read answered.
    package var cursor: String?
    /// How many at most; nil for what the platform allows.
    package var limit: Int?

    package init(since: Instant? = nil, cursor: String? = nil, limit: Int? = nil) {
        self.since = since
        self.cursor = cursor
        self.limit = limit
    }
}

/// One thing read: itself, or why it cannot be read, and the platform's own bytes as evidence.
package struct Pulled<Item: Sendable & Hashable>: Hashable, Sendable {
    package var id: String
    package var item: Result<Item, UnreadableItem>
    package var raw: Data

    package init(id: String, item: Result<Item, UnreadableItem>, raw: Data) {
        self.id = id
        self.item = item
        self.raw = raw
    }
}

/// Why one thing of a page cannot be taken in. It never stops the others (LESSONS 44).
package struct UnreadableItem: Error, Hashable, Sendable, CustomStringConvertible {
    package let reason: String

    package init(reason: String) { self.reason = reason }

    package var description: String { reason }
}

package struct PulledPage<Item: Sendable & Hashable>: Sendable {
    package var items: [Pulled<Item>]
    /// Nil at the end.
    package var next: String?
    /// How many there are in all, where the platform says.
    package var total: Int?
    /// The other side's clock when it answered; the watermark is taken from the first page's (LESSONS 22).
    package var serverTime: Instant?

    package init(items: [Pulled<Item>], next: String?, total: Int? = nil, serverTime: Instant? = nil) {
        self.items = items
        self.next = next
        self.total = total
        self.serverTime = serverTime
    }
}

package struct IdentifierPage: Hashable, Sendable {
    package var ids: [String]
    package var next: String?
    package var total: Int?

    package init(ids: [String], next: String?, total: Int? = nil) {
        self.ids = ids
        self.next = next
        self.total = total
    }
}
