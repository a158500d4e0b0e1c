import CCrypto

/// The sole owner of an `EVP_CIPHER_CTX`, which wipes its keys when it is freed.
@safe struct CipherContext: ~Copyable {
    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_CIPHER_CTX_free(pointer) }

    static func made() throws(CMSError) -> CipherContext {
        unsafe CipherContext(
            adopting: try unsafe OpenSSL.object("EVP_CIPHER_CTX_new") { unsafe EVP_CIPHER_CTX_new() })
    }

    /// Starts the operation; `nonce` is empty for ciphers that have none.
    func start(
        _ direction: Direction, _ cipher: FetchedCipher, key: SecretOctets, nonce: [UInt8]
    ) throws(CMSError) {
        let algorithm = try unsafe cipher.algorithm.get()
        guard key.count == Int(unsafe EVP_CIPHER_get_key_length(algorithm)) else {
            throw .openSSL(OpenSSLFailure(function: "EVP_CipherInit_ex", entries: []))
        }
        let hasUsualNonce = nonce.isEmpty || nonce.count == Int(unsafe EVP_CIPHER_get_iv_length(algorithm))
        if !hasUsualNonce { try unsafe setNonceLength(nonce.count, of: algorithm, direction) }
        try key.withOctets { (key) throws(CMSError) in
            _ = try OpenSSL.success("EVP_CipherInit_ex") {
                unsafe key.withUnsafeBufferPointer { key in
                    unsafe EVP_CipherInit_ex(
                        pointer, hasUsualNonce ? algorithm : nil, nil, key.baseAddress,
                        nonce.isEmpty ? nil : nonce, direction.rawValue)
                }
            }
        }
    }

    /// Sets the cipher and the length of a GCM nonce, which must be set before the key.
    private func setNonceLength(
        _ count: Int, of algorithm: OpaquePointer, _ direction: Direction
    ) throws(CMSError) {
        try OpenSSL.success("EVP_CipherInit_ex") {
            unsafe EVP_CipherInit_ex(pointer, algorithm, nil, nil, nil, direction.rawValue)
        }
        try OpenSSL.success("EVP_CTRL_AEAD_SET_IVLEN") {
            unsafe EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_SET_IVLEN, Int32(count), nil)
        }
    }

    /// Adds octets that the tag covers and that are not encrypted.
    func authenticate(_ octets: [UInt8]) throws(CMSError) {
        var count: Int32 = 0
        try OpenSSL.success("EVP_CipherUpdate") {
            unsafe EVP_CipherUpdate(pointer, nil, &count, octets, Int32(octets.count))
        }
    }

    /// Processes `input` to its end; adds or checks padding and tag if the cipher has them.
    func finish(_ input: Span<UInt8>, wipingFailures: Bool = true) throws(CMSError) -> [UInt8] {
        guard input.count <= Int(Int32.max) - Self.largestBlock else {
            throw .openSSL(OpenSSLFailure(function: "EVP_CipherUpdate", entries: []))
        }
        OpenSSL.clearErrors()
        var isDone = false
        let output = unsafe [UInt8](unsafeUninitializedCapacity: input.count + Self.largestBlock) {
            output, count in
            var written: Int32 = 0
            var last: Int32 = 0
            isDone = unsafe input.withUnsafeBufferPointer { input in
                guard let start = output.baseAddress else { return false }
                guard
                    unsafe EVP_CipherUpdate(
                        pointer, start, &written, input.baseAddress, Int32(input.count)) == 1,
                    unsafe EVP_CipherFinal_ex(pointer, start + Int(written), &last) == 1
                else { return false }
                return true
            }
            // Wipe plaintext released before the tag check failed.
            if !isDone, wipingFailures { unsafe OPENSSL_cleanse(output.baseAddress, output.count) }
            count = isDone ? Int(written + last) : 0
        }
        guard isDone else { throw .openSSL(.drained("EVP_CipherUpdate")) }
        return output
    }

    /// Returns the authentication tag after encryption: 16 octets.
    func authenticationTag() throws(CMSError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: 16)
        try OpenSSL.success("EVP_CTRL_AEAD_GET_TAG") {
            unsafe EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag)
        }
        return tag
    }

    /// Sets the expected authentication tag for decryption.
    func setAuthenticationTag(_ tag: [UInt8]) throws(CMSError) {
        var tag = tag
        try OpenSSL.success("EVP_CTRL_AEAD_SET_TAG") {
            unsafe EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag)
        }
    }

    /// The maximum number of octets that padding or a key wrap may add.
    static let largestBlock = 16
}
