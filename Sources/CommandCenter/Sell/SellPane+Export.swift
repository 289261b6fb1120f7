import Shop
import Terminal

/// Writing products out.
extension SellPane {
    static let exportForms: [String: Int] = ["csv": 0]

    func export(to path: String, as form: String) -> [PaneEffect<Request>] { [] }
}
