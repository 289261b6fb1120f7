package import Commerce

/// What a channel can do, as data: the engine decides by this and never by a platform's name.
package struct ChannelCapabilities: Hashable, Sendable {
    /// The most ``ListingWrite``s one call of `write` takes into a single request.
    package var listingBatch: Int
    package var stockBatch: Int
    /// The most things one page of a read brings.
    package var pageSize: Int
    package var stockWriting: StockWriting
    /// The fields it keeps; others are never sent and never merged.
    package var fields: Set<ListingField>
    package var maxTitleCharacters: Int
    package var maxVariants: Int
    package var maxOptions: Int
    /// Whether effects carry a key by which the platform itself refuses a second doing.
    package var hasIdempotencyKeys: Bool
    /// Whether a cancellation puts goods back into the platform's count by itself (LESSONS 11).
    package var restocksOnCancel: Bool
    /// Whether the platform takes its count down when it takes an order.
    package var takesStockOnOrder: Bool
    /// Whether one request carries a product's fields and its variants' (WooCommerce's simple product), so that they count once.
    package var mergesSimpleProducts: Bool
    /// Whether customers can be asked for by what changed.
    package var pullsCustomersIncrementally: Bool
    /// What it can be asked to do once.
    package var effects: Set<EffectKind>
    /// What it does not keep and one might look for, for the plan to say.
    package var remarks: [String] = []

    package enum StockWriting: Hashable, Sendable {
        /// The platform compares what we expected with what is there.
        case compareAndSet
        /// It is set whatever is there: read before, and read back.
        case absolute
    }

    package enum EffectKind: String, Hashable, Sendable, CaseIterable {
        case ship, cancel, refund, note, createProduct, removeProduct, createVariant, removeVariant
    }

    package init(
        listingBatch: Int, stockBatch: Int, pageSize: Int, stockWriting: StockWriting,
        fields: Set<ListingField>, maxTitleCharacters: Int, maxVariants: Int, maxOptions: Int,
        hasIdempotencyKeys: Bool, restocksOnCancel: Bool, takesStockOnOrder: Bool,
        mergesSimpleProducts: Bool, pullsCustomersIncrementally: Bool, effects: Set<EffectKind>
    ) {
        self.listingBatch = listingBatch
        self.stockBatch = stockBatch
        self.pageSize = pageSize
        self.stockWriting = stockWriting
        self.fields = fields
        self.maxTitleCharacters = maxTitleCharacters
        self.maxVariants = maxVariants
        self.maxOptions = maxOptions
        self.hasIdempotencyKeys = hasIdempotencyKeys
        self.restocksOnCancel = restocksOnCancel
        self.takesStockOnOrder = takesStockOnOrder
        self.mergesSimpleProducts = mergesSimpleProducts
        self.pullsCustomersIncrementally = pullsCustomersIncrementally
        self.effects = effects
    }
}
