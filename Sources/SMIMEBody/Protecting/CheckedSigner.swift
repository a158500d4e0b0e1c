public import CMS
public import SIPMessage

public import struct FoundationEssentials.Date

/// A signer whose certificate and key passed every check that a receiver makes, except trust.
public struct CheckedSigner: Sendable {
    /// The address that the signer signs for.
    public let uri: AddressURI
    let signer: Signer
    let identity: CertificateIdentity

    /// The signer's certificate.
    public var certificate: Certificate { signer.certificate }

    /// Selects the certificate to sign with for `uri` from those stored under it with their keys: the newest
    /// that is valid now, may sign and names `uri`.
    ///
    /// No path is required, because receivers decide whether they trust the certificate. But a certificate
    /// that the CRLs of `anchors` revoke is refused: every receiver with these CRLs would refuse it.
    ///
    /// If the selected one is for signatures only, the message names the newest of the others
    /// that may receive encrypted content (RFC 8551 §2.5.3), and has the same issuer:
    /// receivers may not know another one.
    ///
    /// - Throws: ``SMIMEError/noCertificate(uri:_:)`` if `candidates` is empty, else the error of the newest:
    ///   ``SMIMEError/revoked(_:at:reason:)``, ``SMIMEError/expired(_:at:)``,
    ///   ``SMIMEError/notYetValid(_:at:)``, ``SMIMEError/keyUsage(_:_:)``,
    ///   ``SMIMEError/signerNotSender(sender:signer:)`` or an unsupported key.
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
                let encryption = encryptionCertificate(
                    otherThan: candidate.certificate, for: uri, among: newestFirst, trusting: anchors,
                    at: instant)
                return try check(
                    candidate, as: uri, rsaSignature: rsaSignature, encryption: encryption, at: instant)
            } catch {
                failure = failure ?? error
            }
        }
        throw failure ?? .noCertificate(uri: uri.addressOfRecord, .signing)
    }

    /// Selects the certificate to sign with for a SIP URI; see the other overload.
    public static func select(
        _ uri: SIPURI, from candidates: [KeyedCertificate], rsaSignature: Signer.RSASignature = .pkcs1,
        trusting anchors: TrustAnchors? = nil, at instant: Date
    ) throws(SMIMEError) -> CheckedSigner {
        try select(
            .sip(uri), from: candidates, rsaSignature: rsaSignature, trusting: anchors, at: instant)
    }

    private static func check(
        _ candidate: KeyedCertificate, as uri: AddressURI, rsaSignature: Signer.RSASignature,
        encryption: Certificate?, at instant: Date
    ) throws(SMIMEError) -> CheckedSigner {
        let certificate = candidate.certificate
        try CertificateUsageCheck.checkSigningKey(of: certificate)
        guard certificate.facts.notBefore <= instant else { throw .notYetValid(certificate, at: instant) }
        guard certificate.isValid(at: instant) else { throw .expired(certificate, at: instant) }
        let identity = CertificateIdentity(of: certificate)
        try CertificateUsageCheck.checkSigning(certificate, identity)
        guard identity.speaks(for: uri) else {
            throw .signerNotSender(sender: uri.addressOfRecord, signer: identity.displayNames)
        }
        let signer = try cms { () throws(CMSError) in
            try Signer(
                certificate: certificate, key: candidate.key, rsaSignature: rsaSignature,
                encryptionCertificate: encryption)
        }
        return CheckedSigner(uri: uri, signer: signer, identity: identity)
    }

    /// Returns the certificate to encrypt for; nil if it is that of the signature, or there is none.
    private static func encryptionCertificate(
        otherThan signer: Certificate, for uri: AddressURI, among newestFirst: [KeyedCertificate],
        trusting anchors: TrustAnchors?, at instant: Date
    ) -> Certificate? {
        func isFit(_ certificate: Certificate) -> Bool {
            let identity = CertificateIdentity(of: certificate)
            guard certificate.facts.issuerDER == signer.facts.issuerDER, certificate.isValid(at: instant),
                identity.speaks(for: uri),
                (try? CertificateUsageCheck.checkEnvelopingKey(of: certificate)) != nil,
                (try? CertificateUsageCheck.checkEnveloping(certificate, identity)) != nil
            else { return false }
            return anchors?.revocation(of: certificate, at: instant) == nil
        }
        guard newestFirst.count > 1, !isFit(signer) else { return nil }
        return newestFirst.lazy.map(\.certificate).first(where: isFit)
    }
}

extension CertificateIdentity {
    /// Returns whether the certificate may sign for an address: its user's, or that of its domain.
    fileprivate func speaks(for uri: AddressURI) -> Bool {
        owns(uri) || uri.sipURI.map(isAuthority) == true
    }
}
