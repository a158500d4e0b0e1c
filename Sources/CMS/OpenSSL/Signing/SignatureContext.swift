import CCrypto
import Synchronization

/// The sole owner of a context that is prepared for signatures of one key and one scheme, used by one thread
/// at a time.
@safe final class SignatureContext: @unchecked Sendable {
    /// What the context is prepared for.
    enum Operation: Sendable {
        case sign
        case verify
    }

    let scheme: SignatureScheme
    private let context: OpaquePointer
    private let maximum: Int

    init(_ key: EVP_PKEY, for operation: Operation, scheme: SignatureScheme) throws(CMSError) {
        let context = try unsafe OpenSSL.object("EVP_PKEY_CTX_new") { unsafe ccrypto_EVP_PKEY_CTX_new(key) }
        unsafe self.context = context
        self.scheme = scheme
        maximum = max(0, Int(EVP_PKEY_get_size(key)))
        switch operation {
        case .sign: try OpenSSL.success("EVP_PKEY_sign_init") { unsafe EVP_PKEY_sign_init(context) }
        case .verify: try OpenSSL.success("EVP_PKEY_verify_init") { unsafe EVP_PKEY_verify_init(context) }
        }
        try unsafe scheme.apply(to: context, of: key)
    }

    deinit { unsafe EVP_PKEY_CTX_free(context) }

    /// Returns the signature of a digest.
    func sign(_ digest: [UInt8]) throws(CMSError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: maximum)
        var count = signature.count
        try OpenSSL.success("EVP_PKEY_sign") {
            unsafe EVP_PKEY_sign(context, &signature, &count, digest, digest.count)
        }
        signature.removeLast(maximum - count)
        return signature
    }

    /// Returns whether `signature` is one of `digest`.
    func verify(_ signature: [UInt8], of digest: [UInt8]) -> Bool {
        defer { ERR_clear_error() }
        return unsafe EVP_PKEY_verify(context, signature, signature.count, digest, digest.count) == 1
    }
}

/// The contexts of one key that are not in use.
///
/// libcrypto's preparation takes a considerable part of the time of a signature, and is done once a thread.
final class IdleSignatureContexts: Sendable {
    /// The number of contexts that are kept, enough for the threads that use one key at once.
    private static let capacity = 64

    private let idle = Mutex<[SignatureContext]>([])

    /// Returns a kept context of this scheme, or makes one.
    func take(
        _ scheme: SignatureScheme, orMake make: () throws(CMSError) -> SignatureContext
    ) throws(CMSError) -> SignatureContext {
        let kept = idle.withLock { idle in
            idle.lastIndex { $0.scheme == scheme }.map { idle.remove(at: $0) }
        }
        if let kept { return kept }
        return try make()
    }

    /// Keeps a context for its next use; the one kept longest makes room for it.
    func keep(_ context: SignatureContext) {
        idle.withLock { idle in
            if idle.count >= Self.capacity { idle.removeFirst() }
            idle.append(context)
        }
    }
}
