public import CMS
public import CertStore
public import FoundationEssentials

/// The certificate to export among those filed under one URI: the newest that is unrevoked and has a usable
/// key, or another if there is none.
public struct NewestCertificate: Sendable, CustomStringConvertible {
    /// The certificate.
    public let certificate: Certificate
    /// Whether it is revoked; then all others are too.
    public let isRevoked: Bool
    /// The number of certificates.
    public let count: Int
    private let distinction: String

    /// Chooses among certificates sorted as by
    /// ``CertStore/CertStore/certificates(forURI:)``; nil if there is none.
    ///
    /// - Throws: the errors of the store.
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

    /// The chosen certificate, for people.
    public var description: String {
        let use = certificate.isForBothUses ? "" : certificate.maySign ? ", to sign with" : ", to encrypt for"
        return "the newest\(distinction) of \(count) certificates\(use), "
            + "serial \(certificate.facts.serialNumber)"
    }
}
