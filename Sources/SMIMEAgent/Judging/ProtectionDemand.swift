/// Whether messages of an address must be protected between the edges; a greater demand is stricter.
public enum ProtectionDemand: Int, Sendable, Comparable {
    /// They go in clear.
    case off
    /// They are protected if the parties have the keys and certificates for it.
    case preferred
    /// They are protected, or refused.
    case required

    /// Whether the right one is stricter.
    public static func < (left: ProtectionDemand, right: ProtectionDemand) -> Bool {
        left.rawValue < right.rawValue
    }
}
