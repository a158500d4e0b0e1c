// swift-tools-version: 6.2
// The service: the agents of the libraries behind HTTP. A package of its own, so that the libraries and the
// command line resolve no dependency.
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "smime-presenced",
    products: [.executable(name: "smime-presenced", targets: ["smime-presenced"])],
    traits: [
        .trait(name: "PostgreSQL", description: "Stores in PostgreSQL, which several machines can share.")
    ],
    dependencies: [
        .package(
            name: "smime-presence", path: "..",
            traits: [.trait(name: "PostgreSQL", condition: .when(traits: ["PostgreSQL"]))]),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(
            name: "SMIMEPresenceService",
            dependencies: [
                .product(name: "SMIMEAgent", package: "smime-presence"),
                .product(name: "SMIMEBody", package: "smime-presence"),
                .product(name: "CertStore", package: "smime-presence"),
                .product(name: "CertificateAdministration", package: "smime-presence"),
                .product(name: "CommandFailures", package: "smime-presence"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "smime-presenced",
            dependencies: [
                "SMIMEPresenceService",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        // What the service costs beside its agents: `make bench-service`.
        .executableTarget(
            name: "ServiceBenchmarks",
            dependencies: [
                .product(name: "SMIMEAgent", package: "smime-presence"),
                .product(name: "SMIMEBody", package: "smime-presence"),
                .product(name: "CertificateAdministration", package: "smime-presence"),
            ],
            path: "Benchmarks", swiftSettings: strict),
        .testTarget(
            name: "SMIMEPresenceServiceTests",
            dependencies: [
                "SMIMEPresenceService",
                .product(name: "SMIMEAgent", package: "smime-presence"),
                .product(name: "SMIMEBody", package: "smime-presence"),
                .product(name: "CertStore", package: "smime-presence"),
                .product(name: "CertificateAdministration", package: "smime-presence"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
