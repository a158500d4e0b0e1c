public import XML

extension XMLLimits {
    /// For presence documents, which a watcher reads of strangers: a mebibyte, 64 levels, 16384 elements, 64 attributes
    /// each, well above any published example.
    public static let presence = XMLLimits(octets: 1 << 20, depth: 64, elements: 1 << 14, attributes: 64)
}

extension PresenceDocument {
    /// The size of the largest document that is read, in octets.
    public static let maximumOctets = XMLLimits.presence.octets
}
