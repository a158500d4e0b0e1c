public import CertStore
public import FoundationEssentials

extension CertificateFilter {
    /// Lists what is filed under a URI like `pattern`, in which `*` stands for any characters; without a star it is an
    /// address, in whatever spelling.
    public mutating func limit(toURIsLike pattern: String?) {
        uri = pattern.map { $0.contains("*") ? $0 : (try? SubscriberAddress($0))?.uri ?? $0 }
    }

    /// Lists what is valid at an instant, and not any more `days` days later: what is due for renewal, without what a
    /// newer certificate has taken the place of, unless that is included.
    public mutating func limit(
        toEndingWithin days: Int, of instant: Date, includingSuperseded: Bool = false
    ) {
        endsBefore = instant + Double(days) * 86_400
        excludesSuperseded = !includingSuperseded
    }
}
