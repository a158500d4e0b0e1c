import CCrypto

/// Counts the private-key operations of opening envelopes.
///
/// A receiver that uses its keys more often for one message than for another discloses something
/// about the plaintext, and private-key operations are most of the cost of opening. The number
/// is that of the current thread.
enum PrivateKeyUse {
    /// The number of operations that this thread has begun, including failed ones.
    static var count: Int { Int(clamping: ccrypto_private_key_operations()) }

    /// Counts one operation, before it begins.
    static func record() { ccrypto_count_private_key_operation() }
}
