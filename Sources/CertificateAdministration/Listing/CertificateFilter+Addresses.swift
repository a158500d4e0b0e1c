public import CertStore
public import FoundationEssentials

extension CertificateFilter {
    /// Returns whether a text is a pattern for any number of URIs.
    static func isPattern(_ text: String) -> Bool { text.contains("*") }

    /// Limits the list to certificates filed under a URI like one of `patterns`, in which `*` matches any
    /// characters; without a star a pattern is an address in any spelling.
    public mutating func limit(toURIsLike patterns: [String]) {
        uris = patterns.map { Self.isPattern($0) ? $0 : (try? SubscriberAddress($0))?.uri ?? $0 }
    }

    /// Limits the list to certificates that are valid at an instant but not `days` days later, which are due
    /// for renewal; superseded ones are excluded unless requested.
    public mutating func limit(
        toEndingWithin days: Int, of instant: Date, includingSuperseded: Bool = false
    ) {
        endsBefore = instant + Double(days) * 86_400
        excludesSuperseded = !includingSuperseded
    }
}
