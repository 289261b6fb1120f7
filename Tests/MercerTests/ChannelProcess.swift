import Foundation
import HTTP
import TestSupport
import Testing
import Transport

/// A shop in a home of its own, and a simulated platform on a port of its own that it can be connected to.
final class ChannelProcess: Sendable {
    let mercer: MercerProcess
    let sandbox: SandboxProcess
    let kind: String

    static let kinds = ["woo", "shopify"]
    /// What the sandboxes know as keys. Nothing that Mercer writes may have them in it.
    static let secrets = ["ck_sandbox", "cs_sandbox", "shpat_sandbox"]

    init(_ kind: String) async throws {
        self.kind = kind
        mercer = try MercerProcess()
        sandbox = try await SandboxProcess(kind)
        try mercer.run("init", "--name", "Kiln & Clay", "--currency", "EUR", "--country", "DE")
        try mercer.run("settings", "holdChangeSeconds", "0")
        try mercer.run("settings", "holdNoticeSeconds", "0")
    }

    var keys: [String: String] { Self.keys(kind, sandbox.url) }

    static func keys(_ kind: String, _ url: String) -> [String: String] {
        kind == "woo"
            ? [
                "MERCER_WOO_URL": url, "MERCER_WOO_KEY": "ck_sandbox", "MERCER_WOO_SECRET": "cs_sandbox",
            ] : ["MERCER_SHOPIFY_SHOP": url, "MERCER_SHOPIFY_TOKEN": "shpat_sandbox"]
    }

    @discardableResult
    func connect(_ arguments: String...) throws -> MercerProcess.Result {
        let result = try mercer.run(["connect", kind, "--no-input"] + arguments, environment: keys)
        #expect(result.status == 0, "\(result.error)")
        return result
    }

    @discardableResult
    func run(_ arguments: String...) throws -> MercerProcess.Result { try mercer.run(arguments) }

    /// The result of a subcommand that ends well, as its JSON.
    func json(_ arguments: String...) throws -> [String: Any] {
        let result = try mercer.run(arguments + ["--json"])
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(value as? [String: Any], "\(arguments): \(result.output)")
    }

    func list(_ name: String, _ arguments: String...) throws -> [[String: Any]] {
        let result = try mercer.run(arguments + ["--json"])
        let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        return try #require(value?[name] as? [[String: Any]], "\(arguments): \(result.output)")
    }

    /// A buyer orders and pays.
    func buy(_ sku: String, _ quantity: Int = 1) async throws {
        try await send(HTTPRequest(.post, "\(sandbox.url)/__sandbox/buy?sku=\(sku)&quantity=\(quantity)"))
    }

    /// The blue mug is changed in Shopify's own admin.
    ///
    /// - Parameter fields: of its variant, as JSON.
    func changeThere(_ fields: String) async throws {
        let body = """
            {"query":"mutation M($p: ID!, $v: [ProductVariantsBulkInput!]!) { productVariantsBulkUpdate(productId: $p, \
            variants: $v, allowPartialUpdates: true) { productVariants { id } userErrors { message } } }",
            "variables":{"p":"gid://shopify/Product/1000001",
            "v":[{"id":"gid://shopify/ProductVariant/1000002",\(fields)}]}}
            """
        try await send(
            HTTPRequest(
                .post, sandbox.url + "/admin/api/2026-04/graphql.json",
                headers: ["X-Shopify-Access-Token": "shpat_sandbox", "Content-Type": "application/json"],
                body: .bytes(Data(body.utf8))))
    }

    /// Has the platform's answers go wrong from here on.
    func disturb(_ plan: String) async throws {
        try await send(
            HTTPRequest(.put, sandbox.url + "/__sandbox/faults", body: .bytes(Data(plan.utf8))))
    }

    private func send(_ request: HTTPRequest) async throws {
        let client = CurlClient(CurlConfiguration(proxy: ""))
        defer { client.close() }
        let answer = try await client.send(request)
        #expect(answer.isSuccess, "\(String(decoding: answer.body, as: UTF8.self))")
    }
}
