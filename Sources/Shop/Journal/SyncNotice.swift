extension ChangeNotice {
    /// Tells that what sync keeps of its own work is another, and nothing else.
    package static var ofSync: ChangeNotice {
        ChangeNotice(
            entries: [], fromElsewhere: false, products: [], orders: [], customers: [], other: false,
            sync: true)
    }
}
