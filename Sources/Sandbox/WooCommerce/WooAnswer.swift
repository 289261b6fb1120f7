import Foundation
import HTTP

/// A refusal in WordPress's form. `isBare` is how refunds say it: `data` is the number alone (fact 24).
struct WooRefusal: Error {
    var status: Int
    var code: String
    var message: String
    var more: [JSON.Member] = []
    var isBare = false

    var json: JSON {
        let data: JSON =
            isBare ? JSON(status) : .object([JSON.Member("status", JSON(status))] + more)
        return ["code": JSON(code), "message": JSON(message), "data": data]
    }

    static func invalid(_ field: String, _ text: String, code: String = "rest_invalid_type") -> WooRefusal {
        WooRefusal(
            status: 400, code: "rest_invalid_param", message: "Invalid parameter(s): \(field)",
            more: [
                JSON.Member("params", .object([JSON.Member(field, JSON(text))])),
                JSON.Member(
                    "details",
                    .object([
                        JSON.Member(field, ["code": JSON(code), "message": JSON(text), "data": nil])
                    ])),
            ])
    }

    static func missing(_ field: String) -> WooRefusal {
        WooRefusal(
            status: 400, code: "rest_missing_callback_param", message: "Missing parameter(s): \(field)",
            more: [JSON.Member("params", [JSON(field)])])
    }

    static let noRoute = WooRefusal(
        status: 404, code: "rest_no_route",
        message: "No route was found matching the URL and request method.")

    static func unknown(_ kind: String, status: Int) -> WooRefusal {
        WooRefusal(status: status, code: "woocommerce_rest_\(kind)invalid_id", message: "Invalid ID.")
    }

    static let needsForce = WooRefusal(
        status: 501, code: "woocommerce_rest_trash_not_supported",
        message: "The resource does not support trashing.")
}

/// What a route answered, before it becomes bytes.
struct WooAnswer {
    var status = 200
    var headers: HTTPHeaders = [:]
    var json: JSON

    init(_ json: JSON, status: Int = 200, headers: HTTPHeaders = [:]) {
        self.json = json
        self.status = status
        self.headers = headers
    }

    func response(isHead: Bool = false) -> HTTPResponse {
        var all: HTTPHeaders = ["Content-Type": "application/json; charset=UTF-8"]
        for field in headers.fields { all.add(field.name, field.value) }
        return HTTPResponse(status: status, headers: all, body: isHead ? Data() : json.data)
    }

    static func page(_ status: Int, _ title: String, headers: HTTPHeaders = [:]) -> HTTPResponse {
        var all: HTTPHeaders = ["Content-Type": "text/html; charset=UTF-8"]
        for field in headers.fields { all.add(field.name, field.value) }
        let text =
            "<!DOCTYPE html>\n<html lang=\"en\"><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>"
        return HTTPResponse(status: status, headers: all, body: Data(text.utf8))
    }
}
