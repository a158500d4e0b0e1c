// swift-tools-version: 6.2
// The rooms of the house, each before those that build on it; ARCHITECTURE.md has the picture.
import PackageDescription

/// `make fuzz` builds everything instrumented; who uses this package must never see the flags that takes.
let fuzzes = Context.environment["SMIME_PRESENCE_FUZZ"] != nil

/// What `scripts/sanitized` leaves out: building it again takes longer than it tells.
let beyondLibraries: Set =
    Context.environment["SMIME_PRESENCE_LIBRARIES"] == nil
    ? [] : ["smime-presence", "Benchmarks", "PKITS", "CommandTests", "InteropTests", "DocumentationTests"]

/// Every Swift target: warnings stop the build, and each memory-unsafe expression says `unsafe`.
let strict: [SwiftSetting] =
    [
        .treatAllWarnings(as: .error),
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (fuzzes ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

/// Readers of strangers' octets under libFuzzer, with a main of their own: `make fuzz`.
let fuzzTargets: [Target] = [
    .target(name: "CFuzzer", path: "Fuzz/Driver"),
    .executableTarget(
        name: "Fuzz",
        dependencies: [
            "CFuzzer", "TestSupport", "SMIMEBody", "PresenceRules", "CMS", "MIME", "SIPMessage", "PIDF",
            "Compression",
        ],
        path: "Fuzz", exclude: ["Driver"], swiftSettings: strict),
]

func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
    name: "smime-presence",
    products: [
        // Each library with the rooms whose types are in its interface.
        .library(name: "SMIMEBody", targets: ["SMIMEBody", "CMS", "MIME", "SIPMessage", "PIDF", "XML"]),
        .library(
            name: "SMIMEAgent",
            targets: [
                "SMIMEAgent", "SMIMEBody", "CertStore", "Rendering", "Assessment", "AccessLeg", "Exposure",
                "PresenceRules", "CMS", "MIME", "SIPMessage", "Octets",
            ]),
        // The hints of the command line for the refusals of agents and stores.
        .library(
            name: "CommandFailures",
            targets: ["CommandFailures", "SMIMEAgent", "SMIMEBody", "CertStore", "CommandOptions"]),
        .library(name: "CertStore", targets: ["CertStore", "CMS"]),
        .library(
            name: "CertificateAdministration",
            targets: ["CertificateAdministration", "CertStore", "SMIMEBody", "SIPMessage", "CMS", "Octets"]),
        .library(
            name: "Exposure",
            targets: ["Exposure", "AccessLeg", "Assessment", "Rendering", "SIPMessage", "Octets"]),
        .library(name: "PresenceRules", targets: ["PresenceRules", "XML"]),
        .executable(name: "smime-presence", targets: ["smime-presence"]),
    ].filter { !beyondLibraries.contains($0.name) },
    traits: [
        .trait(
            name: "PostgreSQL",
            description: "Stores in PostgreSQL, which several machines can share; needs libpq.")
    ],
    targets: [
        // C floors: libcrypto with the few functions Swift cannot import, expat, zlib,
        // SQLite; libpq only under its trait.
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

        // Ground: text and octets as every room needs them; pure.
        room("Octets", []),

        // Formats.
        room("MIME", ["Octets"]),  // entity, content type, transfer encoding, multipart; pure
        room("SIPMessage", ["MIME", "Octets"]),  // RFC 3261 messages, octets kept; pure
        room("XML", ["CExpat", "Octets"]),  // bounded reading of documents; the only importer of CExpat
        room("Compression", ["CZlib"]),  // gzip and zlib undone within a bound; the only importer of CZlib
        room("PIDF", ["XML", "Octets"]),  // presence documents: read and checked, never rewritten
        // RFC 4745 and 5025: who may watch, and under which confidentiality; pure.
        room("PresenceRules", ["XML", "PIDF", "SIPMessage", "Octets"]),

        // Cryptography: Swift values over libcrypto's CMS and X.509; the only importer of CCrypto.
        room("CMS", ["CCrypto", "Octets"]),

        // What the project is for.
        // Protect and open; no disk, no network.
        room("SMIMEBody", ["CMS", "MIME", "SIPMessage", "PIDF", "Compression", "Octets"]),
        // Test CA, subscriber certificates, trust anchors.
        room(
            "CertStore",
            [
                "CMS", "Octets", "CSQLite",
                .target(name: "CPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
            ]),
        // Certificates issued, renewed, imported, exported, learned and revoked, for a store; prints nothing.
        room(
            "CertificateAdministration", ["CertStore", "SMIMEBody", "SIPMessage", "MIME", "CMS", "Octets"]),
        room("Exposure", ["SIPMessage", "Octets"]),  // what stays readable, by whom; pure
        // What protects the way between terminal and P-CSCF; pure.
        room("AccessLeg", ["SIPMessage", "Octets"]),
        // What each way to protect a leg hides, and what it costs; pure.
        room("Assessment", ["AccessLeg", "Exposure", "SIPMessage", "Octets"]),
        // What was found, as text, page or SARIF; pure.
        room("Rendering", ["Assessment", "AccessLeg", "Exposure", "PresenceRules", "SIPMessage", "Octets"]),

        // What a sending and a receiving agent do between reading a message and writing one
        // (RFC 8551 §1.2); prints nothing.
        room(
            "SMIMEAgent",
            [
                "SMIMEBody", "CertStore", "Rendering", "Assessment", "AccessLeg", "Exposure", "PresenceRules",
                "SIPMessage", "MIME", "PIDF", "XML", "CMS", "Octets",
            ]),

        // SIP messages out of packet captures, which tshark decodes.
        room("PacketCaptures", ["Octets"]),

        // Command lines read by a table of options, with help and suggestions; pure.
        room("CommandOptions", []),

        // Inputs and outputs of a command: streams, files written whole or not at all, signals.
        room("CommandFiles", ["CertStore", "CMS", "Octets"]),

        // Many messages of one command: operands, work by several threads, results in order.
        room("MessageBatch", ["CommandFiles", "PacketCaptures", "SIPMessage", "Octets"]),

        // What a failed command prints: message, hint and exit status for each error of the rooms below.
        room(
            "CommandFailures",
            [
                "CommandOptions", "CommandFiles", "MessageBatch", "CertificateAdministration",
                "PacketCaptures", "SMIMEAgent", "SMIMEBody", "CertStore", "Exposure", "PresenceRules",
                "SIPMessage", "CMS", "Octets",
            ]),

        // What commands about certificates share: which addresses they are about, their notices and results.
        room(
            "CertificateCommands",
            [
                "CommandFailures", "CommandOptions", "CommandFiles", "CertificateAdministration", "CertStore",
                "CMS", "Octets",
            ]),

        // The command line: the only room that prints or exits.
        .executableTarget(
            name: "smime-presence",
            dependencies: [
                "CertificateCommands", "CommandFailures", "CommandOptions", "CommandFiles", "MessageBatch",
                "CertificateAdministration", "PacketCaptures", "SMIMEAgent",
                "SMIMEBody", "CertStore", "Rendering", "AccessLeg", "Exposure", "PresenceRules", "SIPMessage",
                "CMS",
                "Octets",
            ],
            swiftSettings: strict),

        // What protection costs beside the bare primitives: the only other importer
        // of CCrypto, CExpat, CSQLite.
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "SMIMEBody", "CertStore", "CMS", "MIME", "SIPMessage", "CCrypto", "CExpat", "CSQLite",
            ],
            path: "Benchmarks", swiftSettings: strict),

        // Path validation against NIST's PKITS: `make pkits`.
        .executableTarget(
            name: "PKITS", dependencies: ["CMS", "TestSupport"], path: "Tests/PKITS",
            exclude: ["verdicts.tsv"], swiftSettings: strict),

        .target(
            name: "TestSupport",
            dependencies: ["SMIMEBody", "CMS", "Exposure", "SIPMessage", "MIME", "Octets"],
            path: "Tests/TestSupport",
            swiftSettings: strict),
        tests(of: "Octets", ["Octets"]),
        tests(of: "MIME", ["MIME"]),
        tests(of: "SIPMessage", ["SIPMessage", "MIME"]),
        tests(of: "XML", ["XML"]),
        tests(of: "Compression", ["Compression"]),
        tests(of: "PIDF", ["PIDF", "XML"]),
        tests(of: "PresenceRules", ["PresenceRules", "XML"]),
        tests(of: "CMS", ["CMS", "Octets"]),
        tests(of: "SMIMEBody", ["SMIMEBody", "CMS", "MIME", "SIPMessage", "PIDF"]),
        tests(of: "CertStore", ["CertStore", "CMS", "CSQLite"]),
        tests(of: "CertificateAdministration", ["CertificateAdministration", "CertStore", "CMS"]),
        tests(of: "Exposure", ["Exposure", "SIPMessage", "Octets"]),
        tests(of: "AccessLeg", ["AccessLeg", "SIPMessage", "Octets"]),
        tests(of: "Assessment", ["Assessment", "AccessLeg", "Exposure", "SIPMessage", "Octets"]),
        tests(
            of: "Rendering",
            ["Rendering", "Assessment", "AccessLeg", "Exposure", "SIPMessage", "PresenceRules", "Octets"]),
        tests(
            of: "SMIMEAgent",
            [
                "SMIMEAgent", "SMIMEBody", "CertStore", "AccessLeg", "Exposure", "PresenceRules",
                "SIPMessage",
                "MIME", "PIDF", "XML", "CMS", "Octets",
            ]),
        tests(of: "CommandOptions", ["CommandOptions"]),
        tests(of: "MessageBatch", ["MessageBatch", "CommandFiles"]),
        tests(
            of: "Command",
            [
                "SMIMEAgent", "smime-presence", "PacketCaptures", "CommandOptions", "CommandFiles",
                "MessageBatch",
                "CertificateAdministration", "CertStore",
                "Rendering", "Assessment", "AccessLeg", "Exposure", "SMIMEBody", "SIPMessage", "CMS",
                "Octets",
            ]),
        tests(of: "Interop", ["SMIMEBody", "CMS", "MIME", "SIPMessage"]),
        // What the documents say: examples, snippets, figures that stand in the code too.
        tests(of: "Documentation", []),
    ].filter { !beyondLibraries.contains($0.name) } + (fuzzes ? fuzzTargets : []),
    swiftLanguageModes: [.v6]
)
