import CCrypto

/// AES key wrap (RFC 3394, RFC 3565) with a key as long as the one it wraps.
struct KeyWrap {
    /// How long the key is that wraps: 16, 24 or 32 octets.
    let keyOctets: Int

    /// The algorithm identifier of the wrap, which has no parameters (RFC 3565 §2.3.2).
    var algorithm: [UInt8] {
        switch keyOctets {
        case ...16: DERWriter.objectIdentifier(.aes128Wrap)
        case ...24: DERWriter.objectIdentifier(.aes192Wrap)
        default: DERWriter.objectIdentifier(.aes256Wrap)
        }
    }

    private var cipher: OpaquePointer? {
        switch keyOctets {
        case ...16: unsafe EVP_aes_128_wrap()
        case ...24: unsafe EVP_aes_192_wrap()
        default: unsafe EVP_aes_256_wrap()
        }
    }

    /// `key` wrapped, eight octets longer.
    func wrap(_ key: SecretOctets, under wrappingKey: SecretOctets) throws(CMSError) -> [UInt8] {
        let context = try CipherContext.made()
        unsafe EVP_CIPHER_CTX_set_flags(context.pointer, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        try unsafe context.start(cipher, key: wrappingKey, nonce: [])
        return try key.withOctets { (octets) throws(CMSError) in try context.encrypt(octets) }
    }
}
