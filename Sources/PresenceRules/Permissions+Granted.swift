import Octets
import XML

extension Permissions {
    /// What rules would show of a presence document, as the names of RFC 5025, each
    /// with its value after a colon.
    package var granted: [String] {
        var granted = Self.names(services, of: "services")
        granted += Self.names(devices, of: "devices")
        granted += Self.names(persons, of: "persons")
        granted += attributes.map(\.rawValue).sorted()
        if userInput != .hidden { granted.append("user-input: \(userInput.rawValue)") }
        granted += unknownAttributes.map { "{\($0.namespace)}\($0.local)" }.sorted()
        if showsAllAttributes { granted.append("all-attributes") }
        return granted
    }

    /// What a document shows with them, for people.
    package var shown: String {
        granted.isEmpty ? "no service, device or person" : granted.map(printable).joined(separator: ", ")
    }

    private static func names(_ occurrences: Occurrences, of kind: String) -> [String] {
        switch occurrences {
        case .all: ["all-\(kind)"]
        case .some(let some): some.map { "\(kind) with \($0.kind.rawValue): \($0.value)" }.sorted()
        }
    }
}
