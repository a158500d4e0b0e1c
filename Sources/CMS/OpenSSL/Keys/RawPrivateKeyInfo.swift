import CCrypto

/// The PrivateKeyInfo of an Ed25519 or X25519 key, as libcrypto writes it (RFC 8410 §7).
enum RawPrivateKeyInfo {
    private static let keyOctets = 32

    /// Returns the key of a structure in exactly this form; nil for every other, which libcrypto may read.
    ///
    /// libcrypto's decoder collects all of its decoders, as for keys on curves (``ECPrivateKeyInfo``).
    static func key(of octets: Span<UInt8>, _ algorithm: KeyAlgorithm) -> EVP_PKEY? {
        let identifier: ObjectIdentifier
        switch algorithm {
        case .ed25519: identifier = .ed25519
        case .x25519: identifier = .x25519
        case .rsa, .rsaPSS, .elliptic, .other: return nil
        }
        // An OCTET STRING in another.
        let beginning =
            DERWriter.integer(0) + DERWriter.sequence(DERWriter.objectIdentifier(identifier))
            + [DERTag.octetString, UInt8(keyOctets + 2), DERTag.octetString, UInt8(keyOctets)]
        let frame = [DERTag.sequence, UInt8(beginning.count + keyOctets)] + beginning
        guard octets.count == frame.count + keyOctets, frame.indices.allSatisfy({ frame[$0] == octets[$0] })
        else { return nil }
        ERR_clear_error()
        defer { ERR_clear_error() }
        return unsafe octets.extracting(last: keyOctets).withUnsafeBufferPointer { secret in
            unsafe EVP_PKEY_new_raw_private_key_ex(
                ccrypto_context(), algorithm.name, nil, secret.baseAddress, secret.count)
        }
    }
}
