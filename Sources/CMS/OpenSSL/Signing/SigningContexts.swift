import CCrypto
import Synchronization

/// Signs with one key.
///
/// libcrypto's preparation takes a considerable part of the time of a signature, and is done once a thread.
final class SigningContexts: Sendable {
    let key: PrivateKey
    /// Contexts that are not in use.
    private let idle = Mutex<[Context]>([])

    /// The last validity and its DER: many certificates have the same.
    private let validity = Mutex<(CertificateValidity, [UInt8])?>(nil)

    init(_ key: PrivateKey) { self.key = key }

    func encoded(_ wanted: CertificateValidity) throws(CMSError) -> [UInt8] {
        if let (known, der) = validity.withLock({ $0 }), known == wanted { return der }
        let der = try wanted.encoded()
        validity.withLock { $0 = (wanted, der) }
        return der
    }

    /// Signs with ECDSA and the digest of the key's curve, or with RSA PKCS#1 v1.5 and SHA-256.
    func sign(_ octets: [UInt8]) throws(CMSError) -> [UInt8] {
        let context = if let kept = idle.withLock({ $0.popLast() }) { kept } else { try Context(key) }
        defer { idle.withLock { $0.append(context) } }
        return try context.sign(octets)
    }

    /// The sole owner of a context, used by one thread at a time.
    @safe private final class Context: @unchecked Sendable {
        private let context: OpaquePointer
        private let digest: DigestAlgorithm
        private let maximum: Int

        init(_ key: PrivateKey) throws(CMSError) {
            let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new") {
                unsafe EVP_PKEY_CTX_new(key.key, nil)
            }
            unsafe self.context = context
            digest = key.signatureDigest
            maximum = max(0, Int(unsafe EVP_PKEY_get_size(key.key)))
            try OpenSSL.success("EVP_PKEY_sign_init") { unsafe EVP_PKEY_sign_init(context) }
            try OpenSSL.success("EVP_PKEY_CTX_set_signature_md") {
                unsafe EVP_PKEY_CTX_set_signature_md(context, digest.evp)
            }
            if key.algorithm.isRSA {
                try OpenSSL.success("EVP_PKEY_CTX_set_rsa_padding") {
                    unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING)
                }
            }
        }

        deinit { unsafe EVP_PKEY_CTX_free(context) }

        func sign(_ octets: [UInt8]) throws(CMSError) -> [UInt8] {
            let digest = try digest.value(of: octets)
            var signature = [UInt8](repeating: 0, count: maximum)
            var count = signature.count
            try OpenSSL.success("EVP_PKEY_sign") {
                unsafe EVP_PKEY_sign(context, &signature, &count, digest, digest.count)
            }
            signature.removeLast(maximum - count)
            return signature
        }
    }
}
