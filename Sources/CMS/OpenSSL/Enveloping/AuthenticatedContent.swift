import CCrypto

/// What is left of an AuthEnvelopedData (RFC 5083 §2) once its recipients are taken away, ready for GCM.
struct AuthenticatedContent {
    let cipher: ContentCipher
    let nonce: ArraySlice<UInt8>
    let encrypted: ArraySlice<UInt8>
    /// 12 to 16 octets.
    let tag: ArraySlice<UInt8>

    func decrypt(_ delivery: KeyDelivery, with key: PrivateKey) throws(CMSError) -> [UInt8] {
        // If the content key cannot be had, decryption continues with one that no sender can predict, as libcrypto does
        // for PKCS#1 v1.5: how long it takes does not disclose which step failed. The key is made in either case.
        let substitute = SecretOctets.unpredictable(cipher.keyOctets)
        let delivered = (try? delivery.contentKey(with: key)) ?? substitute
        let contentKey = delivered.count == substitute.count ? delivered : substitute
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
        case .agreement: algorithm == .p256 || algorithm == .p384
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

extension SecretOctets {
    /// Octets from the kernel's generator: libcrypto's takes longer to start than everything else in opening a message,
    /// and opening needs no other random octets.
    fileprivate static func unpredictable(_ count: Int) -> SecretOctets {
        unsafe SecretOctets(capacity: count) { memory in
            var generator = SystemRandomNumberGenerator()
            var (random, left): (UInt64, Int) = (0, 0)
            for index in memory.indices {
                if left == 0 { (random, left) = (generator.next(), 8) }
                unsafe memory[index] = UInt8(truncatingIfNeeded: random)
                (random, left) = (random >> 8, left - 1)
            }
            return memory.count
        }
    }
}
