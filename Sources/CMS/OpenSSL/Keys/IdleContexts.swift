import Synchronization

/// The contexts of one key that are not in use, each with what it is prepared for.
///
/// libcrypto's preparation takes a considerable part of the time of an operation, and is done once a thread.
final class IdleContexts<Purpose: Equatable & Sendable, Context: Sendable>: Sendable {
    /// The number of contexts that are kept, enough for the threads that use one key at once.
    private static var capacity: Int { 64 }

    private let idle = Mutex<[(purpose: Purpose, context: Context)]>([])

    /// Returns a kept context for a purpose, or makes one.
    func take(
        for purpose: Purpose, orMake make: () throws(CMSError) -> Context
    ) throws(CMSError) -> Context {
        let kept = idle.withLock { idle in
            idle.lastIndex { $0.purpose == purpose }.map { idle.remove(at: $0).context }
        }
        if let kept { return kept }
        return try make()
    }

    /// Keeps a context for its next use; the one kept longest makes room for it.
    func keep(_ context: Context, for purpose: Purpose) {
        idle.withLock { idle in
            if idle.count >= Self.capacity { idle.removeFirst() }
            idle.append((purpose, context))
        }
    }
}

/// Contexts for signatures of one key.
typealias IdleSignatureContexts = IdleContexts<SignatureScheme, SignatureContext>
/// Contexts for the transport of content-encryption keys under one RSA key.
typealias IdleTransportContexts = IdleContexts<Enveloper.RSAKeyTransport, KeyTransportContext>
/// Contexts for key agreement with one key.
typealias IdleAgreementContexts = IdleContexts<KeyDerivation, KeyAgreementContext>
