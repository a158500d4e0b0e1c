/// A log in the Static Analysis Results Interchange Format 2.1.0, with the members that are used here.
///
/// Source: OASIS SARIF 2.1.0 §3; names are the schema's own.
public struct SARIFLog: Sendable, Encodable {
    /// One run of a tool (§3.14).
    public struct Run: Sendable, Encodable {
        let tool: Tool
        let results: [Result]
    }

    /// What made the run (§3.18).
    struct Tool: Encodable {
        let driver: Driver
    }

    /// The program and its rules (§3.19).
    struct Driver: Encodable {
        let name: String
        let version: String
        let rules: [Rule]
    }

    /// Why something is a result (§3.49).
    struct Rule: Encodable {
        let id: String
        let shortDescription: Text
        let fullDescription: Text
        let help: Text
        let defaultConfiguration: Configuration
        let properties: Properties
    }

    /// The level a rule has by itself (§3.50).
    struct Configuration: Encodable {
        let level: Level
    }

    /// What the format has no member for (§3.8).
    struct Properties: Encodable {
        let hideable: Hideable?
        let source: String
        let tags: [String]
    }

    /// How grave a result is (§3.27.10).
    enum Level: String, Encodable {
        case error
        case warning
        case note

        init(_ severity: Severity) {
            switch severity {
            case .critical, .high: self = .error
            case .medium: self = .warning
            case .low, .info: self = .note
            }
        }
    }

    /// Plain text (§3.11, §3.12).
    struct Text: Encodable {
        let text: String
    }

    /// One finding (§3.27).
    struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int
        let level: Level
        let message: Text
        let locations: [Location]
        let relatedLocations: [Location]?
        let partialFingerprints: [String: String]
    }

    /// Where a result is (§3.28).
    struct Location: Encodable {
        let physicalLocation: PhysicalLocation
    }

    /// A file and a place in it (§3.29).
    struct PhysicalLocation: Encodable {
        let artifactLocation: ArtifactLocation
        let region: Region
    }

    /// A file (§3.4).
    struct ArtifactLocation: Encodable {
        let uri: String
    }

    /// A line (§3.30).
    struct Region: Encodable {
        let startLine: Int
    }

    private enum Member: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    /// The runs; this program writes one.
    let runs: [Run]

    /// Writes the version and where its schema is, then the runs.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode("https://json.schemastore.org/sarif-2.1.0.json", forKey: .schema)
        try members.encode("2.1.0", forKey: .version)
        try members.encode(runs, forKey: .runs)
    }
}
