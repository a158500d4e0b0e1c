import CCrypto
import Synchronization

/// Generates keys of one kind that have no numbers to search for; libcrypto's preparation takes
/// as long as generating a key.
@safe final class KeyGenerator: @unchecked Sendable {
    private let algorithm: KeyAlgorithm
    private let context: OpaquePointer

    /// Kept for the next key; at most one for each kind and each thread that generated keys at the same time.
    private static let idle = Mutex<[KeyGenerator]>([])

    private init(_ algorithm: KeyAlgorithm) throws(CMSError) {
        self.algorithm = algorithm
        let curve = algorithm.curve
        let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new_from_name") {
            unsafe EVP_PKEY_CTX_new_from_name(ccrypto_context(), curve == nil ? algorithm.name : "EC", nil)
        }
        unsafe self.context = context
        try OpenSSL.success("EVP_PKEY_keygen_init") { unsafe EVP_PKEY_keygen_init(context) }
        guard let curve else { return }
        try OpenSSL.success("EVP_PKEY_CTX_set_group_name") {
            unsafe EVP_PKEY_CTX_set_group_name(context, curve.name)
        }
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    /// Generates a key on a named curve, or of Ed25519 or X25519.
    static func generate(_ algorithm: KeyAlgorithm) throws(CMSError) -> EVP_PKEY {
        let kept = idle.withLock { idle in
            idle.lastIndex { $0.algorithm == algorithm }.map { idle.remove(at: $0) }
        }
        let generator = if let kept { kept } else { try KeyGenerator(algorithm) }
        defer { idle.withLock { $0.append(generator) } }
        var key: EVP_PKEY?
        try OpenSSL.success("EVP_PKEY_generate") { unsafe EVP_PKEY_generate(generator.context, &key) }
        guard let key else { throw .openSSL(.drained("EVP_PKEY_generate")) }
        return key
    }
}
