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

        let (info, cipherAlgorithm) = algorithm.filled(nonce: nonce)
        let context = try CipherContext.made()
        let contentKey = try keyDerivation?.key(from: key, for: cipherAlgorithm) ?? key
        try context.start(.encrypt, cipher.fetched, key: contentKey, nonce: nonce)
        let beginning = beginning(
            prefix, recipientInfos: recipientInfos, info: info,
            encryptedOctets: cipher.encryptedOctets(of: parts.reduce(0) { $0 + $1.count }))
        var octets = try context.encrypt(parts, after: beginning, room: Self.tagOctets + 2)
        if cipher.isAuthenticated {
            DERWriter.append(DERTag.octetString, try context.authenticationTag(), to: &octets)
        }
        return octets
    }

    /// Returns `prefix` and the ContentInfo up to the encrypted content.
    private func beginning(
        _ prefix: [UInt8], recipientInfos: [UInt8], info: [UInt8], encryptedOctets: Int
    ) -> [UInt8] {
        let isAuthenticated = cipher.isAuthenticated
        let infoOctets = info.count + DERWriter.octets(around: encryptedOctets)
        let tagOctets = isAuthenticated ? DERWriter.octets(around: Self.tagOctets) : 0
        var octets: [UInt8] = []
        octets.reserveCapacity(prefix.count + recipientInfos.count + info.count + 64)
        octets += prefix
        ContentInfo.appendBeginning(
            of: isAuthenticated ? .authEnvelopedData : .envelopedData,
            contentOctets: Self.versionOctets + recipientInfos.count + DERWriter.octets(around: infoOctets)
                + tagOctets, to: &octets)
        DERWriter.appendHeader(DERTag.integer, count: 1, to: &octets)
        octets.append(isAuthenticated ? 0 : prepared.map(\.envelopedDataVersion).max() ?? 0)
        octets += recipientInfos
        DERWriter.appendHeader(DERTag.sequence, count: infoOctets, to: &octets)
        octets += info
        DERWriter.appendHeader(DERTag.primitive(0), count: encryptedOctets, to: &octets)
        return octets
    }

    /// The octets of a version, an INTEGER below 128.
    private static let versionOctets = 3
    private static let tagOctets = 16
}

extension SecretOctets {
    /// Returns this number of unpredictable octets.
    static func random(_ count: Int) throws(CMSError) -> SecretOctets {
        OpenSSL.clearErrors()
        let octets = unsafe SecretOctets(capacity: count) { memory in
            unsafe RAND_bytes(memory.baseAddress, Int32(memory.count)) == 1 ? memory.count : 0
        }
        guard octets.count == count else { throw .openSSL(.drained("RAND_bytes")) }
        return octets
    }
}
