/// The weakest algorithms and keys accepted in opened messages.
public enum AlgorithmStrength: Sendable {
    /// At least 112 bits of security: no SHA-1 in signatures, no RSA below 2048 bits, no DSA, no 3DES.
    case current
    /// Everything libcrypto can check and RFC 8551 or its predecessors named, for old messages and peers.
    case anyIncludingWeak
}
