// swift-tools-version: 6.2
// A program of its own that uses SMIMEBody: swift run --package-path examples/library
import PackageDescription

let package = Package(
    name: "library-example",
    dependencies: [
        // Without the name, the package would have that of the directory it was cloned into.
        .package(name: "smime-presence", path: "../..")
    ],
    targets: [
        .executableTarget(
            name: "protect-and-open",
            dependencies: [.product(name: "SMIMEBody", package: "smime-presence")],
            path: "Sources")
    ]
)
