package import Commerce
package import HTTP
import Synchronization

/// A WooCommerce shop that lives in memory and behaves as real ones were seen to, oddities included.
///
/// Everything is deterministic: time comes from the closure, chance from the configuration's seed.
package final class SimulatedWoo: SimulatedPlatform {
    private let shop: Mutex<WooShop>
    private let now: @Sendable () -> Instant

    package init(configuration: WooConfiguration = WooConfiguration(), now: @escaping @Sendable () -> Instant)
    {
        self.now = now
        shop = Mutex(WooShop(configuration: configuration))
    }

    package func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let moment = now()
        return shop.withLock { $0.answer(request, at: moment) }
    }

    /// What the seller or a buyer does in the shop itself.
    func inside<Result: Sendable>(_ act: (inout WooShop) -> sending Result) -> Result {
        let moment = now()
        return shop.withLock { shop in
            shop.now = moment
            return act(&shop)
        }
    }
}
