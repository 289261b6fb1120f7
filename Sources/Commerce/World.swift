#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Everything the program may not make up itself: the clock, chance, the environment and the home folder.
///
/// One value is made at the start and handed down. Tests make their own, where each member that the test did not
/// set fails the test.
package struct World: Sendable {
    /// The moment it is, in UTC.
    package var now: @Sendable () -> Instant
    /// Sixty-four random bits.
    package var randomBits: @Sendable () -> UInt64
    /// The environment variable of that name; nil when it is not set.
    package var environment: @Sendable (String) -> String?
    /// The absolute path of the user's home folder, without a slash at the end.
    package var homeFolder: @Sendable () -> String

    package init(
        now: @escaping @Sendable () -> Instant,
        randomBits: @escaping @Sendable () -> UInt64,
        environment: @escaping @Sendable (String) -> String?,
        homeFolder: @escaping @Sendable () -> String
    ) {
        self.now = now
        self.randomBits = randomBits
        self.environment = environment
        self.homeFolder = homeFolder
    }

    /// The world as it is: the system's clock, its generator, the process's environment.
    package static func real() -> World {
        World(
            now: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
            },
            randomBits: {
                var generator = SystemRandomNumberGenerator()
                return generator.next()
            },
            environment: variable(named:),
            homeFolder: {
                let home = variable(named: "HOME") ?? passwordFileHome() ?? "/"
                return home.count > 1 && home.hasSuffix("/") ? String(home.dropLast()) : home
            }
        )
    }

    @Sendable private static func variable(named name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        return String(cString: value)
    }

    /// Where HOME is not set, as under some service managers.
    private static func passwordFileHome() -> String? {
        guard let entry = getpwuid(getuid()), let folder = entry.pointee.pw_dir else { return nil }
        return String(cString: folder)
    }
}
