public import XML

extension XMLLimits {
    /// The limits for presence documents from unknown senders, well above any published example: a mebibyte,
    /// 64 levels, 16384 elements, 64 attributes each, namespaces of 1024 octets, at most 8.5 MiB of memory.
    public static let presence = XMLLimits(octets: 1 << 20, depth: 64, elements: 1 << 14, attributes: 64)
}

extension PresenceDocument {
    /// The maximum size of a document, in octets.
    public static let maximumOctets = XMLLimits.presence.octets
}
