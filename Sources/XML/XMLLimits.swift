/// How much of a document is read before it is refused.
///
/// Documents come from strangers: each bound keeps time and memory proportional to something known beforehand.
public struct XMLLimits: Sendable, Equatable {
    /// The size of the document in octets.
    public let octets: Int

    /// How deep elements nest; the root is at depth 1.
    public let depth: Int

    /// How many elements the document holds.
    public let elements: Int

    /// How many attributes one element carries.
    public let attributes: Int

    /// Sets each bound.
    public init(octets: Int, depth: Int, elements: Int, attributes: Int) {
        self.octets = octets
        self.depth = depth
        self.elements = elements
        self.attributes = attributes
    }
}
