import CMS
public import FoundationEssentials

/// What of a store ends next.
public struct StoreExpiry: Sendable, Equatable {
    /// The number of certificates with a private key that end within the time that was asked for; those that
    /// are revoked, or that a newer one replaces, do not count.
    public let endingCertificates: Int
    /// The end of the first of them; nil if there is none.
    public let firstCertificateEnd: Date?
    /// The end of the trust anchor that ends first, which may be past; nil if there is none.
    public let firstAnchorEnd: Date?
    /// The nextUpdate of the CRL whose nextUpdate is first, which may be past; nil if none has one.
    public let firstListEnd: Date?
}

extension CertStore {
    /// Returns what ends next, for a program that warns of it.
    ///
    /// It reads all certificates, and nothing else can use this value meanwhile: a program that handles
    /// messages has another connection for it.
    ///
    /// - Parameters:
    ///   - instant: now.
    ///   - seconds: the time within which certificates count.
    /// - Throws: ``CertStoreError/database(code:message:)``, or ``CertStoreError/cryptography(_:)`` if a
    ///   trust anchor or CRL cannot be read.
    public func expiry(at instant: Date, within seconds: Double) throws(CertStoreError) -> StoreExpiry {
        var filter = CertificateFilter()
        filter.endsBefore = instant + seconds
        filter.excludesSuperseded = true
        var (count, first): (Int, Date?) = (0, nil)
        try forEachEntry(filter, at: instant) { entry in
            guard entry.hasPrivateKey else { return }
            count += 1
            first = min(first ?? entry.notAfter, entry.notAfter)
        }
        return StoreExpiry(
            endingCertificates: count, firstCertificateEnd: first,
            firstAnchorEnd: try trustAnchors().map(\.certificate.facts.notAfter).min(),
            firstListEnd: try revocationLists().compactMap(\.nextUpdate).min())
    }
}
