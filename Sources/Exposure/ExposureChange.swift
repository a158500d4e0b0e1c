public import Octets

/// What protecting a message, or opening it, has changed about what can be read.
public struct ExposureChange: Sendable, Equatable, JSONEncodable {
    /// Names of findings that have gone, or whose value says nothing any more, the gravest first.
    public let hidden: [String]
    /// Names of findings that are new, or whose value says something now, the gravest first.
    public let added: [String]

    /// Compares two reports by the names of their findings; those of severity `info` count as absent.
    public init(before: ExposureReport, after: ExposureReport) {
        let earlier = Self.telling(before)
        let later = Self.telling(after)
        hidden = earlier.filter { !later.contains($0) }
        added = later.filter { !earlier.contains($0) }
    }

    private static func telling(_ report: ExposureReport) -> [String] {
        report.headers.filter { $0.severity > .info }.map(\.name)
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("added", added)
            $0.member("hidden", hidden)
        }
    }
}
