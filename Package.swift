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
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
/// Keys from passphrases (scrypt).
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

let package = Package(
    name: "Mercer",
    products: [
        .executable(name: "mercer", targets: ["mercer"]),
        .executable(name: "mercer-bench", targets: ["mercer-bench"]),
        .executable(name: "mercer-sandbox", targets: ["mercer-sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    ],
    targets: [
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
        .systemLibrary(name: "CSQLiteSession", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

        .target(name: "Commerce", swiftSettings: strict),
        .target(name: "HTTP", dependencies: [crypto], swiftSettings: strict),
        .target(name: "Transport", dependencies: ["HTTP", "CCurl"], swiftSettings: strict),
        .target(name: "Connectors", dependencies: ["Commerce"], swiftSettings: strict),
        .target(name: "Platforms", dependencies: ["Commerce", "Connectors", "HTTP"], swiftSettings: strict),
        .target(name: "Sandbox", dependencies: ["Commerce", "HTTP"], swiftSettings: strict),
        .target(name: "Sync", dependencies: ["Commerce", "Connectors", "Shop"], swiftSettings: strict),
        .target(name: "Terminal", dependencies: ["CNcurses", "TOMLKit"], swiftSettings: strict),
        .target(
            name: "Shop", dependencies: ["Commerce", "CSQLiteSession", "CZlib", grdb, crypto, cryptoExtras],
            swiftSettings: strict),
        .target(name: "Insights", dependencies: ["Commerce", "Shop"], swiftSettings: strict),
        .target(
            name: "CommandCenter",
            dependencies: ["Commerce", "Connectors", "Shop", "Sync", "Insights", "Terminal"],
            swiftSettings: strict),

        .executableTarget(
            name: "mercer",
            dependencies: [
                "Commerce", "Connectors", "HTTP", "Transport", "Platforms", "Sandbox", "Shop", "Sync",
                "Insights",
                "Terminal", "CommandCenter",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "mercer-sandbox",
            dependencies: [
                "Commerce", "HTTP", "Sandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "mercer-bench",
            dependencies: [
                "Commerce", "HTTP", "Transport", "Connectors", "Platforms", "Sandbox", "Shop", "Sync",
                "CSQLiteSession",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        .target(
            name: "TestSupport",
            dependencies: ["Commerce", "HTTP", "Connectors", "Platforms", "Sandbox", "Shop", "Sync"],
            path: "Tests/Support", swiftSettings: strict),
        .testTarget(
            name: "HTTPTests", dependencies: ["HTTP", "TestSupport", crypto], swiftSettings: strict),
        .testTarget(
            name: "TransportTests", dependencies: ["HTTP", "Transport", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "PlatformsTests",
            dependencies: ["Commerce", "HTTP", "Connectors", "Platforms", "Sandbox", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "SandboxTests", dependencies: ["Commerce", "HTTP", "Sandbox", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "SyncTests",
            dependencies: [
                "Commerce", "HTTP", "Connectors", "Platforms", "Sandbox", "Shop", "Sync", "TestSupport",
            ],
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
            dependencies: [
                "Commerce", "Connectors", "Shop", "Sync", "Terminal", "CommandCenter", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "MercerTests",
            dependencies: [
                "mercer", "Commerce", "HTTP", "Transport", "Connectors", "Platforms", "Sandbox", "Shop",
                "Sync",
                "TestSupport",
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
