import Commerce

extension Shop {
    /// A path as people write it: `~/` is the home folder.
    package func path(written text: String) -> String {
        text.hasPrefix("~/") ? world.homeFolder() + text.dropFirst() : text
    }
}
