import CCrypto

extension KeyWrap {
    /// Returns the wrapped `key`, which is eight octets longer.
    func wrap(_ key: SecretOctets, under wrappingKey: SecretOctets) throws(CMSError) -> [UInt8] {
        let context = try CipherContext.wrapping()
        try unsafe context.start(.encrypt, cipher, key: wrappingKey, nonce: [])
        return try key.withOctets { (octets) throws(CMSError) in try context.finish(octets) }
    }

    /// Returns the unwrapped key.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if it was not wrapped under `wrappingKey`, which the
    ///   wrap detects (RFC 3394 §2.2.2).
    func unwrap(
        _ wrapped: ArraySlice<UInt8>, under wrappingKey: SecretOctets
    ) throws(CMSError) -> SecretOctets {
        let context = try CipherContext.wrapping()
        try unsafe context.start(.decrypt, cipher, key: wrappingKey, nonce: [])
        var key = try context.finish(wrapped.span)
        return SecretOctets(wiping: &key)
    }

    private var cipher: OpaquePointer? {
        let fetched =
            switch keyOctets {
            case ...16: FetchedCipher.aes128Wrap
            case ...24: FetchedCipher.aes192Wrap
            default: FetchedCipher.aes256Wrap
            }
        return unsafe fetched.cipher
    }
}

extension CipherContext {
    fileprivate static func wrapping() throws(CMSError) -> CipherContext {
        let context = try made()
        unsafe EVP_CIPHER_CTX_set_flags(context.pointer, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        return context
    }
}
