import SIPMessage
import SMIMEAgent

/// How strictly the messages of each address must be protected; of an address that is not listed, always.
public struct ProtectionPolicy: Sendable {
    private var rules: [(pattern: AddressPattern, demand: ProtectionDemand)] = []

    /// Creates a policy that demands protection for every address.
    public init() {}

    /// Whether it demands protection for every address.
    var demandsAlways: Bool { rules.allSatisfy { $0.demand == .required } }

    /// Adds a rule.
    mutating func add(_ demand: ProtectionDemand, for pattern: AddressPattern) {
        rules.append((pattern, demand))
    }

    /// Returns the demand of an address: a rule for that address alone outweighs one for its domain; of two
    /// alike, the stricter counts.
    func demand(for address: AddressURI) -> ProtectionDemand {
        let matching = rules.filter { $0.pattern.matches(address) }
        let exact = matching.filter(\.pattern.isExact)
        return (exact.isEmpty ? matching : exact).map(\.demand).max() ?? .required
    }
}
