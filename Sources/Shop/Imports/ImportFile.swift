/// What a look at a file has told: shown before anything is asked of the shop.
package struct FileSketch: Sendable {
    package let path: String
    package let stamp: FileStamp
    package let headers: [String]
    /// The first rows, at most twenty, as they stand.
    package let sample: [[String]]
    /// How the file is proposed to be read; may be changed before the plan is made.
    package var setup: ImportSetup
    /// What must be decided before the plan can be made; empty where all is clear.
    package let questions: [SketchQuestion]

    /// The file's name without its folder.
    package var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// Something a file does not say and that Mercer does not guess at.
package enum SketchQuestion: Hashable, Sendable {
    /// No layout is known and the names of the columns suggest no mapping; `lack` says what is missing.
    case mapping(lack: String)
    /// All dates could be day or month first.
    case dates(example: String)
    /// All numbers could have decimals or thousands.
    case decimals(example: String)

    package var words: String {
        switch self {
        case .mapping(let lack):
            "The columns are not known: the mapping needs \(lack). Name the columns, as with --map title=NAME."
        case .dates(let example):
            "Is “\(example.visible)” day or month first? Say --dates day or --dates month."
        case .decimals(let example):
            "Is “\(example.visible)” with decimals or thousands? Say --decimal point or --decimal comma."
        }
    }
}

/// Looks at files that are to be imported.
package enum ImportFile {
    /// How much of a file is looked at.
    private static let sampleSize = 1 << 20

    /// Reads the beginning of a file and says how it would be read.
    ///
    /// - Parameter mapping: one that was saved; its columns and forms are taken instead of guesses.
    /// - Throws: ``FileFailure`` where the file cannot be read or is no table.
    package static func inspect(_ path: String, mapping: ColumnMapping? = nil) throws(FileFailure)
        -> FileSketch
    {
        let file = try FileBytes(path: path)
        return try inspect(
            sample: try beginning(of: file), path: path, stamp: file.stamp, mapping: mapping)
    }

    static func inspect(
        sample: [UInt8], path: String, stamp: FileStamp, mapping: ColumnMapping?
    ) throws(FileFailure) -> FileSketch {
        let dialect = try Dialect.sniff(sample, path: path)
        let table = try FileTable(dialect.reader(MemoryBytes(sample)), path: path)
        let format = mapping == nil ? FileFormat.recognised(table.headers) : .table
        let proposal = mapping ?? ColumnMapping.proposed(for: table.headers)
        var setup = ImportSetup(
            format: format, dialect: dialect,
            mapping: proposal ?? ColumnMapping(kind: format.kindBySight ?? .products, columns: [:]))
        var evidence = FormEvidence(table, setup)
        var rows: [[String]] = []
        while try table.next() {
            if rows.count < 20 { rows.append(table.reader.texts) }
            evidence.look()
        }
        var questions: [SketchQuestion] = []
        if format == .table, let lack = setup.mapping.lack { questions.append(.mapping(lack: lack)) }
        if mapping == nil {
            setup.mapping.decimal = evidence.decimal ?? .point
            setup.mapping.dates = evidence.dates
            questions += evidence.questions
        }
        return FileSketch(
            path: path, stamp: stamp, headers: table.headers, sample: rows, setup: setup, questions: questions
        )
    }

    private static func beginning(of file: FileBytes) throws(FileFailure) -> [UInt8] {
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: sampleSize, alignment: 1)
        defer { space.deallocate() }
        var filled = 0
        while filled < space.count {
            let got = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: space[filled...]))
            if got == 0 { break }
            filled += got
        }
        return Array(space[0..<filled])
    }
}

extension FileFormat {
    fileprivate var kindBySight: ImportKind? {
        switch self {
        case .shopifyProducts, .wooProducts: .products
        case .shopifyOrders: .orders
        case .table: nil
        }
    }
}

/// What cells say about the forms of numbers and dates.
private struct FormEvidence {
    private let table: FileTable
    private let numbers: [Int]
    private let moments: [Int]
    private var points = 0
    private var commas = 0
    private var unclearNumber: String?
    private var dayFirst = 0
    private var monthFirst = 0
    private var unclearDate: String?

    init(_ table: FileTable, _ setup: ImportSetup) {
        self.table = table
        func places(_ matches: (ColumnRole) -> Bool) -> [Int] {
            setup.mapping.columns.filter { matches($0.key) }.compactMap {
                table.headers.firstIndex(of: $0.value)
            }
        }
        // The layouts known by sight write numbers with a point.
        numbers = setup.format == .table ? places(\.isNumber) : []
        moments =
            setup.format == .shopifyOrders
            ? [table.place("Created at", "Processed At")].compactMap { $0 } : places(\.isDate)
    }

    mutating func look() {
        for place in numbers {
            let bytes = table.reader.trimmed(place)
            switch DecimalForm.evidence(in: bytes) {
            case .point: points += 1
            case .comma: commas += 1
            case nil:
                if unclearNumber == nil, bytes.contains(0x2C) { unclearNumber = table.text(place) }
            }
        }
        for place in moments {
            let bytes = table.reader.trimmed(place)
            guard DateForm.matters(in: bytes) else { continue }
            switch DateForm.evidence(in: bytes) {
            case .dayFirst: dayFirst += 1
            case .monthFirst: monthFirst += 1
            case nil: unclearDate = unclearDate ?? table.text(place)
            }
        }
    }

    var decimal: DecimalForm? { points == 0 && commas == 0 ? nil : points >= commas ? .point : .comma }

    /// Nil as well where both occur: then each date with two readings is a bad row.
    var dates: DateForm? {
        if dayFirst > 0, monthFirst == 0 { return .dayFirst }
        if monthFirst > 0, dayFirst == 0 { return .monthFirst }
        return nil
    }

    var questions: [SketchQuestion] {
        var questions: [SketchQuestion] = []
        if decimal == nil, let example = unclearNumber { questions.append(.decimals(example: example)) }
        if dates == nil, let example = unclearDate { questions.append(.dates(example: example)) }
        return questions
    }
}
