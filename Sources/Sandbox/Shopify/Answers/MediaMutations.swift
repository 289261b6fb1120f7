import Commerce
import HTTP

/// A product's pictures. They are fetched after the answer, and put in order by a job.
extension ShopifyState {
    /// How long it takes to fetch one, and to put them in order.
    private static let secondsOfWork = 2

    mutating func newImages(_ json: JSON) throws(GraphQLFailure) -> [ShopifyProductRecord.Image] {
        var made: [ShopifyProductRecord.Image] = []
        for input in json.items {
            try input.only(["originalSource", "alt", "mediaContentType"], "CreateMediaInput")
            guard input["mediaContentType"].string == "IMAGE" else {
                throw GraphQLFailure("Expected mediaContentType to be IMAGE", code: "INVALID_VARIABLE")
            }
            made.append(newImage(input))
        }
        return made
    }

    mutating func newImage(_ input: JSON) -> ShopifyProductRecord.Image {
        mediaFetches += 1
        let source = input["originalSource"].string ?? ""
        let path = source.prefix { $0 != "?" && $0 != "#" }
        let name = path.split(separator: "/").last.map(String.init) ?? "image.jpg"
        let id = newID()
        return ShopifyProductRecord.Image(
            id: id, url: "https://cdn.shopify.com/s/files/1/0001/files/\(name)?v=\(id)",
            alt: input["alt"].string ?? "", readyAt: now.adding(seconds: Self.secondsOfWork),
            hasFailed: !source.hasPrefix("http") || source.contains("/missing/"))
    }

    mutating func deleteMedia(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        try change("ProductDeleteMediaPayload", arguments["productId"], arguments["mediaIds"].items) {
            product, ids in
            let gone = ids.compactMap(\.string)
            product.images.removeAll { gone.contains($0.gid) }
            return ["deletedMediaIds": .texts(gone)]
        }
    }

    mutating func updateMedia(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        let now = now
        let inputs = arguments["media"].items
        for input in inputs { try input.only(["id", "alt", "previewImageSource"], "UpdateMediaInput") }
        let ids = inputs.map { $0["id"] }
        if let id = Self.number(arguments["productId"].string, "Product"),
            products[id]?.images.contains(where: { image in
                ids.contains(.string(image.gid)) && image.readyAt.map { $0 > now } ?? false
            }) == true
        {
            return refusal(
                "ProductUpdateMediaPayload", ["media"], "Non-ready media are not supported.",
                "NON_READY_MEDIA")
        }
        return try change("ProductUpdateMediaPayload", arguments["productId"], ids) { product, _ in
            var changed: [any GraphQLObject] = []
            for input in inputs {
                guard let place = product.images.firstIndex(where: { $0.gid == input["id"].string }) else {
                    continue
                }
                if let alt = input["alt"].string { product.images[place].alt = alt }
                changed.append(ImageObject(image: product.images[place]))
            }
            return ["media": .list(changed)]
        }
    }

    mutating func reorderMedia(_ arguments: GraphQLArguments) throws(GraphQLFailure) -> PlainObject {
        let type = "ProductReorderMediaPayload"
        let moves = arguments["moves"].items
        for move in moves { try move.only(["id", "newPosition"], "MoveInput") }
        guard let id = Self.number(arguments["id"].string, "Product"), let product = products[id] else {
            return refusal(type, ["id"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST")
        }
        let known = Set(product.images.map(\.gid))
        guard moves.allSatisfy({ known.contains($0["id"].string ?? "") }) else {
            return refusal(type, ["moves"], "Media does not exist", "MEDIA_DOES_NOT_EXIST")
        }
        let job = newID()
        mediaJobs[job] = MediaJob(
            product: id,
            moves: moves.map { ($0["id"].string ?? "", Int($0["newPosition"].text ?? "") ?? 0) },
            dueAt: now.adding(seconds: Self.secondsOfWork))
        return PlainObject(
            type,
            [
                "job": .object(
                    PlainObject("Job", ["id": .text("gid://shopify/Job/\(job)"), "done": .flag(false)])),
                "mediaUserErrors": UserProblem.list([]),
            ])
    }

    struct MediaJob: Sendable {
        var product: Int
        var moves: [(id: String, place: Int)]
        var dueAt: Instant
        var isDone = false
    }

    mutating func workOffMediaJobs() {
        for (id, job) in mediaJobs.sorted(by: { $0.key < $1.key }) where !job.isDone && job.dueAt <= now {
            mediaJobs[id]?.isDone = true
            guard var product = products[job.product] else { continue }
            for move in job.moves {
                guard let from = product.images.firstIndex(where: { $0.gid == move.id }) else { continue }
                let image = product.images.remove(at: from)
                product.images.insert(image, at: min(max(0, move.place), product.images.count))
            }
            product.updatedAt = now
            products[job.product] = product
        }
    }

    private mutating func change(
        _ type: String, _ gid: JSON, _ media: [JSON],
        _ act: (inout ShopifyProductRecord, [JSON]) -> [String: GraphQLAnswer]
    ) throws(GraphQLFailure) -> PlainObject {
        guard let id = Self.number(gid.string, "Product"), var product = products[id] else {
            return refusal(type, ["productId"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST")
        }
        let known = Set(product.images.map(\.gid))
        guard media.allSatisfy({ known.contains($0.string ?? "") }) else {
            return refusal(type, ["mediaIds"], "Media does not exist", "MEDIA_DOES_NOT_EXIST")
        }
        var fields = act(&product, media)
        product.updatedAt = now
        products[id] = product
        fields["mediaUserErrors"] = UserProblem.list([])
        fields["product"] = .object(ProductObject(product: product))
        return PlainObject(type, fields)
    }

    private func refusal(
        _ type: String, _ path: [String], _ message: String, _ code: String
    ) -> PlainObject {
        PlainObject(
            type,
            [
                "job": .null, "media": .null, "deletedMediaIds": .null, "product": .null,
                "mediaUserErrors": UserProblem.list([.init(path, message, code: code)]),
            ])
    }
}
