package import Commerce

/// Where the seller can be: a digit in the header, or a place of its own.
package enum Place: String, CaseIterable, Hashable, Sendable, Codable {
    case discover, sell, fulfill, market, analyze
    case today, connections, plan

    /// Its name in the header.
    package var name: String {
        switch self {
        case .discover: "Discover"
        case .sell: "Sell"
        case .fulfill: "Fulfill"
        case .market: "Market"
        case .analyze: "Analyze"
        case .today: "Today"
        case .connections: "Connections"
        case .plan: "Plan"
        }
    }

    /// The panes of the header, in the order of their digits.
    package static let numbered: [Place] = [.discover, .sell, .fulfill, .market, .analyze]
}

/// What is to be opened in a place. Nil where a place is only gone to.
package enum Target: Hashable, Sendable {
    case order(OrderID)
    case product(ProductID)
    case customer(CustomerID)
    /// The list, narrowed by these words.
    case filter(String)
    /// A view by its identifier, such as `returns`.
    case view(String)
    /// The screen that takes a file in.
    case importFile
    /// The form that connects a channel.
    case connect
    /// One connection; with its keys where they have to be given anew.
    case connection(ConnectionID, keys: Bool)
}
