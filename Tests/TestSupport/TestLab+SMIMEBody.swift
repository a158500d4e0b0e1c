public import CMS
import SIPMessage
public import SMIMEBody

extension TestLab {
    /// A holder's certificate and key for ``KeyRing``.
    public func keyed(_ holder: Holder, _ algorithm: KeyAlgorithm = .p256) throws -> KeyedCertificate {
        try identity(holder, algorithm).keyed
    }

    /// A holder as a signer whose certificate passed every check.
    public func signer(
        _ holder: Holder, _ algorithm: KeyAlgorithm = .p256, rsaSignature: Signer.RSASignature = .pkcs1
    ) throws -> CheckedSigner {
        try CheckedSigner.select(
            SIPURI.parse(holder.uri), from: [keyed(holder, algorithm)], rsaSignature: rsaSignature,
            at: Self.now)
    }

    /// A holder as a recipient whose certificate passed every check.
    public func recipient(_ holder: Holder, _ algorithm: KeyAlgorithm = .p256) throws -> CheckedRecipient {
        try CheckedRecipient.select(
            SIPURI.parse(holder.uri), from: [identity(holder, algorithm).certificate], trusting: anchors,
            at: Self.now)
    }
}

extension TestIdentity {
    /// The same for ``KeyRing``.
    public var keyed: KeyedCertificate { KeyedCertificate(certificate: certificate, key: key) }
}
