import ArgumentParser
import Foundation
import HTTP
import Sandbox

/// What stands under `/__sandbox/`: how the sandbox is told, while it runs, what is to go wrong.
///
/// - `GET status`: the platform, and how many requests came and were disturbed.
/// - `GET faults`, `PUT faults`, `DELETE faults`: the plan; another one; none.
/// - `GET log`: which fault met which request.
/// - `GET requests`, `DELETE requests`: what was asked, when, and how it was answered; forget it.
/// - `POST buy?sku=SKU&quantity=1`: a buyer orders and pays that.
/// - `POST shutdown`: ends the program.
struct ControlAddress {
    let name: String
    let course: FaultCourse
    let book: RequestBook
    let buy: (@Sendable (_ sku: String, _ quantity: Int) -> String?)?

    private static let prefix = "/__sandbox/"

    static func owns(_ request: HTTPRequest) -> Bool { path(of: request).hasPrefix(prefix) }

    static func plan(fromFile path: String) throws -> FaultPlan {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ValidationError("The plan \(path) cannot be read.")
        }
        do { return try FaultPlan(JSON(bytes)) } catch {
            throw ValidationError("\(path) is no plan of faults: \(error)")
        }
    }

    /// The answer, and whether the program is to end.
    ///
    /// - Parameter isLocal: whether the other end is this computer.
    func answer(_ request: HTTPRequest, isLocal: Bool) -> (HTTPResponse, ends: Bool) {
        // A web page in a browser on this computer comes from here too, under its own host's name.
        guard isLocal, Self.isLoopback(request.headers["Host"] ?? ""), request.headers["Origin"] == nil else {
            return (reply(403, ["error": "Only from this computer."]), false)
        }
        switch (request.method, Self.path(of: request).dropFirst(Self.prefix.count)) {
        case (.get, "status"): return (reply(200, status), false)
        case (.get, "faults"): return (reply(200, course.plan.json), false)
        case (.put, "faults"): return (follow(request), false)
        case (.delete, "faults"):
            course.follow(.calm)
            return (reply(200, course.plan.json), false)
        case (.get, "log"): return (reply(200, log), false)
        case (.get, "requests"): return (reply(200, book.json), false)
        case (.delete, "requests"):
            book.forget()
            return (reply(200, book.json), false)
        case (.post, "buy"): return (bought(request), false)
        case (.post, "shutdown"): return (reply(200, ["ended": true]), true)
        default: return (reply(404, ["error": "Nothing of that name and method here."]), false)
        }
    }

    private func follow(_ request: HTTPRequest) -> HTTPResponse {
        do {
            course.follow(try FaultPlan(JSON(request.body.bytes)))
            return reply(200, course.plan.json)
        } catch {
            return reply(422, ["error": JSON("No plan of faults: \(error)")])
        }
    }

    private func bought(_ request: HTTPRequest) -> HTTPResponse {
        let query = URLComponents(string: request.url)?.queryItems ?? []
        func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
        guard let sku = value("sku"), let quantity = Int(value("quantity") ?? "1"), quantity > 0 else {
            return reply(422, ["error": "Say sku, and quantity above 0."])
        }
        guard let order = buy?(sku, quantity) else { return reply(404, ["error": "Nothing has that SKU."]) }
        return reply(200, ["order": JSON(order)])
    }

    private var status: JSON {
        [
            "platform": JSON(name), "requests": JSON(course.requestCount),
            "disturbed": JSON(course.disturbedCount), "isSpent": .bool(course.isSpent),
        ]
    }

    private var log: JSON {
        .array(
            course.log.map {
                [
                    "number": JSON($0.number), "method": JSON($0.method.rawValue), "path": JSON($0.path),
                    "fault": $0.fault.json,
                ]
            })
    }

    private func reply(_ status: Int, _ value: JSON) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: value.data)
    }

    private static func path(of request: HTTPRequest) -> String {
        let rest = request.url.dropFirst("http://".count)
        return String(rest.drop { $0 != "/" }.prefix { $0 != "?" })
    }

    private static func isLoopback(_ host: String) -> Bool {
        let name = host.split(separator: ":").first ?? ""
        return name == "127.0.0.1" || name == "localhost"
    }
}
