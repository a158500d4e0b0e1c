public import Octets

/// An exposure report without its single findings: the counts, the worst severity, the relation.
public struct BriefExposure: JSONEncodable, Sendable {
    /// How many findings there are of each severity.
    public let counts: ExposureReport.Counts
    /// Whether the message shows two related parties.
    public let relationReadable: Bool
    /// The worst severity of a finding; nil without findings.
    public let worst: Severity?

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("counts", counts)
            $0.member("relationReadable", relationReadable)
            $0.member("worst", worst?.rawValue)
        }
    }
}

extension ExposureReport {
    /// The report without its single findings.
    public var brief: BriefExposure {
        BriefExposure(
            counts: counts, relationReadable: relationReadable, worst: headers.map(\.severity).max())
    }
}
