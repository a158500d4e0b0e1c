import CCrypto

/// The sole owner of an `EVP_CIPHER_CTX`, which wipes its keys when it goes.
@safe struct CipherContext: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_CIPHER_CTX_free(pointer) }

    static func made() throws(CMSError) -> CipherContext {
        unsafe CipherContext(
            adopting: try unsafe OpenSSL.object("EVP_CIPHER_CTX_new") { unsafe EVP_CIPHER_CTX_new() })
    }

    /// Begins to encrypt; `nonce` is empty for ciphers that have none.
    func start(_ cipher: OpaquePointer?, key: SecretOctets, nonce: [UInt8]) throws(CMSError) {
        try key.withOctets { (key) throws(CMSError) in
            _ = try OpenSSL.success("EVP_EncryptInit_ex") {
                unsafe key.withUnsafeBufferPointer { key in
                    unsafe EVP_EncryptInit_ex(
                        pointer, cipher, nil, key.baseAddress, nonce.isEmpty ? nil : nonce)
                }
            }
        }
    }

    /// Encrypts `content` to its end, padded where the cipher pads.
    func encrypt(_ content: Span<UInt8>) throws(CMSError) -> [UInt8] {
        guard content.count <= Int(Int32.max) - Self.largestBlock else {
            throw .openSSL(OpenSSLFailure(function: "EVP_EncryptUpdate", entries: []))
        }
        ERR_clear_error()
        var isDone = false
        let encrypted = unsafe [UInt8](unsafeUninitializedCapacity: content.count + Self.largestBlock) {
            output, count in
            var written: Int32 = 0
            var last: Int32 = 0
            isDone = unsafe content.withUnsafeBufferPointer { input in
                guard let start = output.baseAddress else { return false }
                guard
                    unsafe EVP_EncryptUpdate(
                        pointer, start, &written, input.baseAddress, Int32(input.count)) == 1,
                    unsafe EVP_EncryptFinal_ex(pointer, start + Int(written), &last) == 1
                else { return false }
                return true
            }
            count = isDone ? Int(written + last) : 0
        }
        guard isDone else { throw .openSSL(.drained("EVP_EncryptUpdate")) }
        return encrypted
    }

    /// The authentication tag, once everything is encrypted: 16 octets.
    func authenticationTag() throws(CMSError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: 16)
        try OpenSSL.success("EVP_CTRL_AEAD_GET_TAG") {
            unsafe EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag)
        }
        return tag
    }

    /// What padding or a key wrap may add.
    private static let largestBlock = 16
}
