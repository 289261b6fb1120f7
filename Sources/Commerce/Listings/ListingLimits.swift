/// What a channel takes of a listing, as far as the shop's own rules need to know it.
package struct ListingLimits: Hashable, Sendable {
    package var fields: Set<ListingField>
    package var titleCharacters: Int
    package var variants: Int
    package var options: Int

    package init(fields: Set<ListingField>, titleCharacters: Int, variants: Int, options: Int) {
        self.fields = fields
        self.titleCharacters = titleCharacters
        self.variants = variants
        self.options = options
    }
}
