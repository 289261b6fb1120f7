import CommandCenter
import Commerce
import Shop
import Sync

extension Session {
    /// Opens the seller's shop; somebody who has none is asked how to begin.
    func openCommandCenter() throws -> Outcome {
        try needTerminal()
        do {
            let shop = try open(shopPath)
            return try openCommandCenter(on: shop, sync: serviceForScreen(shop))
        } catch ShopError.missing where options.shop == nil {
            return try beginFirstShop()
        }
    }

    /// What syncs while the screen is up. The passphrase is asked for before the screen is drawn, and only where something
    /// is connected; without it Mercer only looks, and what is done waits.
    private func serviceForScreen(_ shop: Shop) throws -> SyncService? {
        let service = lockedService(shop)
        guard try service.keys.isLocked(), try !shop.connections().isEmpty else { return service }
        return try unlock(service.keys, mayLeave: true) ? service : nil
    }

    /// Opens the command center on the shop, and stays until the seller leaves.
    ///
    /// - Parameters:
    ///   - world: the demo's has a clock of its own.
    ///   - sync: what works for the connections while it is open; nil for a shop that has none.
    func openCommandCenter(
        on shop: Shop, world: World? = nil, sync: SyncService?, target: Target? = nil
    ) throws -> Outcome {
        try needTerminal()
        try makeFolder(of: places.log)
        let backup = world == nil ? DailyBackup(of: shop) : nil
        defer {
            if let failure = backup?.finish() {
                note("mercer: today's backup could not be made: \(failure.message)")
            }
        }
        try CommandCenter.run(
            shop: shop, world: world ?? self.world, sync: sync,
            options: .init(
                errorFile: places.log, configurationFolder: places.configuration,
                // Without them the themes in code are there.
                themesFolder: try? ShippedFolders(world: self.world).path(of: .themes),
                place: target == nil ? nil : target == .connect ? .connections : .sell, target: target))
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

    /// Shows the screen of the first run, and goes on as was chosen there.
    private func beginFirstShop() throws -> Outcome {
        try makeFolder(of: places.log)
        let guess = Guess(world: world)
        let home = world.homeFolder()
        let choice = try FirstRun.run(
            path: shopPath.hasPrefix(home + "/") ? "~" + shopPath.dropFirst(home.count) : shopPath,
            guess: .init(
                country: guess.country ?? "", currency: guess.currency(of:), timeZone: guess.timeZone(of:)),
            world: world, errorFile: places.log)
        switch choice {
        case .leave: return .done
        case .lookAround:
            let place = try DemoPlace(self)
            defer { place.removeIfThrownAway() }
            let shop = try place.open()
            return try openCommandCenter(on: shop, world: place.world, sync: demoSync(place, shop))
        case .start(let name, let currency, let country, let timeZone, let next):
            try makeFolder(of: shopPath)
            let shop = try Shop.open(at: shopPath, creating: true, world: world)
            try shop.perform(
                SetUpShop(name: name, currency: currency, country: country, timeZone: timeZone), as: .mercer)
            let target: Target? =
                switch next {
                case .start: nil
                case .importFile: .importFile
                case .connect: .connect
                }
            return try openCommandCenter(on: shop, sync: syncService(shop), target: target)
        }
    }
}
