/// The elements of one namespace that a handler knows by their position, so that no text is created for them.
public struct XMLVocabulary: Sendable {
    /// The vocabulary of a handler that compares names itself.
    public static let empty = XMLVocabulary(namespace: "", elements: [])

    let namespace: StaticString
    let elements: [StaticString]
    /// The first octet of each element; 0 for an empty name.
    let initials: [UInt8]

    /// Creates a vocabulary of the local names `elements` in `namespace`.
    public init(namespace: StaticString, elements: [StaticString]) {
        self.namespace = namespace
        self.elements = elements
        initials = elements.map { $0.description.utf8.first ?? 0 }
    }
}

/// The relation of an element to a vocabulary.
public enum XMLMembership: Equatable, Sendable {
    /// It is the element at this position in the vocabulary.
    case known(Int)
    /// It is another element of the vocabulary's namespace.
    case unknown
    /// It is in another namespace.
    case foreign
    /// It is in no namespace.
    case unqualified
}
