import Commerce
import HTTP

extension WooShop {
    /// The pictures of a product as a request names them, each once: by its number in the library, or by an address that
    /// the shop fetches into it. One that cannot be fetched, or is not in the library, refuses the whole. An empty
    /// alternative text changes nothing.
    mutating func images(_ json: JSON) throws(WooRefusal) -> [WooItem.Image] {
        var found: [WooItem.Image] = []
        for row in json.items {
            let number = row["id"].integer ?? 0
            var id = number
            if number == 0, let source = row["src"].string { id = try fetchImage(source) }
            guard library[id] != nil else {
                throw WooRefusal(
                    status: 400, code: "woocommerce_product_invalid_image_id",
                    message: "#\(id) is an invalid image ID.")
            }
            if let alt = row["alt"].string, !alt.isEmpty { library[id]?.alt = WooText.cleanedName(alt) }
            if let image = library[id], !found.contains(where: { $0.id == id }) { found.append(image) }
        }
        return found
    }

    /// Fetches a picture into the library, under a name that is free there.
    private mutating func fetchImage(_ source: String) throws(WooRefusal) -> Int {
        imageFetches += 1
        guard source.hasPrefix("http"), !source.contains("/missing/") else {
            throw WooRefusal(
                status: 400, code: "woocommerce_product_image_upload_error",
                message: "Error getting remote image \(source). Error: Not Found")
        }
        let path = source.prefix { $0 != "?" && $0 != "#" }
        let name = path.split(separator: "/").last.map { $0.replacing("%20", with: "-") } ?? "image.jpg"
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let taken = Set(library.values.map(\.source))
        func address(_ number: Int) -> String {
            let stem = name[..<dot] + (number == 0 ? "" : "-\(number)")
            return configuration.home + "/wp-content/uploads/2026/11/" + stem + name[dot...]
        }
        let number = (0...).first { !taken.contains(address($0)) } ?? 0
        let id = nextID()
        library[id] = WooItem.Image(id: id, source: address(number), alt: "")
        return id
    }
}
