import CCrypto

/// The sole owner of an `EVP_PKEY_CTX`: one use of one key.
@safe struct KeyContext: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_PKEY_CTX_free(pointer) }

    static func made(for key: EVP_PKEY) throws(CMSError) -> KeyContext {
        unsafe KeyContext(
            adopting: try unsafe OpenSSL.object("EVP_PKEY_CTX_new") { unsafe ccrypto_EVP_PKEY_CTX_new(key) })
    }
}
