import XML

/// The elements that PIDF defines (RFC 3863 §4.4).
enum PresenceElement: Int, CaseIterable {
    case presence
    case tuple
    case status
    case basic
    case contact
    case note
    case timestamp

    /// The elements, each at the position of its raw value.
    static let vocabulary = XMLVocabulary(namespace: namespace, elements: allCases.map(\.name))

    static let namespace: StaticString = "urn:ietf:params:xml:ns:pidf"

    /// The local name.
    var name: StaticString {
        switch self {
        case .presence: "presence"
        case .tuple: "tuple"
        case .status: "status"
        case .basic: "basic"
        case .contact: "contact"
        case .note: "note"
        case .timestamp: "timestamp"
        }
    }

    /// Returns the element around this one, which for a note is a tuple or the root; nil for the root.
    func parent(ofNoteInTuple isNoteInTuple: Bool) -> PresenceElement? {
        switch self {
        case .presence: nil
        case .tuple: .presence
        case .status, .contact, .timestamp: .tuple
        case .basic: .status
        case .note: isNoteInTuple ? .tuple : .presence
        }
    }

    /// Returns the element of this membership; nil for elements that PIDF does not define.
    init?(_ membership: XMLMembership) {
        switch membership {
        case .known(let number): self.init(rawValue: number)
        case .unknown, .foreign, .unqualified: return nil
        }
    }
}
