import Commerce
import HTTP

/// The mutations, each a function of the shop's memory and its arguments. What the platform's rules refuse is a user
/// error of the payload; what its schema refuses is a failure of the document.
enum MutationRoot {
    static let arguments: [String: Set<String>] = [
        "productUpdate": ["product", "media"],
        "productVariantsBulkUpdate": ["productId", "variants", "allowPartialUpdates", "media"],
        "productVariantsBulkCreate": ["productId", "variants", "strategy", "media"],
        "productVariantsBulkDelete": ["productId", "variantsIds"],
        "productDeleteMedia": ["productId", "mediaIds"], "productUpdateMedia": ["productId", "media"],
        "productReorderMedia": ["id", "moves"],
        "productSet": ["input", "synchronous", "identifier"], "publishablePublish": ["id", "input"],
        "inventorySetQuantities": ["input"],
        "fulfillmentCreate": ["fulfillment", "message"],
        "orderCancel": ["orderId", "reason", "refund", "restock", "staffNote", "notifyCustomer"],
        "refundCreate": ["input"], "orderUpdate": ["input"],
    ]
    /// Fail at run time without a key since 2026-04.
    static let keyed: Set<String> = ["inventorySetQuantities", "refundCreate"]

    static let scopes = [
        "productUpdate": "write_products", "productVariantsBulkUpdate": "write_products",
        "productVariantsBulkCreate": "write_products", "productVariantsBulkDelete": "write_products",
        "productDeleteMedia": "write_products", "productUpdateMedia": "write_products",
        "productReorderMedia": "write_products", "productSet": "write_products",
        "publishablePublish": "write_publications",
        "inventorySetQuantities": "write_inventory",
        "fulfillmentCreate": "write_merchant_managed_fulfillment_orders", "orderCancel": "write_orders",
        "refundCreate": "write_orders", "orderUpdate": "write_orders",
    ]

    static func perform(
        _ name: String, _ arguments: GraphQLArguments, _ shop: inout ShopifyState
    ) throws(GraphQLFailure) -> PlainObject {
        if let scope = scopes[name] { try shop.require(scope, for: name) }
        switch name {
        case "productUpdate": return try shop.updateProduct(arguments)
        case "productVariantsBulkUpdate": return try shop.updateVariants(arguments)
        case "productVariantsBulkCreate": return try shop.createVariants(arguments)
        case "productVariantsBulkDelete": return try shop.deleteVariants(arguments)
        case "productDeleteMedia": return try shop.deleteMedia(arguments)
        case "productUpdateMedia": return try shop.updateMedia(arguments)
        case "productReorderMedia": return try shop.reorderMedia(arguments)
        case "productSet": return try shop.setProduct(arguments)
        case "publishablePublish": return try shop.publish(arguments)
        case "inventorySetQuantities": return try shop.setQuantities(arguments["input"])
        case "fulfillmentCreate": return try shop.fulfill(arguments["fulfillment"])
        case "orderCancel": return try shop.cancel(arguments)
        case "refundCreate": return try shop.refund(arguments["input"])
        case "orderUpdate": return try shop.updateOrder(arguments["input"])
        default: throw GraphQLFailure("Field '\(name)' doesn't exist on type 'Mutation'")
        }
    }
}

/// A user error: the path of the field, words and where the type has one a code.
struct UserProblem {
    var path: [String]
    var message: String
    var code: String?

    init(_ path: [String], _ message: String, code: String? = nil) {
        self.path = path
        self.message = message
        self.code = code
    }

    static func list(_ problems: [UserProblem]) -> GraphQLAnswer {
        .list(
            problems.map { problem in
                PlainObject(
                    "UserError",
                    [
                        "field": problem.path.isEmpty ? .null : .texts(problem.path),
                        "message": .text(problem.message), "code": .text(problem.code),
                    ])
            })
    }
}

extension JSON {
    /// Throws for a member that the input type does not have.
    func only(_ names: Set<String>, _ type: String) throws(GraphQLFailure) {
        guard isObject else {
            throw GraphQLFailure("Expected \(type) to be an object", code: "argumentLiteralsIncompatible")
        }
        for member in members where !names.contains(member.name) {
            throw GraphQLFailure(
                "InputObject '\(type)' doesn't accept argument '\(member.name)'", code: "argumentNotAccepted")
        }
    }

    func has(_ name: String) -> Bool { members.contains { $0.name == name } }
}
