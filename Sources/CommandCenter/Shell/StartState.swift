package import Commerce
package import Shop

/// What the app knows of the shop before its first frame.
package struct StartState: Sendable {
    package var settings: ShopSettings
    package var memory: [String: String]
    package var drafts: [String: String]
    package var filters: [SavedFilter]
    /// Whether something needs the seller: Mercer then opens at Today.
    package var needsSeller: Bool

    /// Reads it in a few milliseconds.
    package static func read(from shop: Shop, at now: Instant) throws -> StartState {
        StartState(
            settings: try shop.settings(), memory: try shop.viewStates(), drafts: try shop.drafts(),
            filters: try shop.savedFilters(), needsSeller: try shop.hasProblems(at: now))
    }
}
