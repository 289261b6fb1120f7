import CommandCenter
import Commerce
import Shop

extension Session {
    /// Opens the command center on the shop, and stays until the seller leaves.
    func openCommandCenter(on shop: Shop) throws -> Outcome {
        guard console.outputIsTerminal else {
            throw Failure(
                "The command center needs a terminal. `mercer screen fulfill` draws one screen, and `mercer --help` lists what works in a pipe.",
                code: "no-terminal")
        }
        try CommandCenter.run(
            shop: shop, world: world, options: .init(errorFile: places.state + "/mercer.log"))
        try shop.close()
        return .done
    }
}
