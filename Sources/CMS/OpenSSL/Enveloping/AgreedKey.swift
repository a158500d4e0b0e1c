import CCrypto

/// A key agreed with a recipient by means of an ephemeral key (RFC 5753 §3.1.1, SEC 1 §6.1; RFC 8418 §3.1).
struct AgreedKey {
    /// The key derived from the shared secret.
    let key: SecretOctets
    /// The ephemeral public key: an uncompressed point, or the 32 octets of X25519.
    let ephemeralPoint: [UInt8]

    /// Generates an ephemeral key of the kind of the certificate's key, agrees on
    /// a secret, and derives a key.
    ///
    /// The recipient's key must have been checked (``Certificate/checkEnvelopingKey()``): for a curve the
    /// check takes as long as the agreement.
    init(with certificate: Certificate, _ derivation: KeyDerivation) throws(CMSError) {
        let peer = try OpenSSL.object("X509_get0_pubkey") { X509_get0_pubkey(certificate.x509) }
        let algorithm = certificate.facts.key
        let ephemeral = try KeyGenerator.generate(algorithm)
        ephemeralPoint = try PublicKey(sharing: ephemeral, algorithm: algorithm).point
        key = try KeyAgreementContext(ephemeral, derivation).agree(with: peer)
    }

    /// Returns the key that the sender of an ephemeral point agreed with the holder of `key`.
    ///
    /// Decoding refuses a point that is not on the curve. On the supported curves every other
    /// point except infinity, which was refused before, has the right order; X25519 refuses a
    /// secret of zeros (RFC 8418 §2).
    static func key(
        of key: PrivateKey, by agreement: RecipientKeyEncryption.KeyAgreement
    ) throws(CMSError) -> SecretOctets {
        let derivation = agreement.derivation
        let context = try key.contexts.agreement.take(for: derivation) { () throws(CMSError) in
            try KeyAgreementContext(unsafe key.key, derivation)
        }
        // Senders could fill the pool with contexts for keying material of theirs.
        defer { if derivation.salt.isEmpty { key.contexts.agreement.keep(context, for: derivation) } }
        return try context.agree(withPoint: [UInt8](agreement.point))
    }
}
