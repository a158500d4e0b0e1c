import CCrypto

/// The sole owner of a context that is prepared for signatures of one key and one scheme, used by one thread
/// at a time.
@safe final class SignatureContext: @unchecked Sendable {
    /// What the context is prepared for.
    enum Operation: Sendable {
        case sign
        case verify
    }

    let scheme: SignatureScheme
    /// An `EVP_MD_CTX` for a scheme that signs octets, otherwise an `EVP_PKEY_CTX`.
    private let context: OpaquePointer
    private let maximum: Int

    init(_ key: EVP_PKEY, for operation: Operation, scheme: SignatureScheme) throws(CMSError) {
        self.scheme = scheme
        maximum = max(0, Int(EVP_PKEY_get_size(key)))
        unsafe context = try unsafe OpenSSL.object(scheme.signsOctets ? "EVP_MD_CTX_new" : "EVP_PKEY_CTX_new")
        {
            unsafe scheme.signsOctets ? EVP_MD_CTX_new() : ccrypto_EVP_PKEY_CTX_new(key)
        }
        let context = unsafe context
        switch (operation, scheme.signsOctets) {
        case (.sign, true):
            try OpenSSL.success("EVP_DigestSignInit") {
                unsafe EVP_DigestSignInit_ex(context, nil, nil, ccrypto_context_of(key), nil, key, nil)
            }
        case (.verify, true):
            try OpenSSL.success("EVP_DigestVerifyInit") {
                unsafe EVP_DigestVerifyInit_ex(context, nil, nil, ccrypto_context_of(key), nil, key, nil)
            }
        case (.sign, false): try OpenSSL.success("EVP_PKEY_sign_init") { unsafe EVP_PKEY_sign_init(context) }
        case (.verify, false):
            try OpenSSL.success("EVP_PKEY_verify_init") { unsafe EVP_PKEY_verify_init(context) }
        }
        if !scheme.signsOctets { try unsafe scheme.apply(to: context, of: key) }
    }

    deinit {
        if scheme.signsOctets {
            unsafe EVP_MD_CTX_free(context)
        } else {
            unsafe EVP_PKEY_CTX_free(context)
        }
    }

    /// Returns the signature of an input that the scheme made.
    func sign(_ input: [UInt8]) throws(CMSError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: maximum)
        var count = signature.count
        if scheme.signsOctets {
            // A null key restarts the context with its own key.
            try OpenSSL.success("EVP_DigestSignInit") {
                unsafe EVP_DigestSignInit(context, nil, nil, nil, nil)
            }
            try OpenSSL.success("EVP_DigestSign") {
                unsafe EVP_DigestSign(context, &signature, &count, input, input.count)
            }
        } else {
            try OpenSSL.success("EVP_PKEY_sign") {
                unsafe EVP_PKEY_sign(context, &signature, &count, input, input.count)
            }
        }
        signature.removeLast(maximum - count)
        return signature
    }

    /// Returns whether `signature` is one of an input that the scheme made.
    func verify(_ signature: [UInt8], of input: [UInt8]) -> Bool {
        defer { OpenSSL.clearErrors() }
        guard scheme.signsOctets else {
            return unsafe EVP_PKEY_verify(context, signature, signature.count, input, input.count) == 1
        }
        return unsafe EVP_DigestVerifyInit(context, nil, nil, nil, nil) == 1
            && EVP_DigestVerify(context, signature, signature.count, input, input.count) == 1
    }
}
