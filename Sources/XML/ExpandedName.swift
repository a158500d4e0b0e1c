import Octets

/// The name of an element in Namespaces in XML: namespace (empty for none) and local part.
public struct ExpandedName: Hashable, Sendable {
    /// The name of the namespace, a URI; empty if there is none.
    public let namespace: String
    /// The name inside the namespace.
    public let local: String

    /// Creates a name.
    public init(namespace: String, local: String) {
        self.namespace = namespace
        self.local = local
    }
}

extension ExpandedName: CustomStringConvertible {
    /// The namespace in braces and the local part, escaped.
    public var description: String { "{\(printable(namespace))}\(printable(local))" }
}
