import Commerce

/// One product of a large shop.
struct LargeProduct: Sendable {
    let title: String
    let sku: String
    /// Minor units.
    let price: Int64
    private let cost: Int64
    private let stock: Int
    private let place: Int
    private let status: ProductStatus
    private let category: String
    private let tags: [String]
    private let description: String
    private let sizes: [String]

    init(_ place: Int, _ chance: inout SeededChance) {
        self.place = place
        let thing = chance.pick(Self.things)
        let material = chance.pick(Self.materials)
        let quality = chance.pick(Self.qualities)
        // Some are named by their number, as parts and models are.
        let model = chance.once(in: 6) ? " \(chance.below(9) + 1)\(chance.below(100))" : ""
        title = "\(quality) \(material) \(thing)\(model)"
        let code = String(thing.prefix(2)).uppercased() + String(material.prefix(1)).uppercased()
        sku =
            chance.once(in: 3)
            ? "\(100_000 + place)\(chance.pick(Self.marks))" : "\(code)-\(10_000 + place)"
        price = Int64(chance.below(180) * 50 + 199 + chance.pick([0, 50, 96]))
        cost = price * Int64(30 + chance.below(35)) / 100
        stock = chance.once(in: 12) ? chance.below(5) : 6 + chance.below(300)
        let roll = chance.below(100)
        status = roll < 90 ? .active : roll < 96 ? .draft : .archived
        category = chance.pick(Self.categories)
        tags =
            chance.once(in: 3) ? [chance.pick(Self.tags), chance.pick(Self.tags)] : [chance.pick(Self.tags)]
        description =
            "\(quality) \(thing.lowercased()) of \(material.lowercased()), \(chance.pick(Self.uses)). "
            + chance.pick(Self.care)
        sizes = chance.once(in: 20) ? Array(["S", "M", "L", "XL"].prefix(2 + chance.below(3))) : []
    }

    /// What is ordered of it: its first variant.
    var firstSKU: String { sizes.first.map { "\(sku)-\($0)" } ?? sku }

    func sheet(in currency: Currency) -> ProductSheet {
        var sheet = ProductSheet(title: title, handle: "p\(place)")
        sheet.status = status
        sheet.category = category
        sheet.tags = Array(Set(tags)).sorted()
        sheet.description = description
        sheet.options = sizes.isEmpty ? [] : ["Size"]
        let price = UnitPrice(millionths: price * 10_000, currency: currency)
        let cost = UnitPrice(millionths: cost * 10_000, currency: currency)
        sheet.variants =
            sizes.isEmpty
            ? [VariantSheet(sku: sku, price: price, cost: cost, weightGrams: 300, stock: stock)]
            : sizes.map {
                VariantSheet(
                    sku: "\(sku)-\($0)", options: [$0], price: price, cost: cost, weightGrams: 300,
                    stock: stock)
            }
        return sheet
    }

    // Between them, words for every letter a filter can begin with.
    private static let things = [
        "Apron", "Basket", "Blanket", "Bottle", "Bowl", "Candle", "Carafe", "Chair", "Clock", "Cup",
        "Cushion",
        "Desk lamp", "Dish", "Doormat", "Easel", "Eggcup", "Fan", "Frame", "Fork", "Garland", "Glass",
        "Hammock", "Hook", "Incense holder", "Ink pot", "Jar", "Jug", "Kettle", "Knife", "Ladle", "Lantern",
        "Mirror", "Mug", "Napkin", "Notebook", "Oil burner", "Ottoman", "Pan", "Pitcher", "Plate", "Quilt",
        "Rack", "Rug", "Saucer", "Scarf", "Shelf", "Spoon", "Stool", "Table", "Teapot", "Towel", "Tray",
        "Umbrella", "Urn", "Vase", "Wallet", "Watering can", "Xylophone", "Yoke", "Yarn bowl", "Zafu",
        "Zither",
    ]
    private static let materials = [
        "Acacia", "Alpaca", "Bamboo", "Beech", "Brass", "Ceramic", "Copper", "Cork", "Cotton", "Denim",
        "Earthenware", "Felt", "Flax", "Glass", "Granite", "Hemp", "Iron", "Jute", "Kapok", "Leather",
        "Linen",
        "Maple", "Marble", "Nickel", "Oak", "Olive wood", "Paper", "Pine", "Porcelain", "Quartz", "Rattan",
        "Silk", "Slate", "Steel", "Stoneware", "Teak", "Tin", "Ultrasuede", "Velvet", "Walnut", "Wool",
        "Xylonite", "Yew", "Zinc",
    ]
    private static let qualities = [
        "Antique", "Azure", "Black", "Blue", "Bright", "Classic", "Cosy", "Crimson", "Dark", "Dotted",
        "Elegant",
        "Emerald", "Fine", "Folding", "Glazed", "Golden", "Green", "Handmade", "Heavy", "Indigo", "Ivory",
        "Jade",
        "Jolly", "Keen", "Khaki", "Large", "Light", "Little", "Matte", "Mini", "Natural", "Nordic", "Orange",
        "Oval", "Patterned", "Plain", "Quiet", "Quilted", "Red", "Round", "Rustic", "Sand", "Silver", "Slim",
        "Small", "Striped", "Tall", "Tiny", "Ultramarine", "Upright", "Vintage", "Violet", "Warm", "White",
        "Woven", "XL", "Xmas", "Yellow", "Young", "Zebra", "Zen",
    ]
    private static let categories = [
        "Kitchen > Cups", "Kitchen > Plates", "Kitchen > Tools", "Living > Light", "Living > Textiles",
        "Living > Furniture", "Garden", "Office", "Gifts > For children", "Gifts > For two",
    ]
    private static let tags = [
        "new", "sale", "gift", "kitchen", "garden", "office", "winter", "summer", "limited", "eco",
        "bestseller",
        "vegan", "unique", "jubilee", "zero-waste", "quality", "xmas", "young", "outdoor", "indoor", "kids",
        "handmade", "dishwasher-safe", "fair", "4you", "2go",
    ]
    private static let uses = [
        "for every day", "for guests", "made in small numbers", "good to hold", "easy to clean",
        "turned by hand", "packed in paper", "with a lid", "for the garden table", "also as a present",
    ]
    private static let care = [
        "Wipe with a damp cloth.", "Goes into the dishwasher.", "Wash at 30 degrees.", "Keep dry.",
        "Oil it once a year.", "Comes in two parts.", "Lasts for years.", "Safe for children over 3.",
    ]
    private static let marks = ["A", "B", "K", "Q", "X", "Z", ""]
}
