public import CMS
public import CertStore
public import FoundationEssentials

/// The certificate that is given out of those filed under one URI: the newest, but one that is revoked, or whose key is
/// of no use, only if there is no other.
public struct NewestCertificate: Sendable, CustomStringConvertible {
    /// The certificate.
    public let certificate: Certificate
    /// Whether it is revoked, as are all others then.
    public let isRevoked: Bool
    /// How many certificates there are.
    public let count: Int
    private let distinction: String

    /// Chooses among certificates that are sorted as ``CertStore/CertStore/certificates(forURI:)`` does; nil if there
    /// is none.
    ///
    /// - Throws: the failures of the store.
    public init?(
        among found: [StoredCertificate], in database: CertStore, at instant: Date
    ) throws(CertStoreError) {
        let revoked = try database.revokedFingerprints(among: found.map(\.certificate), at: instant)
        let unrevoked = found.filter { !revoked.contains($0.certificate.fingerprint) }
        let open = unrevoked.first { $0.certificate.hasUsableKey } ?? unrevoked.first
        guard let chosen = open ?? found.first else { return nil }
        certificate = chosen.certificate
        isRevoked = revoked.contains(chosen.certificate.fingerprint)
        count = found.count
        if open == nil || open == found.first {
            distinction = ""
        } else {
            distinction = open == unrevoked.first ? " that is not revoked" : " that can be used"
        }
    }

    /// Which one it is, for people.
    public var description: String {
        "the newest\(distinction) of \(count) certificates, serial \(certificate.facts.serialNumber)"
    }
}
