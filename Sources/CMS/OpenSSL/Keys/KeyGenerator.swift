import CCrypto
import Synchronization

/// Generates keys on one elliptic curve; libcrypto's preparation takes as long as generating a key.
@safe final class KeyGenerator: @unchecked Sendable {
    private let context: OpaquePointer

    /// Kept for the next key; at most one for each thread that generated keys at the same time.
    private static let idle = Mutex<[NamedCurve: [KeyGenerator]]>([:])

    private init(curve: NamedCurve) throws(CMSError) {
        let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new_from_name") {
            unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil)
        }
        unsafe self.context = context
        try OpenSSL.success("EVP_PKEY_keygen_init") { unsafe EVP_PKEY_keygen_init(context) }
        try OpenSSL.success("EVP_PKEY_CTX_set_group_name") {
            unsafe EVP_PKEY_CTX_set_group_name(context, curve.name)
        }
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    /// Generates a key on a curve.
    static func generate(on curve: NamedCurve) throws(CMSError) -> EVP_PKEY {
        let generator =
            if let kept = idle.withLock({ $0[curve]?.popLast() }) { kept } else {
                try KeyGenerator(curve: curve)
            }
        defer { idle.withLock { $0[curve, default: []].append(generator) } }
        var key: EVP_PKEY?
        try OpenSSL.success("EVP_PKEY_generate") { unsafe EVP_PKEY_generate(generator.context, &key) }
        guard let key else { throw .openSSL(.drained("EVP_PKEY_generate")) }
        return key
    }
}
