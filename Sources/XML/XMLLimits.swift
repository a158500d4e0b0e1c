/// The limits beyond which a document is refused.
///
/// Documents come from unknown senders: the limits bound time and memory in advance.
public struct XMLLimits: Sendable, Equatable {
    /// The maximum size of the document in octets.
    public let octets: Int

    /// The maximum nesting of elements; the root is at depth 1.
    public let depth: Int

    /// The maximum number of elements in the document.
    public let elements: Int

    /// The maximum number of attributes of one element.
    public let attributes: Int

    /// Creates limits.
    public init(octets: Int, depth: Int, elements: Int, attributes: Int) {
        self.octets = octets
        self.depth = depth
        self.elements = elements
        self.attributes = attributes
    }
}
