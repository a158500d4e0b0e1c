/// A recipient of future envelopes, with the part of its RecipientInfo that is the same for every message.
struct EnvelopeRecipient: Sendable {
    let certificate: Certificate
    private let rsaKeyTransport: Enveloper.RSAKeyTransport
    /// DER of the IssuerAndSerialNumber (RFC 5652 §10.2.4).
    private let identifier: [UInt8]

    /// Creates a recipient from a certificate whose key has passed ``Certificate/checkEnvelopingKey()``, so
    /// that messages need not repeat the check.
    init(_ certificate: Certificate, rsaKeyTransport: Enveloper.RSAKeyTransport) {
        self.certificate = certificate
        self.rsaKeyTransport = rsaKeyTransport
        identifier = certificate.issuerAndSerialNumber
    }

    /// The version of an EnvelopedData that holds this recipient (RFC 5652 §6.1).
    var envelopedDataVersion: UInt64 { certificate.facts.key.usesKeyAgreement ? 2 : 0 }

    /// Returns DER of the RecipientInfo that transports `contentKey` to the recipient.
    func recipientInfo(for contentKey: SecretOctets) throws(CMSError) -> [UInt8] {
        if certificate.facts.key.usesKeyAgreement { return try keyAgreement(for: contentKey) }
        return try keyTransport(for: contentKey)
    }

    /// KeyTransRecipientInfo (RFC 5652 §6.2.1).
    private func keyTransport(for contentKey: SecretOctets) throws(CMSError) -> [UInt8] {
        let encrypted = try encryptKey(contentKey, for: certificate, by: rsaKeyTransport)
        let algorithm = rsaKeyTransport == .oaep ? Self.oaep : AlgorithmIdentifier.rsaEncryption
        return DERWriter.sequence(
            DERWriter.integer(0), identifier, algorithm, DERWriter.octetString(encrypted))
    }

    /// KeyAgreeRecipientInfo (RFC 5652 §6.2.2, RFC 5753 §3.1.1, RFC 8418 §3.1).
    ///
    /// Each recipient has an ephemeral key of its own: a shared one would make their messages linkable.
    private func keyAgreement(for contentKey: SecretOctets) throws(CMSError) -> [UInt8] {
        let isX25519 = certificate.facts.key == .x25519
        let wrapping = KeyWrap(like: contentKey)
        let derivation = KeyDerivation(isX25519 ? .hkdf : .x963, .sha256, for: wrapping)
        let agreed = try AgreedKey(with: certificate, derivation)
        let publicKey = DERWriter.sequence(
            DERWriter.sequence(isX25519 ? Self.x25519 : Self.ellipticCurveKey),
            DERWriter.bitString(agreed.ephemeralPoint))
        let originator = DERWriter.element(
            DERTag.constructed(0), [DERWriter.replacingTag(of: publicKey, by: DERTag.constructed(1))[...]])
        let algorithm = DERWriter.sequence(
            DERWriter.objectIdentifier(isX25519 ? .ecdhHKDFSHA256 : .ecdhSHA256KDF), wrapping.algorithm)
        let wrapped = DERWriter.octetString(try wrapping.wrap(contentKey, under: agreed.key))
        let keys = DERWriter.sequence(DERWriter.sequence(identifier, wrapped))
        return DERWriter.replacingTag(
            of: DERWriter.sequence(DERWriter.integer(3), originator, algorithm, keys),
            by: DERTag.constructed(1))
    }

    private static let ellipticCurveKey = DERWriter.objectIdentifier(.ellipticCurveKey)
    private static let x25519 = DERWriter.objectIdentifier(.x25519)

    /// RSAES-OAEP with SHA-256 as hash and in the mask generation function (RFC 3560 §3).
    static let oaep = DERWriter.sequence(
        DERWriter.objectIdentifier(.rsaOAEP),
        DERWriter.sequence(DigestAlgorithm.sha256.hashAndMask))
}
