import CommandCenter
import Commerce
import Shop

extension Session {
    /// Opens the command center on the shop, and stays until the seller leaves.
    ///
    /// - Parameter world: the demo's has a clock of its own.
    func openCommandCenter(on shop: Shop, world: World? = nil) throws -> Outcome {
        try needTerminal()
        try makeFolder(of: places.log)
        try CommandCenter.run(shop: shop, world: world ?? self.world, options: .init(errorFile: places.log))
        return .done
    }

    /// - Throws: where there is no terminal to draw on, before anything is made or changed.
    func needTerminal() throws {
        guard console.outputIsTerminal, console.inputIsTerminal else {
            throw Failure(
                "The command center needs a terminal. `mercer screen fulfill` draws one screen, and "
                    + "`mercer --help` lists what works in a pipe.", code: "no-terminal")
        }
    }
}
