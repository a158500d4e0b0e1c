/// A recipient of future envelopes, with the part of its RecipientInfo that is the same for every message.
struct EnvelopeRecipient: Sendable {
    let certificate: Certificate
    private let form: Form

    private enum Form: Sendable {
        case transport(KeyTransportTemplate, by: Enveloper.RSAKeyTransport)
        case agreement(KeyAgreementTemplate, KeyDerivation)
    }

    /// Creates a recipient of keys for `cipher` from a certificate whose key has passed
    /// ``Certificate/checkEnvelopingKey()``, so that messages need not repeat the check.
    init(_ certificate: Certificate, cipher: ContentCipher, rsaKeyTransport: Enveloper.RSAKeyTransport) {
        self.certificate = certificate
        let key = certificate.facts.key
        if key.usesKeyAgreement {
            let derivation = KeyDerivation(
                key == .x25519 ? .hkdf : .x963, .sha256, for: KeyWrap(keyOctets: cipher.keyOctets))
            form = .agreement(KeyAgreementTemplate(certificate, derivation), derivation)
        } else {
            form = .transport(
                KeyTransportTemplate(certificate, by: rsaKeyTransport), by: rsaKeyTransport)
        }
    }

    /// The version of an EnvelopedData that holds this recipient (RFC 5652 §6.1).
    var envelopedDataVersion: UInt8 { certificate.facts.key.usesKeyAgreement ? 2 : 0 }

    /// Returns DER of the RecipientInfo that transports `contentKey` to the recipient.
    ///
    /// Each recipient has an ephemeral key of its own: a shared one would make their messages linkable.
    func recipientInfo(for contentKey: SecretOctets) throws(CMSError) -> [UInt8] {
        switch form {
        case .transport(let template, let transport):
            return template.filled(encryptedKey: try certificate.encryptKey(contentKey, by: transport))
        case .agreement(let template, let derivation):
            let agreed = try AgreedKey(with: certificate, derivation)
            return template.filled(
                point: agreed.ephemeralPoint,
                wrappedKey: try derivation.wrapping.wrap(contentKey, under: agreed.key))
        }
    }
}
