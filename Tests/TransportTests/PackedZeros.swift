enum PackedZeros {
    static let fourThousand =
        "H4sIAAAAAAACA+3BMQEAAADCoPVPbQwfoAAAAIC3Ab6TizqgDwAA"
}
