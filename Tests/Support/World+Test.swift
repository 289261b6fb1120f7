package import Commerce
package import Testing

extension World {
    /// A world in which whatever the test did not set fails the test when it is asked for.
    package static func test(
        now: (@Sendable () -> Instant)? = nil,
        randomBits: (@Sendable () -> UInt64)? = nil,
        environment: (@Sendable (String) -> String?)? = nil,
        homeFolder: (@Sendable () -> String)? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> World {
        World(
            now: now ?? {
                unset("now", sourceLocation)
                return Instant(milliseconds: 0)
            },
            randomBits: randomBits ?? {
                unset("randomBits", sourceLocation)
                return 0
            },
            environment: environment ?? { name in
                unset("environment (asked for \(name))", sourceLocation)
                return nil
            },
            homeFolder: homeFolder ?? {
                unset("homeFolder", sourceLocation)
                return "/nonexistent"
            }
        )
    }

    /// A world whose clock stands still, and whose other members fail.
    package static func test(
        at now: Instant, sourceLocation: SourceLocation = #_sourceLocation
    ) -> World {
        test(now: { now }, sourceLocation: sourceLocation)
    }

    private static func unset(_ member: String, _ sourceLocation: SourceLocation) {
        Issue.record(
            "the test asked the World for `\(member)` but did not set it", sourceLocation: sourceLocation)
    }
}
