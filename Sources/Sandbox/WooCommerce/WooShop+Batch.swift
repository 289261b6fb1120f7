import HTTP

extension WooShop {
    /// Up to a hundred objects at once, each with its own fate (fact 18).
    mutating func batch(
        _ call: WooCall, _ body: JSON,
        _ act: (inout WooShop, String, JSON) throws(WooRefusal) -> JSON
    ) throws(WooRefusal) -> WooAnswer {
        guard call.method == .post || call.method == .put || call.method == .patch else { throw .noRoute }
        let kinds = ["create", "update", "delete"].filter { !body[$0].items.isEmpty }
        guard kinds.reduce(0, { $0 + body[$1].items.count }) <= 100 else {
            throw WooRefusal(
                status: 413, code: "woocommerce_rest_request_entity_too_large",
                message: "Unable to accept more than 100 items for this request.")
        }
        guard !kinds.isEmpty else { return WooAnswer([]) }
        var members: [JSON.Member] = []
        for kind in kinds {
            var rows: [JSON] = []
            for row in body[kind].items {
                do throws(WooRefusal) { rows.append(try act(&self, kind, row)) } catch {
                    let id = kind == "create" ? 0 : row.integer ?? row["id"].integer ?? 0
                    rows.append(["id": JSON(id), "error": error.json])
                }
            }
            members.append(JSON.Member(kind, .array(rows)))
        }
        return WooAnswer(.object(members))
    }
}
