/// How strictly presence documents must follow the schema of RFC 3863.
public enum PIDFConformance: Sendable {
    /// Unambiguous departures are reported, since many presence servers and clients write them.
    case lenient
    /// Departures are refused.
    case strict
}
