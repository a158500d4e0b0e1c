import CCrypto

/// How a signature is made with a key: the digest, and the parameters of RSASSA-PSS.
struct SignatureScheme: Sendable, Equatable {
    let digest: DigestAlgorithm
    /// The parameters of RSASSA-PSS; nil for every other kind of signature.
    var pss: PSSParameters?
    /// Whether the octets themselves are signed, as by Ed25519, and not their digest (RFC 8032 §5.1.6).
    var signsOctets = false

    /// The scheme of a key for certificates and CRLs, with a PKCS#1 v1.5 signature if it is RSA.
    static func certificates(signedBy key: KeyAlgorithm) -> SignatureScheme {
        SignatureScheme(digest: key.signatureDigest, signsOctets: key == .ed25519)
    }

    /// Returns what is signed for some octets: them, or their digest.
    func input(of octets: [UInt8]) throws(CMSError) -> [UInt8] {
        signsOctets ? octets : try digest.value(of: octets)
    }

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
