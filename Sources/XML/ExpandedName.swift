import Octets

/// The name of an element as Namespaces in XML has it: namespace (empty for none) and local part.
public struct ExpandedName: Hashable, Sendable {
    /// The name of the namespace, a URI; empty where there is none.
    public let namespace: String
    /// The name inside the namespace.
    public let local: String

    /// Puts a name together.
    public init(namespace: String, local: String) {
        self.namespace = namespace
        self.local = local
    }
}

extension ExpandedName: CustomStringConvertible {
    /// The namespace in braces and the local part, escaped.
    public var description: String { "{\(printable(namespace))}\(printable(local))" }
}
