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
        try envelope([content[...]], after: [])
    }

    /// Encrypts the joined `parts` of a content, and returns `prefix` and the same DER after it.
    ///
    /// Content may be large: it is encrypted into its place in the result.
    ///
    /// - Throws: as ``envelope(_:)``.
    package func envelope(
        _ parts: [ArraySlice<UInt8>], after prefix: [UInt8]
    ) throws(CMSError) -> [UInt8] {
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
        let beginning =
            prefix
            + der(
                recipientInfos: recipientInfos, algorithm: algorithm,
                encryptedOctets: cipher.encryptedOctets(of: parts.reduce(0) { $0 + $1.count }))
        var octets = try context.encrypt(parts, after: beginning, room: Self.tagOctets + 2)
        if cipher.isAuthenticated {
            DERWriter.append(DERTag.octetString, try context.authenticationTag(), to: &octets)
        }
        return octets
    }

    /// The ContentInfo up to the encrypted content.
    private func der(recipientInfos: [UInt8], algorithm: [UInt8], encryptedOctets: Int) -> [UInt8] {
        let isAuthenticated = cipher.isAuthenticated
        let version = DERWriter.integer(
            isAuthenticated ? 0 : prepared.map(\.envelopedDataVersion).max() ?? 0)
        let stated = statedAlgorithm(algorithm)
        let infoOctets = stated.count + DERWriter.octets(around: encryptedOctets)
        let tagOctets = isAuthenticated ? DERWriter.octets(around: Self.tagOctets) : 0
        var octets: [UInt8] = []
        octets.reserveCapacity(recipientInfos.count + stated.count + 64)
        ContentInfo.appendBeginning(
            of: isAuthenticated ? .authEnvelopedData : .envelopedData,
            contentOctets: version.count + recipientInfos.count + DERWriter.octets(around: infoOctets)
                + tagOctets, to: &octets)
        octets += version
        octets += recipientInfos
        DERWriter.appendHeader(DERTag.sequence, count: infoOctets, to: &octets)
        octets += stated
        DERWriter.appendHeader(DERTag.primitive(0), count: encryptedOctets, to: &octets)
        return octets
    }

    private static let tagOctets = 16

    /// The cipher's AlgorithmIdentifier with GCMParameters (RFC 5084 §3.2), the nonce of ChaCha20-Poly1305
    /// (RFC 8103 §2) or the IV (RFC 3565 §2.3.1).
    private func algorithmIdentifier(nonce: [UInt8]) -> [UInt8] {
        let nonce = DERWriter.octetString(nonce)
        let parameters = cipher.isGCM ? DERWriter.sequence(nonce, DERWriter.integer(16)) : nonce
        return DERWriter.sequence(DERWriter.objectIdentifier(cipher.identifier), parameters)
    }

    /// EncryptedContentInfo without the encrypted content (RFC 5652 §6.1); if the key is derived, the
    /// cipher's AlgorithmIdentifier is in the parameters of the derivation (RFC 9709 §2).
    private func statedAlgorithm(_ algorithm: [UInt8]) -> [UInt8] {
        let stated = keyDerivation.map {
            DERWriter.sequence(DERWriter.objectIdentifier($0.identifier), algorithm)
        }
        return DERWriter.objectIdentifier(.data) + (stated ?? algorithm)
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
