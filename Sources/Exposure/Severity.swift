public import Octets

/// How severe a readable value is, for an observer of an access leg that has integrity only.
public enum Severity: String, Sendable, Equatable, Comparable, JSONEncodable, CaseIterable {
    /// It alone names a person, a pair of watcher and presentity, a cell, or reusable credentials.
    case critical
    /// A lasting identifier, a decision about authorisation, or activity that can be inferred from size.
    case high
    /// It links messages, or reveals a coarse place or the networks.
    case medium
    /// A capability or fingerprint.
    case low
    /// It reveals nothing alone.
    case info

    private var rank: Int {
        switch self {
        case .info: 0
        case .low: 1
        case .medium: 2
        case .high: 3
        case .critical: 4
        }
    }

    /// The next lower severity; `info` has none.
    var stepDown: Severity {
        switch self {
        case .critical: .high
        case .high: .medium
        case .medium: .low
        case .low, .info: .info
        }
    }

    /// Whether the left severity is lower.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
