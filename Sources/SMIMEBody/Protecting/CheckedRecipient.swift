public import CMS
public import SIPMessage

public import struct FoundationEssentials.Date

/// A recipient whose certificate has passed every check.
public struct CheckedRecipient: Sendable {
    /// The URI the message is for.
    public let uri: SIPURI
    /// Its certificate.
    public let certificate: Certificate
    /// The path to the trust anchor.
    public let path: TrustedPath

    /// Picks the certificate to envelope for `uri` with, out of those filed under it: of those that have a key to encrypt
    /// for, chain to a trust anchor, are valid and not revoked now, may be encrypted for and name `uri`, the newest.
    ///
    /// - Throws: ``SMIMEError/noCertificate(uri:_:)`` if `candidates` is empty,
    ///   ``SMIMEError/untrustedRecipient(uri:_:)`` with what is wrong with the newest if none passes.
    ///   RFC 8550 §4.
    public static func select(
        _ uri: SIPURI, from candidates: [Certificate], trusting anchors: TrustAnchors, at instant: Date,
        revocation: RevocationPolicy = RevocationPolicy()
    ) throws(SMIMEError) -> CheckedRecipient {
        var failure: SMIMEError?
        for certificate in candidates.sorted(by: { $0.isNewer(than: $1) }) {
            do {
                let path = try check(
                    certificate, for: uri, trusting: anchors, at: instant, revocation: revocation)
                return CheckedRecipient(uri: uri, certificate: certificate, path: path)
            } catch {
                failure = failure ?? .untrustedRecipient(uri: uri.addressOfRecord, error)
            }
        }
        throw failure ?? .noCertificate(uri: uri.addressOfRecord, .enveloping)
    }

    private static func check(
        _ certificate: Certificate, for uri: SIPURI, trusting anchors: TrustAnchors, at instant: Date,
        revocation: RevocationPolicy
    ) throws(SMIMEError) -> TrustedPath {
        // First: what a key cannot do, no usage, path or later instant changes.
        try CertificateFitness.checkEnvelopingKey(of: certificate)
        let path = try cms { () throws(CMSError) in
            try anchors.verify(certificate, at: instant, revocation: revocation)
        }
        let identity = CertificateIdentity(of: certificate)
        try CertificateFitness.checkAuthorities(of: path, identity)
        try CertificateFitness.checkEnveloping(certificate, identity)
        guard identity.isRecipient(uri) else {
            throw .recipientNotNamed(uri: uri.addressOfRecord, certificate: identity.namesForPeople)
        }
        return path
    }
}

extension Certificate {
    /// Whether `instant` lies within its validity; whether that of its issuers, a path says.
    ///
    /// The last second counts as over, as it does for libcrypto.
    func isValid(at instant: Date) -> Bool {
        facts.notBefore <= instant && instant < facts.notAfter
    }

    /// Whether it became valid later than `other`, or as late and lasts longer.
    func isNewer(than other: Certificate) -> Bool {
        (facts.notBefore, facts.notAfter) > (other.facts.notBefore, other.facts.notAfter)
    }
}
