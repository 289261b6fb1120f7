import Commerce
import HTTP

extension WooShop {
    mutating func orders(
        _ call: WooCall, _ rest: [String], _ body: JSON
    ) throws(WooRefusal) -> WooAnswer {
        if rest == ["batch"] {
            return try batch(call, body) { shop, kind, row throws(WooRefusal) in
                try shop.batchedOrder(kind, row)
            }
        }
        guard let word = rest.first else {
            switch call.method {
            case .get, .head: return try listOrders(call)
            case .post:
                try checkOrder(body)
                let id = try addOrder(body)
                return WooAnswer(json(of: try order(id, status: 400)), status: 201)
            default: throw .noRoute
            }
        }
        guard let id = Int(word) else { throw .noRoute }
        if rest.count >= 2 {
            switch rest[1] {
            case "notes": return try notes(call, of: id, Array(rest.dropFirst(2)), body)
            case "refunds": return try refunds(call, of: id, Array(rest.dropFirst(2)), body)
            default: throw .noRoute
            }
        }
        switch call.method {
        case .get, .head:
            guard let place = orderPlaces[id] else { throw .unknown("shop_order_", status: 404) }
            return WooAnswer(picked(json(of: orders[place]), by: call))
        case .put, .patch, .post:
            try checkOrder(body)
            let target = body["id"].integer ?? id
            try write(body, toOrder: target)
            return WooAnswer(json(of: try order(target, status: 400)))
        case .delete: return WooAnswer(try removeOrder(id, for: call.flag("force") == true))
        }
    }

    func order(_ id: Int, status: Int) throws(WooRefusal) -> WooOrder {
        guard let place = orderPlaces[id] else { throw .unknown("shop_order_", status: status) }
        return orders[place]
    }

    private mutating func batchedOrder(_ kind: String, _ row: JSON) throws(WooRefusal) -> JSON {
        switch kind {
        case "create":
            let id = try addOrder(row)
            return json(of: try order(id, status: 400))
        case "update":
            let id = row["id"].integer ?? 0
            try write(row, toOrder: id)
            return json(of: try order(id, status: 400))
        default: return try removeOrder(row.integer ?? row["id"].integer ?? 0, for: true)
        }
    }

    /// What a single request checks and a batch does not (facts 16 and 23).
    private func checkOrder(_ body: JSON) throws(WooRefusal) {
        if let status = body["status"].string, !Self.statuses.contains(status) {
            throw .invalid(
                "status", "status is not one of \((Self.statuses + ["auto-draft"]).joined(separator: ", ")).",
                code: "rest_not_in_enum")
        }
        for (place, line) in body["line_items"].items.enumerated() {
            if !line["parent_name"].isNull || line.members.contains(where: { $0.name == "parent_name" }),
                line["parent_name"].string == nil
            {
                let field = "line_items[\(place)][parent_name]"
                throw .invalid(field, field + " is not of type string.")
            }
            if line["image"].isObject, line["image"]["id"].integer == nil {
                let field = "line_items[\(place)][image][id]"
                throw .invalid(field, field + " is not of type integer.")
            }
        }
    }

    private func listOrders(_ call: WooCall) throws(WooRefusal) -> WooAnswer {
        let listing = try WooListing(call)
        let statuses = call.list("status") ?? ["any"]
        for status in statuses where !(Self.statuses + ["any", "trash", "auto-draft"]).contains(status) {
            throw .invalid(
                "status[0]", "status[0] is not one of \(Self.statuses.joined(separator: ", ")).",
                code: "rest_not_in_enum")
        }
        let isAny = statuses.contains("any")
        let after = try modifiedAfter(call)
        let include = call.list("include")
        let customer = call["customer"].flatMap { Int($0) }
        let candidates: [WooOrder] =
            include.map { ids in
                Set(ids.compactMap { Int($0) }).sorted().compactMap { orderPlaces[$0] }.map { orders[$0] }
            } ?? orders
        var rows: [Int] = []
        for order in candidates {
            guard isAny ? order.status != "trash" : statuses.contains(order.status) else { continue }
            if let customer, order.customer != customer { continue }
            if let after {
                let isAfter = WooMoment.isAfter(
                    after, utc: WooMoment.utc(order.modified), local: order.modifiedLocal,
                    saysUTC: call.flag("dates_are_gmt") == true,
                    hasOrderTables: configuration.profile.hasOrderTables, zone: configuration.zone)
                guard isAfter else { continue }
            }
            rows.append(order.id)
        }
        let page = listing.page(of: rows, include: include, seed: configuration.seed) { id in
            guard let place = orderPlaces[id] else { return "" }
            return WooMoment.utc(
                listing.orderBy == "modified" ? orders[place].modified : orders[place].created)
        }
        let json = page.compactMap { orderPlaces[$0] }.map { picked(self.json(of: orders[$0]), by: call) }
        // Past the end, orders in tables of their own know no total any more (fact 10).
        let total = page.isEmpty && configuration.profile.hasOrderTables ? 0 : rows.count
        return WooAnswer(.array(json), headers: listing.headers(total: total, call))
    }

    private mutating func removeOrder(_ id: Int, for good: Bool) throws(WooRefusal) -> JSON {
        let order = try order(id, status: 404)
        let before = json(of: order)
        if good {
            orders.removeAll { $0.id == id }
            orderPlaces = Dictionary(
                uniqueKeysWithValues: orders.enumerated().map { ($0.element.id, $0.offset) })
            pages = [:]
            return before
        }
        guard order.status != "trash" else {
            throw WooRefusal(
                status: 410, code: "woocommerce_rest_already_trashed",
                message: "The order has already been deleted.")
        }
        change(id) { order in
            order.statusBeforeTrash = order.status
            order.status = "trash"
        }
        return before
    }

    /// Changes an order and notes the moment.
    mutating func change(_ id: Int, touching: Bool = true, _ act: (inout WooOrder) -> Void) {
        guard let place = orderPlaces[id] else { return }
        act(&orders[place])
        if touching {
            orders[place].modified = WooMoment.whole(now)
            orders[place].modifiedLocal = WooMoment.local(orders[place].modified, in: configuration.zone)
        }
        pages = [:]
    }

    mutating func keep(_ order: WooOrder) {
        var order = order
        order.modifiedLocal = WooMoment.local(order.modified, in: configuration.zone)
        orderPlaces[order.id] = orders.count
        orders.append(order)
        pages = [:]
    }
}
