// swift-tools-version: 6.2
import PackageDescription

/// What every module of ours is built with: strict language features, and no warning survives.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let package = Package(
    name: "Mercer",
    products: [
        .executable(name: "mercer", targets: ["mercer"]),
        .executable(name: "mercer-bench", targets: ["mercer-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
        .systemLibrary(name: "CSQLiteSession", providers: [.apt(["libsqlite3-dev"])]),

        .target(name: "Commerce", swiftSettings: strict),
        .target(name: "Terminal", dependencies: ["CNcurses", "TOMLKit"], swiftSettings: strict),
        .target(name: "Shop", dependencies: ["Commerce", "CSQLiteSession", grdb], swiftSettings: strict),
        .target(name: "Insights", dependencies: ["Commerce", "Shop"], swiftSettings: strict),
        .target(
            name: "CommandCenter", dependencies: ["Commerce", "Shop", "Insights", "Terminal"],
            swiftSettings: strict),

        .executableTarget(
            name: "mercer",
            dependencies: [
                "Commerce", "Shop", "Insights", "Terminal", "CommandCenter",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "mercer-bench",
            dependencies: [
                "Commerce", "Shop", "CSQLiteSession",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["Commerce", "Shop"], path: "Tests/Support",
            swiftSettings: strict),
        .testTarget(name: "CommerceTests", dependencies: ["Commerce", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "TerminalTests", dependencies: ["CNcurses", "Terminal", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ShopTests", dependencies: ["Commerce", "Shop", "TestSupport", grdb],
            swiftSettings: strict),
        .testTarget(
            name: "InsightsTests", dependencies: ["Commerce", "Shop", "Insights", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CommandCenterTests",
            dependencies: ["Commerce", "Shop", "Terminal", "CommandCenter", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "MercerTests", dependencies: ["mercer", "Commerce", "Shop", "TestSupport"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
