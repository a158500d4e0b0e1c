import CCrypto

/// An AuthEnvelopedData (RFC 5083 §2) or EnvelopedData (RFC 5652 §6.1) without its recipients, ready for its
/// cipher.
struct EncryptedContent {
    let cipher: ContentCipher
    /// The nonce, or the initialization vector of CBC.
    let nonce: ArraySlice<UInt8>
    let encrypted: ArraySlice<UInt8>
    /// DER of the authenticated attributes, which the tag covers; nil if there are none.
    let attributes: [UInt8]?
    /// 12 to 16 octets; nil without authentication.
    let tag: ArraySlice<UInt8>?
    /// The derivation of the cipher's key; nil if there is none.
    let derivation: ContentKeyDerivation?
    /// DER of the cipher's AlgorithmIdentifier.
    private let algorithm: ArraySlice<UInt8>

    init(
        of info: EncryptedContentInfo, nonce: ArraySlice<UInt8>, attributes: [UInt8]? = nil,
        tag: ArraySlice<UInt8>? = nil
    ) {
        cipher = info.cipher
        self.nonce = nonce
        encrypted = info.encryptedContent.content
        self.attributes = attributes
        self.tag = tag
        derivation = info.derivation
        algorithm = info.algorithmOctets
    }

    func decrypt(_ encryptedKey: RecipientKeyEncryption, with key: PrivateKey) throws(CMSError) -> [UInt8] {
        // As libcrypto does for PKCS#1 v1.5: with a wrong key it continues with a random one, so that the
        // time does not disclose which step failed.
        let random = try SecretOctets.random(cipher.keyOctets)
        let decrypted = (try? encryptedKey.contentKey(with: key)) ?? random
        let transported = decrypted.count == random.count ? decrypted : random
        let contentKey = try derivation?.key(from: transported, for: algorithm) ?? transported
        let context = try CipherContext.made()
        try context.start(.decrypt, cipher.fetched, key: contentKey, nonce: [UInt8](nonce))
        if let tag { try context.setAuthenticationTag([UInt8](tag)) }
        if let attributes { try context.authenticate(attributes) }
        // Wiping takes as long as the content is large: under CBC it would tell
        // wrong padding from other octets.
        return try context.finish(encrypted.span, wipingFailures: tag != nil)
    }
}

extension RecipientKeyEncryption {
    /// Returns whether a key of this kind can be used in this way.
    func fits(_ algorithm: KeyAlgorithm) -> Bool {
        switch self {
        case .oaep, .pkcs1: algorithm.isRSA
        case .agreement(let agreement, _):
            agreement.isX25519 ? algorithm == .x25519 : algorithm.curve != nil
        }
    }

    fileprivate func contentKey(with key: PrivateKey) throws(CMSError) -> SecretOctets {
        PrivateKeyUse.record()
        switch self {
        case .oaep(let encryptedKey):
            return try key.decryptKey(encryptedKey, by: .oaep)
        case .pkcs1(let encryptedKey):
            return try key.decryptKey(encryptedKey, by: .pkcs1)
        case .agreement(let agreement, let encryptedKey):
            let agreed = try AgreedKey.key(of: key, by: agreement)
            return try agreement.derivation.wrapping.unwrap(encryptedKey, under: agreed)
        }
    }
}
