/// One measured quantity, beside what the same costs without Mercer.
struct Figure {
    enum Unit: String {
        case milliseconds = "ms"
        case seconds = "s"
        case bytes = "B"
        case megabytes = "MB"
        case count = ""
    }

    let name: String
    let unit: Unit
    let samples: Samples
    /// What was aimed at, as text; empty where nothing was.
    let target: String
    /// The raw equivalent: what it is, and its figure in the same unit.
    let raw: (name: String, value: Double)?

    init(
        _ name: String, _ unit: Unit, _ samples: Samples, target: String = "",
        raw: (name: String, value: Double)? = nil
    ) {
        self.name = name
        self.unit = unit
        self.samples = samples
        self.target = target
        self.raw = raw
    }

    init(
        _ name: String, _ unit: Unit, _ value: Double, target: String = "",
        raw: (name: String, value: Double)? = nil
    ) {
        self.init(name, unit, Samples([value]), target: target, raw: raw)
    }
}

/// What was measured, in order of size.
struct Samples {
    let sorted: [Double]

    init(_ values: [Double]) { sorted = values.sorted() }

    var count: Int { sorted.count }
    var median: Double { quantile(0.5) }
    var worst: Double { sorted.last ?? .nan }

    /// The smallest value that so large a share of the samples does not exceed.
    func quantile(_ share: Double) -> Double {
        guard !sorted.isEmpty else { return .nan }
        let place = (share * Double(sorted.count)).rounded(.up) - 1
        return sorted[min(sorted.count - 1, max(0, Int(place)))]
    }
}

/// Figures under headings, as a table or as JSON.
struct Report {
    private(set) var parts: [(title: String, figures: [Figure])] = []
    private(set) var notes: [String] = []

    mutating func add(_ title: String, _ figures: [Figure]) {
        if !figures.isEmpty { parts.append((title, figures)) }
    }

    mutating func note(_ line: String) { notes.append(line) }

    var table: String {
        var rows = [["", "median", "p95", "worst", "n", "aim", "raw equivalent", "ratio"]]
        for part in parts {
            rows.append([part.title])
            for figure in part.figures { rows.append(cells(figure)) }
        }
        let widths = rows[0].indices.map { column in
            rows.filter { $0.count > 1 }.map { $0[column].count }.max() ?? 0
        }
        var lines: [String] = []
        for row in rows {
            guard row.count > 1 else {
                lines += ["", row[0]]
                continue
            }
            let padded = row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: widths[column] - cell.count)
                return [1, 2, 3, 4, 7].contains(column) ? gap + cell : cell + gap
            }
            lines.append(padded.joined(separator: "  "))
        }
        return (lines + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
    }

    private func cells(_ figure: Figure) -> [String] {
        let samples = figure.samples
        let isMany = samples.count > 1
        return [
            "  " + figure.name, Self.text(samples.median, figure.unit),
            isMany ? Self.text(samples.quantile(0.95), figure.unit) : "",
            isMany ? Self.text(samples.worst, figure.unit) : "", isMany ? String(samples.count) : "",
            figure.target, figure.raw.map { "\($0.name) \(Self.text($0.value, figure.unit))" } ?? "",
            figure.raw.map { $0.value > 0 ? Self.decimal(samples.median / $0.value, 1) + " ×" : "" } ?? "",
        ]
    }

    private static func text(_ value: Double, _ unit: Figure.Unit) -> String {
        guard value.isFinite else { return "–" }
        let places =
            switch unit {
            case .milliseconds: value < 10 ? 2 : 1
            case .seconds: 2
            case .megabytes: 1
            case .bytes, .count: 0
            }
        return decimal(value, places) + (unit == .count ? "" : " \(unit.rawValue)")
    }

    /// Without Foundation, whose formatting would be most of what this program links.
    static func decimal(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let whole = (value.magnitude * scale).rounded()
        guard whole < 1e15 else { return String(value) }
        let number = Int(whole)
        let digits = String(number % Int(scale))
        let fraction = places == 0 ? "" : "." + String(repeating: "0", count: places - digits.count) + digits
        return (value < 0 ? "-" : "") + String(number / Int(scale)) + fraction
    }

    var json: String {
        let all = parts.flatMap { part in
            part.figures.map { figure -> String in
                var fields = [
                    "\"part\":\(Self.quoted(part.title))", "\"name\":\(Self.quoted(figure.name))",
                    "\"unit\":\(Self.quoted(figure.unit.rawValue))",
                    "\"median\":\(Self.number(figure.samples.median))",
                    "\"p95\":\(Self.number(figure.samples.quantile(0.95)))",
                    "\"worst\":\(Self.number(figure.samples.worst))", "\"samples\":\(figure.samples.count)",
                    "\"aim\":\(Self.quoted(figure.target))",
                ]
                if let raw = figure.raw {
                    fields.append(
                        "\"raw\":{\"name\":\(Self.quoted(raw.name)),\"value\":\(Self.number(raw.value))}")
                }
                return "{" + fields.joined(separator: ",") + "}"
            }
        }
        let notes = notes.map(Self.quoted).joined(separator: ",")
        return "{\"figures\":[\n" + all.joined(separator: ",\n") + "\n],\"notes\":[\(notes)]}"
    }

    private static func number(_ value: Double) -> String { value.isFinite ? decimal(value, 4) : "null" }

    /// Names and notes are our own: no control characters are in them.
    private static func quoted(_ text: String) -> String {
        "\"" + text.flatMap { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) } + "\""
    }
}
