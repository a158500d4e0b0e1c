/// The name of an element as Namespaces in XML has it: namespace (empty for none) and local part.
struct ExpandedName: Equatable {
    let namespace: String
    let local: String

    init(namespace: String, local: String) {
        self.namespace = namespace
        self.local = local
    }

    static let pidfNamespace = "urn:ietf:params:xml:ns:pidf"

    var isPIDF: Bool { namespace == Self.pidfNamespace }
}
