import Synchronization

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
