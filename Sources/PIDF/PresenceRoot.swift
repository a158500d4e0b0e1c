import XML

/// The root elements of presence documents.
public enum PresenceRoot: String, Sendable, CaseIterable {
    /// A whole document (RFC 3863 §4.1.1).
    case presence
    /// A whole document with a version (RFC 5262 §3).
    case full = "pidf-full"
    /// The changes since an earlier version (RFC 5262 §3).
    case difference = "pidf-diff"

    /// The namespace that the element must be in.
    public var namespace: String {
        switch self {
        case .presence: PresenceElement.namespace.description
        case .full, .difference: "urn:ietf:params:xml:ns:pidf-diff"
        }
    }

    /// Returns the root of this name and namespace; nil for any other element.
    init?(_ name: ExpandedName) {
        guard let root = PresenceRoot(rawValue: name.local), root.namespace == name.namespace else {
            return nil
        }
        self = root
    }

    /// Returns whether a reader that compares local names only, ignoring case, would find a
    /// root in an element of this name.
    static func isNamed(_ local: String) -> Bool {
        // A letter that becomes an ASCII one when its case is changed has at most three octets.
        let lengths = local.utf8.allSatisfy { $0 < 0x80 } ? 8...9 : 3...27
        guard lengths.contains(local.utf8.count) else { return false }
        let folded = local.uppercased().lowercased()
        return allCases.contains { $0.rawValue == folded }
    }
}
