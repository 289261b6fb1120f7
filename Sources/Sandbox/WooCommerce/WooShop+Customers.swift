import Commerce
import HTTP

extension WooShop {
    mutating func customers(
        _ call: WooCall, _ rest: [String], _ body: JSON
    ) throws(WooRefusal) -> WooAnswer {
        if rest.isEmpty {
            guard call.method == .get || call.method == .head else { throw .noRoute }
            let listing = try WooListing(call, orders: ["registered_date"], standard: "name")
            let role = call["role"] ?? "customer"
            let include = call.list("include")
            let wanted = include.map { Set($0.compactMap(Int.init)) }
            // `modified_after` is passed over without a word (fact 4).
            let rows = customers.values
                .filter { (role == "all" || $0.role == role) && wanted?.contains($0.id) != false }
                .map(\.id).sorted()
            let page = listing.page(of: rows, include: include, seed: configuration.seed) { id in
                customers[id]?.billing.last ?? ""
            }
            return WooAnswer(
                .array(page.compactMap { customers[$0] }.map { picked(json(of: $0), by: call) }),
                headers: listing.headers(total: rows.count, call))
        }
        guard rest.count == 1, let id = Int(rest[0]) else { throw .noRoute }
        let isRead = call.method == .get || call.method == .head
        guard let customer = customers[id] else { throw .unknown("", status: isRead ? 404 : 400) }
        switch call.method {
        case .get, .head: return WooAnswer(json(of: customer))
        case .delete:
            guard call.flag("force") == true else { throw .needsForce }
            customers[id] = nil
            return WooAnswer(json(of: customer))
        default:
            customers[id]?.modified = WooMoment.whole(now)
            if let email = body["email"].string { customers[id]?.email = email }
            return WooAnswer(customers[id].map(json(of:)) ?? .null)
        }
    }

    private func json(of customer: WooCustomer) -> JSON {
        .object(
            [.init("id", JSON(customer.id))] + dates("date_created", customer.created)
                + dates("date_modified", customer.modified)
                + [
                    .init("email", JSON(customer.email)), .init("first_name", JSON(customer.billing.first)),
                    .init("last_name", JSON(customer.billing.last)), .init("role", JSON(customer.role)),
                    .init("username", JSON(customer.email)),
                    .init("billing", address(customer.billing, isBilling: true)),
                    .init("shipping", address(customer.shipping, isBilling: false)),
                    .init("is_paying_customer", true), .init("avatar_url", ""), .init("meta_data", []),
                ])
    }
}
