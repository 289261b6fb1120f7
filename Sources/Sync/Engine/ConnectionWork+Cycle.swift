import Commerce
import Connectors
import Shop

extension ConnectionWork {
    /// How fresh the orders and products have to be before ours is pushed over what was read.
    static let freshSeconds = 30

    /// Everything once: what is in doubt, what is new there, what is new here.
    ///
    /// Products come first the first time, so that the first orders find theirs; later orders come first, as they
    /// explain what has happened to the counts.
    ///
    /// - Parameter readOnly: whether nothing is sent, whatever the rules say.
    func cycle(readOnly: Bool) async throws {
        if !readOnly { try await lookUp() }
        let isFirst = try shop.pullState(PullStream.products.rawValue, of: id).isFirst
        if isFirst {
            try await pullProducts()
            if try shop.pullState(PullStream.customers.rawValue, of: id).isFirst { try await pullCustomers() }
        }
        try await pullOrders()
        if !readOnly {
            try await push(stockOnly: true)
            try await pump()
        }
        if !isFirst { try await pullProducts() }
        try await readAgain()
        if channel.capabilities.pullsCustomersIncrementally, !isFirst { try await pullCustomers() }
        if !readOnly { try await push(stockOnly: false) }
        try await readAgain()
        try await countProducts()
    }

    /// What is due between two looks: it goes out at once, and what was read is fresh enough to be pushed over.
    func deliver() async throws {
        try await lookUp()
        try await push(stockOnly: true)
        try await pump()
        let orders = try shop.pullState(PullStream.orders.rawValue, of: id)
        let products = try shop.pullState(PullStream.products.rawValue, of: id)
        let limit = now.adding(seconds: -Self.freshSeconds)
        let isRead = try !shop.dueReads(of: id, limit: 1).isEmpty
        if isRead || (orders.finishedAt ?? limit) <= limit { try await pullOrders() }
        if (products.finishedAt ?? limit) <= limit { try await pullProducts() }
        try await readAgain()
        try await push(stockOnly: true)
        try await push(stockOnly: false)
        try await readAgain()
    }
}
