public import Octets

/// The difference in what can be read after a message was protected or opened.
public struct ExposureChange: Sendable, Equatable, JSONEncodable {
    /// Names of findings that are gone, or whose value no longer reveals anything, the most severe first.
    public let hidden: [String]
    /// Names of findings that are new, or whose value now reveals something, the most severe first.
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
