import CCrypto

/// An AuthEnvelopedData (RFC 5083 §2) without its recipients, ready for its cipher.
struct AuthenticatedContent {
    let cipher: ContentCipher
    let nonce: ArraySlice<UInt8>
    let encrypted: ArraySlice<UInt8>
    /// DER of the authenticated attributes, which the tag covers; nil if there are none.
    let attributes: [UInt8]?
    /// 12 to 16 octets.
    let tag: ArraySlice<UInt8>

    func decrypt(_ encryptedKey: RecipientKeyEncryption, with key: PrivateKey) throws(CMSError) -> [UInt8] {
        // As libcrypto does for PKCS#1 v1.5: with a wrong key it continues with a random one, so that the
        // time does not disclose which step failed.
        let random = try SecretOctets.random(cipher.keyOctets)
        let decrypted = (try? encryptedKey.contentKey(with: key)) ?? random
        let contentKey = decrypted.count == random.count ? decrypted : random
        let context = try CipherContext.made()
        try unsafe context.start(.decrypt, cipher.evp, key: contentKey, nonce: [UInt8](nonce))
        try context.setAuthenticationTag([UInt8](tag))
        if let attributes { try context.authenticate(attributes) }
        return try context.finish(encrypted.span)
    }
}

extension RecipientKeyEncryption {
    /// Returns whether a key of this kind can be used in this way.
    func fits(_ algorithm: KeyAlgorithm) -> Bool {
        switch self {
        case .oaep: algorithm.isRSA
        case .agreement: algorithm.usesKeyAgreement
        }
    }

    fileprivate func contentKey(with key: PrivateKey) throws(CMSError) -> SecretOctets {
        PrivateKeyUse.record()
        switch self {
        case .oaep(let encryptedKey):
            return try decryptKey(encryptedKey, with: key)
        case .agreement(let agreement, let encryptedKey):
            let agreed = try AgreedKey.key(of: key, by: agreement)
            return try agreement.wrapping.unwrap(encryptedKey, under: agreed)
        }
    }
}
