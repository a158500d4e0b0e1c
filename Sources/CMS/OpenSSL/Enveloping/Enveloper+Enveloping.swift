import CCrypto

extension Enveloper {
    /// Encrypts `content` under a fresh key and returns DER of the AuthEnvelopedData, or under CBC the
    /// EnvelopedData (RFC 5083 §2, RFC 5652 §6).
    ///
    /// The structure is written here; the cryptography is libcrypto's. Its own CMS code would check each
    /// recipient's key again for every message, which takes as long as the key agreement.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func envelope(_ content: [UInt8]) throws(CMSError) -> [UInt8] {
        // One draw for both takes half the time of two.
        let random = try SecretOctets.random(cipher.keyOctets + cipher.nonceOctets)
        let (key, nonce) = random.withOctets { octets in
            (
                SecretOctets(copying: octets.extracting(first: cipher.keyOctets)),
                (cipher.keyOctets..<octets.count).map { octets[$0] }
            )
        }
        var infos: [[UInt8]] = []
        for recipient in prepared { infos.append(try recipient.recipientInfo(for: key)) }
        let recipientInfos = DERWriter.setOf(infos)

        let algorithm = algorithmIdentifier(nonce: nonce)
        let context = try CipherContext.made()
        let contentKey = try keyDerivation?.key(from: key, for: algorithm[...]) ?? key
        try context.start(.encrypt, cipher.fetched, key: contentKey, nonce: nonce)
        let encrypted = try context.finish(content.span)
        let encryptedContentInfo = encryptedContentInfo(encrypted, algorithm: algorithm)
        guard cipher.isAuthenticated else {
            let version = prepared.map(\.envelopedDataVersion).max() ?? 0
            return ContentInfo.der(
                .envelopedData,
                [DERWriter.integer(version)[...], recipientInfos[...], encryptedContentInfo[...]])
        }
        let tag = DERWriter.octetString(try context.authenticationTag())
        return ContentInfo.der(
            .authEnvelopedData,
            [DERWriter.integer(0)[...], recipientInfos[...], encryptedContentInfo[...], tag[...]])
    }

    /// The cipher's AlgorithmIdentifier with GCMParameters (RFC 5084 §3.2), the nonce of ChaCha20-Poly1305
    /// (RFC 8103 §2) or the IV (RFC 3565 §2.3.1).
    private func algorithmIdentifier(nonce: [UInt8]) -> [UInt8] {
        let nonce = DERWriter.octetString(nonce)
        let parameters = cipher.isGCM ? DERWriter.sequence(nonce, DERWriter.integer(16)) : nonce
        return DERWriter.sequence(DERWriter.objectIdentifier(cipher.identifier), parameters)
    }

    /// EncryptedContentInfo (RFC 5652 §6.1); if the key is derived, the cipher's AlgorithmIdentifier is in
    /// the parameters of the derivation (RFC 9709 §2).
    private func encryptedContentInfo(_ encrypted: [UInt8], algorithm: [UInt8]) -> [UInt8] {
        let stated = keyDerivation.map {
            DERWriter.sequence(DERWriter.objectIdentifier($0.identifier), algorithm)
        }
        return DERWriter.sequence(
            DERWriter.objectIdentifier(.data), stated ?? algorithm,
            DERWriter.element(DERTag.primitive(0), [encrypted[...]]))
    }
}

extension SecretOctets {
    /// Returns this number of unpredictable octets.
    static func random(_ count: Int) throws(CMSError) -> SecretOctets {
        ERR_clear_error()
        let octets = unsafe SecretOctets(capacity: count) { memory in
            unsafe RAND_bytes(memory.baseAddress, Int32(memory.count)) == 1 ? memory.count : 0
        }
        guard octets.count == count else { throw .openSSL(.drained("RAND_bytes")) }
        return octets
    }
}
