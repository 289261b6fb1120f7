import Commerce
package import Shop
package import Sync

/// What the app wants done outside itself. Only the runner, or a test in its place, does it.
package enum ShellEffect: Sendable {
    case load(Load)
    case errand(Errand)
    /// Looks for orders, products and customers for the `:` line; the number tells a late answer from the newest.
    case find(String, number: Int)
    /// Stops a work after the part it is in.
    case stop(Int)
    /// Reads the settings anew.
    case readSettings
    /// Reads the saved filters anew.
    case readFilters
    /// Reads how the connections stand.
    case readStandings
    case call(SyncCall)
    /// Has the engine look at all connections now.
    case wakeSync
    /// The demo's network: pulled, or put back.
    case cable(isCut: Bool)
    case remember(String, String?)
    case draft(String, String?)
    /// Puts the text in the terminal's clipboard.
    case copy(String)
    /// Hands the text to `$EDITOR`.
    case edit(String, suffix: String, place: Place, tag: String)
    case useMouse(Bool)
    case repaint
    case suspend
    case quit
}

/// A write, done off the main thread in the order of asking.
package struct Errand: Sendable {
    let number: Int
    let place: Place
    let tag: String
    let isQuiet: Bool
    /// What the header says while it works, for a work in parts.
    let title: String
    let run: @Sendable (Shop, @Sendable (RunProgress) -> Bool) throws -> Done

    /// What it came to.
    package struct Done: Sendable {
        var summary: String
        var entry: EntryID?
        var outcome: any Sendable = ()
        /// Whether `u` takes it back.
        var canUndo = true
        /// An undo that asks first, as it is older than this sitting.
        var asksFor: UndoStep?
        /// An undo that can only be had in part: some of it has changed since.
        var offersRest: Rest?
    }

    /// What of an entry could be undone, and why not all.
    struct Rest: Sendable {
        let entry: EntryID
        let reason: String
    }
}

/// Why nothing was done, in words.
package struct Refused: Error, Hashable, Sendable {
    let reason: String
    /// Whether the file itself cannot be written: a full disk, a lost permission.
    let isOfFile: Bool

    package init(reason: String, isOfFile: Bool = false) {
        self.reason = reason
        self.isOfFile = isOfFile
    }
}

/// What comes back to the app from work elsewhere.
package enum ShellMessage: Sendable {
    case answer(Load, Result<any Sendable, ReadFailure>)
    case done(Errand, Result<Errand.Done, Refused>)
    case progress(Int, RunProgress)
    case found([FoundThing], number: Int)
    case filters([SavedFilter])
    case settings(ShopSettings)
    /// A file of the configuration was written.
    case configured(Appearance)
    case changed(ChangeNotice)
    case standings([ConnectionStanding])
    /// What the engine tells.
    case sync(SyncEvent)
    case called(SyncCall, Result<any Sendable, Refused>)
    case edited(place: Place, tag: String, Result<String?, Refused>)
    /// Something outside failed that no pane asked for, such as keeping a draft.
    case failed(String)
}

/// Something asked of the channels, which takes as long as they take.
package struct SyncCall: Sendable {
    let number: Int
    let place: Place
    let tag: String
    let run: @Sendable (SyncService?, Shop) async throws -> any Sendable

    /// Does it, and says in words why it could not be done.
    package func outcome(_ service: SyncService?, _ shop: Shop) async -> Result<any Sendable, Refused> {
        do { return .success(try await run(service, shop)) } catch {
            return .failure(Refused(reason: Performer.words(error)))
        }
    }
}
