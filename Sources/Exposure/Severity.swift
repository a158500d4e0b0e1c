public import Octets

/// How grave it is that something can be read, for an observer of an access leg that has integrity only.
public enum Severity: String, Sendable, Equatable, Comparable, JSONEncodable, CaseIterable {
    /// By itself it names a person, a pair of watcher and presentity, a cell, or reusable credentials.
    case critical
    /// A lasting identifier, a decision about authorisation, or activity that can be inferred from size.
    case high
    /// It links messages, or tells a coarse place or the networks.
    case medium
    /// A capability or fingerprint.
    case low
    /// Nothing alone.
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

    /// The next one that is less grave; `info` has none.
    var stepDown: Severity {
        switch self {
        case .critical: .high
        case .high: .medium
        case .medium: .low
        case .low, .info: .info
        }
    }

    /// Whether the left is less grave.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
