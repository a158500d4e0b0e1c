import CCrypto

/// What is left of an AuthEnvelopedData (RFC 5083 §2) once its recipients are taken away, ready for GCM.
struct AuthenticatedContent {
    let cipher: ContentCipher
    let nonce: ArraySlice<UInt8>
    let encrypted: ArraySlice<UInt8>
    /// 12 to 16 octets.
    let tag: ArraySlice<UInt8>

    func decrypt(_ delivery: KeyDelivery, with key: PrivateKey) throws(CMSError) -> [UInt8] {
        // As libcrypto does for PKCS#1 v1.5: with a wrong key it goes on with a random one, so that how long it takes
        // does not tell which step failed.
        let random = try SecretOctets.random(cipher.keyOctets)
        let delivered = (try? delivery.contentKey(with: key)) ?? random
        let contentKey = delivered.count == random.count ? delivered : random
        let context = try CipherContext.made()
        try unsafe context.start(.decrypt, cipher.evp, key: contentKey, nonce: [UInt8](nonce))
        try context.setAuthenticationTag([UInt8](tag))
        return try context.finish(encrypted.span)
    }
}

extension KeyDelivery {
    /// Whether a key of this kind is used in this way.
    func fits(_ algorithm: KeyAlgorithm) -> Bool {
        switch self {
        case .oaep: algorithm.isRSA
        case .agreement: algorithm.agreesOnKeys
        }
    }

    fileprivate func contentKey(with key: PrivateKey) throws(CMSError) -> SecretOctets {
        PrivateKeyUse.note()
        switch self {
        case .oaep(let encryptedKey):
            return try decryptKey(encryptedKey, with: key)
        case .agreement(let agreement, let encryptedKey):
            let agreed = try AgreedKey.key(of: key, by: agreement)
            return try agreement.wrapping.unwrap(encryptedKey, under: agreed)
        }
    }
}
