public import CMS
public import SIPMessage

public import struct FoundationEssentials.Date

/// A signer whose certificate and key have passed every check a receiver will make, but for trust.
public struct CheckedSigner: Sendable {
    /// The address that the signer speaks as.
    public let uri: AddressURI
    let signer: Signer
    let identity: CertificateIdentity

    /// The signer's certificate.
    public var certificate: Certificate { signer.certificate }

    /// Picks the certificate to sign as `uri` with, out of those filed under it with their keys: of those that are
    /// valid now, may sign and name `uri`, the newest.
    ///
    /// Whether receivers trust the certificate is theirs to decide, so no path is required; but what the CRLs of `anchors`
    /// revoke, every receiver that has these lists would refuse.
    ///
    /// - Throws: ``SMIMEError/noCertificate(uri:_:)`` if `candidates` is empty, else what is wrong with the
    ///   newest: ``SMIMEError/revoked(_:at:reason:)``, ``SMIMEError/expired(_:at:)``,
    ///   ``SMIMEError/notYetValid(_:at:)``, ``SMIMEError/keyUsage(_:_:)``, ``SMIMEError/signerNotSender(sender:signer:)`` or an unsupported key.
    public static func select(
        _ uri: AddressURI, from candidates: [KeyedCertificate], rsaSignature: Signer.RSASignature = .pkcs1,
        trusting anchors: TrustAnchors? = nil, at instant: Date
    ) throws(SMIMEError) -> CheckedSigner {
        var failure: SMIMEError?
        let newestFirst = candidates.sorted { $0.certificate.isNewer(than: $1.certificate) }
        for candidate in newestFirst {
            do throws(SMIMEError) {
                if let revoked = anchors?.revocation(of: candidate.certificate, at: instant) {
                    throw .revoked(candidate.certificate, at: revoked.revokedAt, reason: revoked.reason)
                }
                return try check(candidate, as: uri, rsaSignature: rsaSignature, at: instant)
            } catch {
                failure = failure ?? error
            }
        }
        throw failure ?? .noCertificate(uri: uri.addressOfRecord, .signing)
    }

    /// Picks the certificate to sign as a URI of SIP with; see the other form.
    public static func select(
        _ uri: SIPURI, from candidates: [KeyedCertificate], rsaSignature: Signer.RSASignature = .pkcs1,
        trusting anchors: TrustAnchors? = nil, at instant: Date
    ) throws(SMIMEError) -> CheckedSigner {
        try select(
            .sip(uri), from: candidates, rsaSignature: rsaSignature, trusting: anchors, at: instant)
    }

    private static func check(
        _ candidate: KeyedCertificate, as uri: AddressURI, rsaSignature: Signer.RSASignature, at instant: Date
    ) throws(SMIMEError) -> CheckedSigner {
        let certificate = candidate.certificate
        try CertificateFitness.checkSigningKey(of: certificate)
        guard certificate.facts.notBefore <= instant else { throw .notYetValid(certificate, at: instant) }
        guard certificate.isValid(at: instant) else { throw .expired(certificate, at: instant) }
        let identity = CertificateIdentity(of: certificate)
        try CertificateFitness.checkSigning(certificate, identity)
        guard identity.owns(uri) || uri.sipURI.map(identity.isAuthority) == true else {
            throw .signerNotSender(sender: uri.addressOfRecord, signer: identity.namesForPeople)
        }
        let signer = try cms { () throws(CMSError) in
            try Signer(certificate: certificate, key: candidate.key, rsaSignature: rsaSignature)
        }
        return CheckedSigner(uri: uri, signer: signer, identity: identity)
    }
}
