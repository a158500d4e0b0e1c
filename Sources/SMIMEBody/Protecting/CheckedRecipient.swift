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
    /// The algorithms that its programs open, which choose the cipher; at first those that the certificate
    /// states (RFC 4262), nil if they are unknown.
    public var capabilities: SMIMECapabilities?

    /// Selects the certificate to encrypt to for `uri` from those stored under it: the newest that
    /// has a key for encryption, chains to a trust anchor, is valid and not revoked now, may be used
    /// for encryption and names `uri`.
    ///
    /// `instant` is the present: a path that was found valid is remembered.
    ///
    /// - Throws: ``SMIMEError/noCertificate(uri:_:)`` if `candidates` is empty,
    ///   ``SMIMEError/untrustedRecipient(uri:_:)`` with the error of the newest if none passes. RFC 8550 §4.
    public static func select(
        _ uri: SIPURI, from candidates: [Certificate], trusting anchors: TrustAnchors, at instant: Date,
        revocation: RevocationPolicy = RevocationPolicy()
    ) throws(SMIMEError) -> CheckedRecipient {
        var failure: SMIMEError?
        for certificate in candidates.sorted(by: { $0.isNewer(than: $1) }) {
            do {
                let path = try check(
                    certificate, for: uri, trusting: anchors, at: instant, revocation: revocation)
                return CheckedRecipient(
                    uri: uri, certificate: certificate, path: path, capabilities: certificate.capabilities)
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
        // First, because a key that cannot be used makes the other checks pointless.
        try CertificateUsageCheck.checkEnvelopingKey(of: certificate)
        let path = try cms { () throws(CMSError) in
            try anchors.verify(certificate, at: instant, revocation: revocation, remembering: true)
        }
        let identity = CertificateIdentity(of: certificate)
        try CertificateUsageCheck.checkAuthorities(of: path, identity)
        try CertificateUsageCheck.checkEnveloping(certificate, identity)
        guard identity.isRecipient(uri) else {
            throw .recipientNotNamed(uri: uri.addressOfRecord, certificate: identity.displayNames)
        }
        return path
    }
}

extension Certificate {
    /// Returns whether it became valid later than `other`, or at the same time and lasts longer.
    func isNewer(than other: Certificate) -> Bool {
        (facts.notBefore, facts.notAfter) > (other.facts.notBefore, other.facts.notAfter)
    }
}
