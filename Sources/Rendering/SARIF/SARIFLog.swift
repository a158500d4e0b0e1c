import Exposure
public import Octets

/// A log in the Static Analysis Results Interchange Format 2.1.0, with the members in use here.
///
/// Source: OASIS SARIF 2.1.0 §3; the schema defines the names.
public struct SARIFLog: Sendable, JSONEncodable {
    /// One run of a tool (§3.14).
    public struct Run: Sendable, JSONEncodable {
        let tool: Tool
        let results: [Result]

        /// Writes the members of the report.
        public func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("results", results)
                $0.member("tool", tool)
            }
        }
    }

    /// The tool that made the run (§3.18).
    struct Tool: JSONEncodable {
        let driver: Driver

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("driver", driver)
            }
        }
    }

    /// The program and its rules (§3.19).
    struct Driver: JSONEncodable {
        let name: String
        let version: String
        let rules: [Rule]

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("name", name)
                $0.member("rules", rules)
                $0.member("version", version)
            }
        }
    }

    /// The rule of a result (§3.49).
    struct Rule: JSONEncodable {
        let id: String
        let shortDescription: Text
        let fullDescription: Text
        let help: Text
        let defaultConfiguration: Configuration
        let properties: Properties

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("defaultConfiguration", defaultConfiguration)
                $0.member("fullDescription", fullDescription)
                $0.member("help", help)
                $0.member("id", id)
                $0.member("properties", properties)
                $0.member("shortDescription", shortDescription)
            }
        }
    }

    /// The default level of a rule (§3.50).
    struct Configuration: JSONEncodable {
        let level: Level

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("level", level)
            }
        }
    }

    /// Properties for which the format has no member (§3.8).
    struct Properties: JSONEncodable {
        let hideable: Hideable?
        let source: String
        let tags: [String]

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.memberIfPresent("hideable", hideable)
                $0.member("source", source)
                $0.member("tags", tags)
            }
        }
    }

    /// The level of a result (§3.27.10).
    enum Level: String, JSONEncodable {
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
    struct Text: JSONEncodable {
        let text: String

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("text", text)
            }
        }
    }

    /// One finding (§3.27).
    struct Result: JSONEncodable {
        let ruleId: String
        let ruleIndex: Int
        let level: Level
        let message: Text
        let locations: [Location]
        let relatedLocations: [Location]?
        let partialFingerprints: [String: String]

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("level", level)
                $0.member("locations", locations)
                $0.member("message", message)
                $0.member("partialFingerprints", partialFingerprints)
                $0.memberIfPresent("relatedLocations", relatedLocations)
                $0.member("ruleId", ruleId)
                $0.member("ruleIndex", ruleIndex)
            }
        }
    }

    /// The location of a result (§3.28).
    struct Location: JSONEncodable {
        let physicalLocation: PhysicalLocation
        /// The message of a capture; nil if the file holds one message.
        let logicalLocations: [LogicalLocation]?
        let message: Text?

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.memberIfPresent("logicalLocations", logicalLocations)
                $0.memberIfPresent("message", message)
                $0.member("physicalLocation", physicalLocation)
            }
        }
    }

    /// A named part of a file (§3.33).
    struct LogicalLocation: JSONEncodable {
        let name: String
        let fullyQualifiedName: String
        let kind: String

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("fullyQualifiedName", fullyQualifiedName)
                $0.member("kind", kind)
                $0.member("name", name)
            }
        }
    }

    /// A file and a region in it (§3.29).
    struct PhysicalLocation: JSONEncodable {
        let artifactLocation: ArtifactLocation
        let region: Region

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("artifactLocation", artifactLocation)
                $0.member("region", region)
            }
        }
    }

    /// A file (§3.4).
    struct ArtifactLocation: JSONEncodable {
        let uri: String

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("uri", uri)
            }
        }
    }

    /// A line (§3.30).
    struct Region: JSONEncodable {
        let startLine: Int

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("startLine", startLine)
            }
        }
    }

    /// The runs; this program writes one.
    let runs: [Run]

    /// Writes the version and the address of its schema, then the runs.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
            $0.member("runs", runs)
            $0.member("version", "2.1.0")
        }
    }
}
