package import Shop

/// What the app knows of the shop before its first frame.
package struct StartState: Sendable {
    package var settings: ShopSettings
    package var memory: [String: String]
    package var drafts: [String: String]
    package var filters: [SavedFilter]
    package var unfinished: [UnfinishedRun]

    /// Reads it in a few milliseconds.
    package static func read(from shop: Shop) throws -> StartState {
        StartState(
            settings: try shop.settings(), memory: try shop.viewStates(), drafts: try shop.drafts(),
            filters: try shop.savedFilters(), unfinished: try shop.unfinishedRuns())
    }
}
