import CCrypto

/// How a signature is made with a key: the digest, and the parameters of RSASSA-PSS.
struct SignatureScheme: Sendable, Equatable {
    let digest: DigestAlgorithm
    /// Nil for RSA with PKCS#1 v1.5 and for ECDSA.
    var pss: PSSParameters?

    /// Sets digest, padding, mask and salt of a prepared operation with `key`.
    func apply(to context: OpaquePointer?, of key: EVP_PKEY) throws(CMSError) {
        try OpenSSL.success("EVP_PKEY_CTX_set_signature_md") {
            unsafe EVP_PKEY_CTX_set_signature_md(context, digest.evp)
        }
        if let pss {
            try unsafe pss.apply(to: context)
        } else if EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA {
            try OpenSSL.success("EVP_PKEY_CTX_set_rsa_padding") {
                unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING)
            }
        }
    }
}
