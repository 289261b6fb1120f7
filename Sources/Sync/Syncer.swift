/// Placeholder until the engine lands.
enum SyncerPending {}
