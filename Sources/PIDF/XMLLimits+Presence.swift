public import XML

extension XMLLimits {
    /// For presence documents, which a watcher reads of strangers: a mebibyte, 64 levels, 16384 elements, 64 attributes
    /// each, well above any published example.
    public static let presence = XMLLimits(octets: 1 << 20, depth: 64, elements: 1 << 14, attributes: 64)
}
