import Commerce
import Foundation
import Sandbox
import Shop
import Sync
import TestSupport
import Testing

@testable import mercer

/// The demo's channels: simulated, in step with the demo, and with a cable that can be pulled.
@Suite struct DemoNetworkTests {
    @Test func `the demo's channels know its products, and lose nothing while the cable is pulled`()
        async throws
    {
        let home = try MercerProcess()
        let path = home.home + "/demo.mercer"
        #expect(try home.run("demo", "--no-open", "--date", "2026-11-20", "--shop", path).status == 0)
        let shop = try Shop.open(at: path, world: .real())
        let network = try DemoNetwork(shop, world: .real())
        let service = network.service(on: shop, keyPath: home.home + "/demo.key")
        try await network.connect(service)
        let first = try await service.sync(try shop.connections())
        #expect(first.count == 2)
        for report in first { #expect(report.failure == nil && report.productsNew == 0, "\(report)") }
        #expect(try shop.unmatched().isEmpty)
        let connection = try shop.connection(named: "woo")
        #expect(try service.plan(connection).blocked.isEmpty)

        network.cut(true)
        #expect(network.isCut)
        try shop.perform(ChangeSetting(key: "holdChangeSeconds", value: "0"), as: .mercer)
        let product = try shop.catalogIDs(CatalogQuery(sort: .sku), limit: 1)[0]
        let sheet = try #require(try shop.productDetail(product)?.sheet)
        try shop.perform(EditCatalog([CatalogEdit(product, variant: nil, .title, "A new name")]), as: .mercer)
        let cut = try await service.sync([connection])
        #expect(cut.first?.failure != nil)
        #expect(try service.plan(connection).rows.contains { $0.willBe == "A new name" })

        network.cut(false)
        let back = try await service.sync([connection])
        #expect(back.first?.failure == nil && (back.first?.sent ?? 0) > 0, "\(back)")
        let sku = try #require(sheet.variants.first?.sku)
        let there = network.woo.products.first { $0.sku == sku || $0.name == "A new name" }
        #expect(there?.name == "A new name")
        try shop.close()
    }
}
