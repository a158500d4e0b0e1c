/// The name of an element as Namespaces in XML has it: namespace (empty for none) and local part.
struct ExpandedName: Equatable {
    let namespace: String
    let local: String

    init(namespace: String, local: String) {
        self.namespace = namespace
        self.local = local
    }

    /// Splits the form in which expat reports names at its last separator.
    init(_ joined: String, separator: UInt8) {
        if let end = joined.utf8.lastIndex(of: separator) {
            namespace = String(joined[..<end])
            local = String(joined[joined.utf8.index(after: end)...])
        } else {
            namespace = ""
            local = joined
        }
    }

    static let pidfNamespace = "urn:ietf:params:xml:ns:pidf"

    var isPIDF: Bool { namespace == Self.pidfNamespace }
}
