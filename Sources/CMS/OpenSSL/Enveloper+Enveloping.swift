import CCrypto

extension Enveloper {
    /// Encrypts `content` under a fresh key and returns DER of the AuthEnvelopedData (GCM) or EnvelopedData
    /// (CBC) (RFC 5083 §2, RFC 5652 §6).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func envelope(_ content: [UInt8]) throws(CMSError) -> [UInt8] {
        let object = try unsafe CMSObject.made(by: "CMS_encrypt") {
            unsafe CMS_encrypt(nil, nil, cipher.evp, UInt32(CMS_PARTIAL | CMS_BINARY))
        }
        for certificate in recipients { try add(certificate, to: object) }
        try MemoryBIO.lending(content) { (bio) throws(CMSError) in
            try OpenSSL.success("CMS_final") {
                unsafe CMS_final(object.pointer, bio.pointer, nil, UInt32(CMS_BINARY))
            }
        }
        return try object.der()
    }

    private func add(_ certificate: Certificate, to object: borrowing CMSObject) throws(CMSError) {
        let pointer = unsafe object.pointer
        let info = try unsafe OpenSSL.object("CMS_add1_recipient_cert") {
            unsafe CMS_add1_recipient_cert(pointer, certificate.x509, UInt32(CMS_KEY_PARAM))
        }
        let context = try unsafe OpenSSL.object("CMS_RecipientInfo_get0_pkey_ctx") {
            unsafe CMS_RecipientInfo_get0_pkey_ctx(info)
        }
        if certificate.facts.key.agreesOnKeys {
            // libcrypto's own default is the SHA-1 KDF.
            try OpenSSL.success("EVP_PKEY_CTX_set_ecdh_kdf_md") {
                unsafe EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256())
            }
        } else if rsaKeyTransport == .oaep {
            try OpenSSL.success("EVP_PKEY_CTX_set_rsa_padding") {
                unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING)
            }
            try OpenSSL.success("EVP_PKEY_CTX_set_rsa_oaep_md") {
                unsafe EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256())
            }
            try OpenSSL.success("EVP_PKEY_CTX_set_rsa_mgf1_md") {
                unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256())
            }
        }
    }
}

extension ContentCipher {
    var evp: OpaquePointer? {
        switch self {
        case .aes256GCM: unsafe EVP_aes_256_gcm()
        case .aes192GCM: unsafe EVP_aes_192_gcm()
        case .aes128GCM: unsafe EVP_aes_128_gcm()
        case .aes256CBC: unsafe EVP_aes_256_cbc()
        case .aes192CBC: unsafe EVP_aes_192_cbc()
        case .aes128CBC: unsafe EVP_aes_128_cbc()
        case .tripleDESCBC: unsafe EVP_des_ede3_cbc()
        }
    }
}
