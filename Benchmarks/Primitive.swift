import CCrypto
import CExpat
import CMS

/// The bare primitives of libcrypto, with prepared keys and contexts: the floor of each case.
@safe final class Primitive {
    private let context: OpaquePointer?
    private let run: (OpaquePointer?) -> Bool

    private init(_ context: OpaquePointer?, _ run: @escaping (OpaquePointer?) -> Bool) {
        unsafe self.context = context
        unsafe self.run = run
    }

    func callAsFunction() { if unsafe !run(context) { failed("a primitive failed") } }

    /// Signs a SHA-256 digest.
    static func sign(_ key: EVP_PKEY) -> Primitive {
        let context = unsafe context(for: key, EVP_PKEY_sign_init)
        unsafe EVP_PKEY_CTX_set_signature_md(context, EVP_sha256())
        let digest = [UInt8](repeating: 7, count: 32)
        var signature = [UInt8](repeating: 0, count: 512)
        return unsafe Primitive(context) { context in
            var count = signature.count
            return unsafe EVP_PKEY_sign(context, &signature, &count, digest, digest.count) == 1
        }
    }

    /// Verifies a signature over a SHA-256 digest.
    static func verify(_ key: EVP_PKEY) -> Primitive {
        let signing = unsafe context(for: key, EVP_PKEY_sign_init)
        unsafe EVP_PKEY_CTX_set_signature_md(signing, EVP_sha256())
        let digest = [UInt8](repeating: 7, count: 32)
        var signature = [UInt8](repeating: 0, count: 512)
        var count = signature.count
        unsafe EVP_PKEY_sign(signing, &signature, &count, digest, digest.count)
        signature.removeLast(signature.count - count)
        let context = unsafe context(for: key, EVP_PKEY_verify_init)
        unsafe EVP_PKEY_CTX_set_signature_md(context, EVP_sha256())
        return unsafe Primitive(context) { context in
            unsafe EVP_PKEY_verify(context, signature, signature.count, digest, digest.count) == 1
        }
    }

    /// Signs this number of octets with Ed25519.
    static func sign(_ key: EVP_PKEY, octets: Int) -> Primitive {
        let content = [UInt8](repeating: 7, count: octets)
        var signature = [UInt8](repeating: 0, count: 64)
        let context = unsafe EVP_MD_CTX_new()
        if unsafe EVP_DigestSignInit(context, nil, nil, nil, key) != 1 { failed("Ed25519") }
        return unsafe Primitive(context) { context in
            var count = signature.count
            return unsafe EVP_DigestSign(context, &signature, &count, content, content.count) == 1
        }
    }

    /// Verifies a signature of Ed25519 over this number of octets.
    static func verify(_ key: EVP_PKEY, octets: Int) -> Primitive {
        let content = [UInt8](repeating: 7, count: octets)
        var signature = [UInt8](repeating: 0, count: 64)
        var count = signature.count
        let signing = unsafe EVP_MD_CTX_new()
        let context = unsafe EVP_MD_CTX_new()
        guard unsafe EVP_DigestSignInit(signing, nil, nil, nil, key) == 1,
            unsafe EVP_DigestSign(signing, &signature, &count, content, content.count) == 1,
            unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
        else { failed("Ed25519") }
        return unsafe Primitive(context) { context in
            unsafe EVP_DigestVerify(context, signature, signature.count, content, content.count) == 1
        }
    }

    /// Derives a key from a secret with HKDF and SHA-256.
    static func deriveByHKDF() -> Primitive {
        let secret = [UInt8](repeating: 7, count: 32)
        let info = [UInt8](repeating: 9, count: 24)
        var derived = [UInt8](repeating: 0, count: 16)
        return unsafe Primitive(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil)) { context in
            var count = derived.count
            return unsafe EVP_PKEY_derive_init(context) == 1
                && EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) == 1
                && EVP_PKEY_CTX_set1_hkdf_key(context, secret, Int32(secret.count)) == 1
                && EVP_PKEY_CTX_add1_hkdf_info(context, info, Int32(info.count)) == 1
                && EVP_PKEY_derive(context, &derived, &count) == 1
        }
    }

    /// Generates an ephemeral key on the curve of `key`.
    static func generate(like key: EVP_PKEY) -> Primitive {
        let context = unsafe context(for: key, EVP_PKEY_keygen_init)
        return unsafe Primitive(context) { context in
            var made: EVP_PKEY?
            return unsafe EVP_PKEY_keygen(context, &made) == 1
        }
    }

    /// Agrees on a secret with `peer`, whose point was checked when it was decoded.
    static func agree(_ key: EVP_PKEY, with peer: EVP_PKEY) -> Primitive {
        let context = unsafe context(for: key, EVP_PKEY_derive_init)
        var secret = [UInt8](repeating: 0, count: 66)
        return unsafe Primitive(context) { context in
            var count = secret.count
            return unsafe EVP_PKEY_derive_set_peer_ex(context, peer, 0) == 1
                && EVP_PKEY_derive(context, &secret, &count) == 1
        }
    }

    /// Encrypts a content-encryption key with OAEP and SHA-256.
    static func encryptKey(_ key: EVP_PKEY) -> Primitive {
        let context = unsafe oaep(context(for: key, EVP_PKEY_encrypt_init))
        let secret = [UInt8](repeating: 7, count: 32)
        var output = [UInt8](repeating: 0, count: 512)
        return unsafe Primitive(context) { context in
            var count = output.count
            return unsafe EVP_PKEY_encrypt(context, &output, &count, secret, secret.count) == 1
        }
    }

    /// Decrypts a content-encryption key with OAEP and SHA-256.
    static func decryptKey(_ key: EVP_PKEY) -> Primitive {
        let encrypting = unsafe oaep(context(for: key, EVP_PKEY_encrypt_init))
        var encrypted = [UInt8](repeating: 0, count: 512)
        var count = encrypted.count
        unsafe EVP_PKEY_encrypt(encrypting, &encrypted, &count, [UInt8](repeating: 7, count: 32), 32)
        encrypted.removeLast(encrypted.count - count)
        let context = unsafe oaep(context(for: key, EVP_PKEY_decrypt_init))
        var output = [UInt8](repeating: 0, count: 512)
        return unsafe Primitive(context) { context in
            var count = output.count
            return unsafe EVP_PKEY_decrypt(context, &output, &count, encrypted, encrypted.count) == 1
        }
    }

    /// A content-encryption key as a sender encrypts it for an RSA recipient.
    static func encrypted(_ key: [UInt8], for certificate: Certificate, isOAEP: Bool) throws -> [UInt8] {
        let der = certificate.der
        let x509 = unsafe der.withUnsafeBufferPointer { buffer -> X509? in
            var position = buffer.baseAddress
            return unsafe d2i_X509(nil, &position, buffer.count)
        }
        guard let x509, let publicKey = X509_get0_pubkey(x509) else { failed("certificate") }
        let context = unsafe context(for: publicKey, EVP_PKEY_encrypt_init)
        if isOAEP { _ = unsafe oaep(context) }
        var output = [UInt8](repeating: 0, count: 512)
        var count = output.count
        guard unsafe EVP_PKEY_encrypt(context, &output, &count, key, key.count) == 1 else {
            failed("encrypted key")
        }
        return Array(output[..<count])
    }

    /// SHA-256 over the content, as signing and opening both do, or SHA-512.
    static func digest(octets: Int, isLong: Bool = false) -> Primitive {
        let content = [UInt8](repeating: 7, count: octets)
        var digest = [UInt8](repeating: 0, count: 64)
        let algorithm = unsafe isLong ? EVP_sha512() : EVP_sha256()
        return unsafe Primitive(EVP_MD_CTX_new()) { context in
            unsafe EVP_DigestInit_ex(context, algorithm, nil) == 1
                && EVP_DigestUpdate(context, content, content.count) == 1
                && EVP_DigestFinal_ex(context, &digest, nil) == 1
        }
    }

    /// AES-128-GCM over the content, with a fresh nonce and key.
    static func cipher(octets: Int) -> Primitive {
        let content = [UInt8](repeating: 7, count: octets)
        var random = [UInt8](repeating: 0, count: 28)
        var output = [UInt8](repeating: 0, count: octets + 16)
        return unsafe Primitive(EVP_CIPHER_CTX_new()) { context in
            var count: Int32 = 0
            return unsafe RAND_bytes(&random, 28) == 1
                && EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nil, random, random.suffix(12)) == 1
                && EVP_EncryptUpdate(context, &output, &count, content, Int32(content.count)) == 1
                && EVP_EncryptFinal_ex(context, &output, &count) == 1
        }
    }

    /// Derives a key-encryption key from a shared secret (X9.63 with SHA-256) and
    /// wraps a content-encryption key.
    static func deriveAndWrap() -> Primitive {
        let secret = [UInt8](repeating: 7, count: 32)
        let info = [UInt8](repeating: 9, count: 24)
        var derived = [UInt8](repeating: 0, count: 32)
        var wrapped = [UInt8](repeating: 0, count: 40)
        let digest = unsafe EVP_MD_CTX_new()
        let cipher = unsafe EVP_CIPHER_CTX_new()
        unsafe EVP_CIPHER_CTX_set_flags(cipher, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        return unsafe Primitive(digest) { digest in
            var count: Int32 = 0
            return unsafe EVP_DigestInit_ex(digest, EVP_sha256(), nil) == 1
                && EVP_DigestUpdate(digest, secret, secret.count) == 1
                && EVP_DigestUpdate(digest, info, info.count) == 1
                && EVP_DigestFinal_ex(digest, &derived, nil) == 1
                && EVP_EncryptInit_ex(cipher, EVP_aes_128_wrap(), nil, derived, nil) == 1
                && EVP_EncryptUpdate(cipher, &wrapped, &count, secret, 16) == 1
        }
    }

    /// One pass of expat over a document: a new parser with namespaces and empty handlers.
    static func parse(_ document: [UInt8]) -> Primitive {
        unsafe Primitive(nil) { _ in
            guard let parser = unsafe XML_ParserCreateNS(nil, 0x0A) else { return false }
            defer { unsafe XML_ParserFree(parser) }
            unsafe XML_SetElementHandler(parser, { _, _, _ in }, { _, _ in })
            unsafe XML_SetCharacterDataHandler(parser, { _, _, _ in })
            return unsafe document.withUnsafeBytes { buffer in
                unsafe XML_Parse(
                    parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
                    == XML_STATUS_OK
            }
        }
    }

    /// One copy of a document.
    static func copy(octets: Int) -> Primitive {
        let source = [UInt8](repeating: 7, count: octets)
        var copy = [UInt8](repeating: 0, count: octets)
        return unsafe Primitive(nil) { _ in
            unsafe copy.withUnsafeMutableBytes { unsafe $0.copyBytes(from: source) }
            return true
        }
    }

    private static func context(
        for key: EVP_PKEY, _ prepare: (OpaquePointer?) -> Int32
    ) -> OpaquePointer? {
        let context = unsafe EVP_PKEY_CTX_new(key, nil)
        if unsafe prepare(context) != 1 { failed("a primitive cannot be prepared") }
        return unsafe context
    }

    private static func oaep(_ context: OpaquePointer?) -> OpaquePointer? {
        unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING)
        unsafe EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256())
        unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256())
        return unsafe context
    }
}
