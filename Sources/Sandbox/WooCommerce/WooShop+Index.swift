import Commerce
import Foundation
import HTTP

extension WooShop {
    func index(_ call: WooCall) -> JSON {
        let offset = configuration.zone.offset(at: now)
        let hours = offset % 3600 == 0 ? String(offset / 3600) : String(Double(offset) / 3600)
        var namespaces: [JSON] = ["oembed/1.0", "wp/v2"]
        if configuration.isWooCommerce { namespaces += ["wc/v1", "wc/v2", "wc/v3", "wc/store"] }
        return picked(
            [
                "name": JSON(WooText.cleanedName(configuration.name)), "description": "",
                "url": JSON(configuration.home), "home": JSON(configuration.home),
                "gmt_offset": .number(hours), "timezone_string": JSON(configuration.zone.identifier),
                "namespaces": .array(namespaces), "authentication": [], "routes": [:],
            ], by: call)
    }

    var systemStatus: JSON {
        [
            "environment": [
                "home_url": JSON(configuration.home), "site_url": JSON(configuration.home),
                "version": JSON(configuration.profile.version),
                "wp_version": JSON(configuration.profile == .v7_9 ? "6.1.9" : "6.8.8"),
            ],
            "settings": [
                "currency": JSON(configuration.currency.code),
                "number_of_decimals": JSON(configuration.decimals),
                "HPOS_enabled": .bool(configuration.profile.hasOrderTables),
            ],
        ]
    }

    func settings(_ call: WooCall, _ rest: [String]) throws(WooRefusal) -> WooAnswer {
        guard call.method == .get else { throw .noRoute }
        let groups: [String: [(String, String)]] = [
            "general": [
                ("woocommerce_default_country", configuration.country),
                ("woocommerce_currency", configuration.currency.code),
                ("woocommerce_price_num_decimals", String(configuration.decimals)),
                ("woocommerce_calc_taxes", "no"),
            ],
            "products": [
                ("woocommerce_weight_unit", configuration.weightUnit),
                ("woocommerce_manage_stock", "yes"),
            ],
            "tax": [("woocommerce_prices_include_tax", configuration.pricesIncludeTax ? "yes" : "no")],
        ]
        guard let group = rest.first else {
            return WooAnswer(.array(groups.keys.sorted().map { ["id": JSON($0)] }))
        }
        guard let options = groups[group] else {
            throw WooRefusal(
                status: 404, code: "rest_setting_setting_group_invalid", message: "Invalid setting group.")
        }
        let rows = options.map { option -> JSON in
            ["id": JSON(option.0), "type": "text", "value": JSON(option.1)]
        }
        if rest.count > 1 {
            guard let row = rows.first(where: { $0["id"].string == rest[1] }) else {
                throw WooRefusal(
                    status: 404, code: "rest_setting_setting_invalid", message: "Invalid setting.")
            }
            return WooAnswer(row)
        }
        return WooAnswer(.array(rows.map { picked($0, by: call) }))
    }

    var statusTotals: JSON {
        .array(
            Self.statuses.map { status in
                [
                    "slug": JSON(status), "name": JSON(status.capitalized),
                    "total": JSON(orders.count { $0.status == status }),
                ]
            })
    }

    static let statuses = [
        "pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "checkout-draft",
    ]
}
