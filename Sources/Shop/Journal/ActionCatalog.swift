/// Every Action by its name, for `mercer do` and, later, other machines. A new Action is a line here.
package struct ActionCatalog: Sendable {
    package static let all = ActionCatalog([
        ChangeSetting.self, SetUpShop.self, SaveFilter.self, DeleteFilter.self,
        CreateProduct.self, DuplicateProduct.self, EditCatalog.self, RewriteProducts.self, SetPrice.self,
        SetCost.self, ChangeTags.self, SetProductStatus.self, DeleteProducts.self, FeatureProducts.self,
        ReorderFeatured.self, SetImages.self, AddVariant.self, RemoveVariant.self, CountStock.self,
        WriteOffStock.self, NoteProduct.self,
        RecordOrder.self, RecordPayment.self, AdvanceOrders.self, TakeBackOrders.self, MoveOrders.self,
        CancelOrders.self, ReopenOrders.self, RecordRefund.self, AddParcel.self, SetTracking.self,
        RemoveParcel.self, MarkDelivered.self, ChangeShippingAddress.self, AddNote.self, JoinOrders.self,
        SettleTwin.self, SetShipBy.self,
        SaveMapping.self, ForgetMapping.self,
        ConnectShop.self, DisconnectShop.self, ChangeConnection.self, PublishProducts.self,
        UnlistProducts.self, OverrideListing.self, SettleConflicts.self, SettleMatch.self, SendOrderNote.self,
        ApproveChanges.self, LeaveOut.self, SettleEffects.self,
        CreateCustomer.self, ChangeCustomer.self, NoteOnCustomer.self, MergeCustomers.self,
    ])

    private let types: [String: any Action.Type]

    init(_ types: [any Action.Type]) {
        self.types = Dictionary(types.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The names in order.
    package var names: [String] { types.keys.sorted() }

    /// The Action of that name, read from JSON.
    ///
    /// - Throws: a ``Refusal`` for an unknown name, a `DecodingError` for JSON that does not fit.
    package func action(_ name: String, json: String) throws -> any Action {
        let type = try type(name)
        // SQLite would keep the text before it and lose the rest without a word.
        guard !json.contains("\\u0000"), !json.utf8.contains(0) else {
            throw Refusal("zero-byte", "The JSON holds a zero byte (\\u0000) in a text. Take it out.")
        }
        return try JSONText.decode(type, from: json)
    }

    /// JSON that the Action of that name reads, with a value in every field.
    package func example(_ name: String) throws -> String { try ExampleDecoder.json(for: type(name)) }

    /// Whether `u` can take back what an Action of that name did. One that nobody knows by name, such as a part of an
    /// import, can be.
    func hasUndo(_ name: String) -> Bool { types[name]?.hasUndo ?? true }

    private func type(_ name: String) throws -> any Action.Type {
        guard let type = types[name] else {
            throw Refusal("no-such-action", "There is no Action “\(name)”. `mercer do` lists them.")
        }
        return type
    }
}
