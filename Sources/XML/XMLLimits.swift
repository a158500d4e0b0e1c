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

    /// The maximum length of the name of a namespace, in octets of UTF-8.
    ///
    /// The parser copies it into each name of an element or attribute in that namespace.
    public let namespaceOctets: Int

    /// The memory that the parser may hold for any document, in octets, in addition to that for its size.
    public let memory: Int

    /// The memory that the parser may hold for each octet of the document, in octets.
    public let memoryPerOctet: Int

    /// Creates limits.
    ///
    /// By default the parser may hold half a mebibyte and eight times the document. Measured with expat 2.5,
    /// real documents take less than twice their size and 16 KiB.
    public init(
        octets: Int, depth: Int, elements: Int, attributes: Int, namespaceOctets: Int = 1024,
        memory: Int = 1 << 19, memoryPerOctet: Int = 8
    ) {
        self.octets = octets
        self.depth = depth
        self.elements = elements
        self.attributes = attributes
        self.namespaceOctets = namespaceOctets
        self.memory = memory
        self.memoryPerOctet = memoryPerOctet
    }

    /// Returns the memory that the parser may hold at a time for a document of this size, in octets.
    func memory(forDocumentOf octets: Int) -> Int {
        let (product, overflows) = octets.multipliedReportingOverflow(by: memoryPerOctet)
        let (sum, exceeds) = product.addingReportingOverflow(memory)
        return overflows || exceeds ? .max : sum
    }
}
