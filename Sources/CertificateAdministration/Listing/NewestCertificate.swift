public import CMS
public import CertStore
public import FoundationEssentials

/// The certificate to export among those filed under one URI: the newest that is unrevoked and has a usable
/// key, or another if there is none.
public struct NewestCertificate: Sendable, CustomStringConvertible {
    /// The certificate.
    public let certificate: Certificate
    /// The other one of a pair for signing and encrypting: the newest for the use that ``certificate`` lacks,
    /// unless that is revoked, has an unusable key or is for both uses.
    public let partner: StoredCertificate?
    /// Whether the store has the private key of ``certificate``.
    public let hasPrivateKey: Bool
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
        hasPrivateKey = chosen.hasPrivateKey
        let (signs, encrypts) = (certificate.maySign, certificate.mayEncrypt)
        let other = unrevoked.first {
            $0.certificate.hasUsableKey && (signs ? $0.certificate.mayEncrypt : $0.certificate.maySign)
        }
        partner = signs != encrypts && other?.certificate.isForBothUses == false ? other : nil
        isRevoked = revoked.contains(chosen.certificate.fingerprint)
        count = found.count
        if open == nil || open == found.first {
            distinction = ""
        } else {
            distinction = open == unrevoked.first ? " that is not revoked" : " that can be used"
        }
    }

    /// Returns the certificates to export: both of a pair, the one to sign with first, if both are wanted.
    ///
    /// - Parameter withKeys: whether to omit the other certificate if its private key is not in the store.
    public func certificates(asPair isPair: Bool, withKeys: Bool) -> [Certificate] {
        guard isPair, let partner, partner.hasPrivateKey || !withKeys else { return [certificate] }
        let pair = [certificate, partner.certificate]
        return certificate.maySign ? pair : pair.reversed()
    }

    /// The chosen certificates in words: both of a pair, or one of several.
    public func description(of chosen: [Certificate]) -> String {
        guard chosen.count == 2 else { return description }
        let pair = count == 2 ? "both of a pair" : "the newest pair of \(count) certificates"
        return "\(pair): serial \(chosen[0].facts.serialNumber) to sign with, serial "
            + "\(chosen[1].facts.serialNumber) to encrypt for"
    }

    /// The chosen certificate, for people.
    public var description: String {
        let use = certificate.isForBothUses ? "" : certificate.maySign ? ", to sign with" : ", to encrypt for"
        return "the newest\(distinction) of \(count) certificates\(use), "
            + "serial \(certificate.facts.serialNumber)"
    }
}
