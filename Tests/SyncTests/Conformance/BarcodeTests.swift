import Commerce
import Shop
import Sync
import Testing
import TestSupport

/// Barcodes in step where the platform's version keeps them, and left alone where it does not.
@Suite struct BarcodeTests {
    private func setBarcode(_ barcode: String, on trial: ChannelTrial) throws {
        try trial.shop.perform(
            EditCatalog([
                CatalogEdit(trial.product("MUG"), variant: trial.variant("MUG"), .barcode, barcode)
            ]))
    }

    @Test(arguments: [ConformingPlatform.woo9, .shopify])
    func `a barcode goes out, and one that is set there comes in`(_ platform: ConformingPlatform) async throws
    {
        let trial = try await ChannelTrial(platform, stocked: [("MUG", "24.00", 7)])
        try setBarcode("4006381333931", on: trial)
        try await trial.settle(2)
        #expect(trial.seller.barcode("MUG") == "4006381333931")
        let plan = try trial.service.plan(trial.connection)
        #expect(plan.rows.isEmpty)
        #expect(plan.remarks.isEmpty)
        trial.clock.advance(seconds: 10)
        trial.seller.setBarcode("MUG", to: "96385074")
        try await trial.settle(2)
        #expect(trial.seller.barcode("MUG") == "96385074")
        #expect(try trial.shop.conflicts().isEmpty)
    }

    @Test(arguments: [ConformingPlatform.woo9, .shopify])
    func `a product that is matched gives its barcode where none is`(
        _ platform: ConformingPlatform
    ) async throws {
        let trial = try await ChannelTrial(platform)
        let variant = VariantSheet(
            sku: "MUG", barcode: "4006381333931", price: try trial.euros("20"), stock: 5)
        try trial.shop.perform(CreateProduct(ProductSheet(title: "Mug", variants: [variant])))
        trial.seller.add("Mug", sku: "MUG", price: "20.00", stock: 5)
        try await trial.settle(3)
        #expect(trial.seller.barcode("MUG") == "4006381333931")
        #expect(try trial.service.plan(trial.connection).rows.isEmpty)
    }

    @Test func `an older WooCommerce keeps none, and the plan says so`() async throws {
        let trial = try await ChannelTrial(.woo7, stocked: [("MUG", "24.00", 7)])
        try setBarcode("4006381333931", on: trial)
        try await trial.settle(2)
        let plan = try trial.service.plan(trial.connection)
        #expect(plan.remarks == ["WooCommerce 7.9.0 keeps no barcodes, 9.2 does: they stay here"])
        #expect(plan.rows.isEmpty)
        #expect(plan.blocked.isEmpty)
        #expect(trial.seller.barcode("MUG") == "")
    }
}
