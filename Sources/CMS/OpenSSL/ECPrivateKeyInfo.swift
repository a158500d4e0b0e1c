import CCrypto

/// DER of the PrivateKeyInfo of a key on a named curve (RFC 5958 §2 around RFC 5915 §3).
///
/// libcrypto's encoder gathers all the encoders that it has for each key, which takes twice as long as making one.
struct ECPrivateKeyInfo {
    /// The structure, with zeros where the private number goes.
    private let frame: [UInt8]
    private let number: Range<Int>

    /// Nil where the key is none of those that a certificate is issued for, or its point is compressed.
    init?(_ key: PrivateKey) {
        guard let curve = NamedCurve(of: key.algorithm), let point = try? key.publicKey.point,
            point.count == 1 + 2 * curve.fieldOctets
        else { return nil }
        let zeros = [UInt8](repeating: 0, count: curve.fieldOctets)
        let publicKey = DERWriter.element(DERTag.constructed(1), [DERWriter.bitString(point)[...]])
        frame = DERWriter.sequence(
            DERWriter.integer(0), curve.algorithmIdentifier,
            DERWriter.octetString(
                DERWriter.sequence(DERWriter.integer(1), DERWriter.octetString(zeros), publicKey)))
        let end = frame.count - publicKey.count
        number = end - zeros.count..<end
    }

    /// The structure with the private number, which lies in no other memory of ours.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if `key` has none.
    func der(_ key: PrivateKey) throws(CMSError) -> SecretOctets {
        var secret: OpaquePointer?
        try OpenSSL.success("EVP_PKEY_get_bn_param") {
            unsafe EVP_PKEY_get_bn_param(key.key, "priv", &secret)
        }
        defer { unsafe BN_clear_free(secret) }
        return try unsafe SecretOctets(capacity: frame.count) { (memory) throws(CMSError) in
            _ = unsafe memory.update(from: frame)
            try OpenSSL.success("BN_bn2binpad") {
                unsafe BN_bn2binpad(
                    secret, UnsafeMutableBufferPointer(rebasing: memory[number]).baseAddress,
                    Int32(number.count))
            }
            return frame.count
        }
    }
}
