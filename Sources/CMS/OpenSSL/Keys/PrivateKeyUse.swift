import CCrypto

/// Counts the private-key operations that opening envelopes takes.
///
/// A receiver that uses its keys more often for one message than for another discloses something about the
/// plaintext, and private-key operations are most of what opening costs. The number is of the current thread.
enum PrivateKeyUse {
    /// How many operations this thread has begun, those that failed included.
    static var count: Int { Int(clamping: ccrypto_private_key_operations()) }

    /// Counts one operation, which is about to begin.
    static func note() { ccrypto_count_private_key_operation() }
}
