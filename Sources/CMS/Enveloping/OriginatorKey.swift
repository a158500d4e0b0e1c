/// The ephemeral public key of a KeyAgreeRecipientInfo: an OriginatorPublicKey (RFC 5652 §6.2.2).
struct OriginatorKey {
    /// Whether it is of X25519; otherwise a point of an elliptic curve.
    let isX25519: Bool
    /// The octets of the key.
    let point: ArraySlice<UInt8>

    /// Returns nil for an originator named by a certificate, and for another kind of key.
    init?(_ originator: DERElement) {
        var choice = originator.reader(for: .recipientInfo)
        guard let key = try? choice.next(DERTag.constructed(1)), choice.isAtEnd else { return nil }
        var fields = key.reader(for: .recipientInfo)
        guard let type = try? AlgorithmIdentifier(next: &fields, in: .recipientInfo),
            let bits = try? fields.next(DERTag.bitString), fields.isAtEnd,
            // Whole octets.
            bits.content.first == 0
        else { return nil }
        point = bits.content.dropFirst()
        switch type.algorithm {
        case .ellipticCurveKey:
            isX25519 = false
            // Not the one octet of the point at infinity.
            guard point.count > 1 else { return nil }
        case .x25519:
            isX25519 = true
            // RFC 8410 §3, RFC 7748 §6.1.
            guard type.parameters == nil, point.count == 32 else { return nil }
        default: return nil
        }
    }
}
