import FoundationEssentials
import Shop
import Terminal

/// Writing products out.
extension SellPane {
    func exportForm() -> PaneEffect<Request> {
        let forms = ExportForm.allCases.map(\.rawValue).joined(separator: ", ")
        return .fill(
            FormSheet(
                title: "Export all products",
                fields: [
                    .init("File", placeholder: "products.csv"),
                    .init(
                        "Form", text: "csv", placeholder: forms,
                        check: { ExportForm(rawValue: $0) == nil ? .wrong("one of \(forms)") : nil }),
                ], deed: "write it"), tag: "export")
    }

    func export(to written: String, as form: String) -> [PaneEffect<Request>] {
        let written = Self.plainPath(written)
        guard let form = ExportForm(rawValue: form), !written.isEmpty else {
            return [.error("There is no file named.")]
        }
        return [
            .work("Export", tag: "export") { shop, _ in
                let path = shop.path(written: written)
                guard !FileManager.default.fileExists(atPath: path) else {
                    throw Refusal(
                        "exists", "\(path) is there already; it is not written over. Choose another name.")
                }
                let rows = try shop.export(.products, as: form, to: FileSink(path: path))
                return "\(Self.grouped(rows)) rows in \(path)"
            }
        ]
    }
}
