internal import XML

/// How much of a presence document is read before it is refused.
///
/// Documents come from the network, and a watcher reads those of strangers: each bound keeps time
/// and memory proportional to something known beforehand.
public struct PIDFLimits: Sendable, Equatable {
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

    /// A mebibyte, 64 levels, 16384 elements, 64 attributes each: well above any published example.
    public static let standard = PIDFLimits(octets: 1 << 20, depth: 64, elements: 1 << 14, attributes: 64)

    /// The same for the reader below.
    var xml: XMLLimits {
        XMLLimits(octets: octets, depth: depth, elements: elements, attributes: attributes)
    }
}
