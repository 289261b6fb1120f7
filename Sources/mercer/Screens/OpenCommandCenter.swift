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
        throw Failure("The command center is not built in yet; `mercer --help` lists what is.")
    }
}
