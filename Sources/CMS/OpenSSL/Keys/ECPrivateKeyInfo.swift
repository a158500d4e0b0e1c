import CCrypto

/// DER of the PrivateKeyInfo of a key on a named curve (RFC 5958 §2 around RFC 5915 §3).
///
/// libcrypto's encoder collects all of its encoders for each key, which takes
/// twice as long as generating one.
struct ECPrivateKeyInfo {
    /// The structure, with zeros where the private number goes.
    private let frame: [UInt8]
    private let number: Range<Int>

    /// Returns nil for another kind of key than certificates are issued for, or for a compressed point.
    init?(_ key: PrivateKey) {
        guard let curve = key.algorithm.curve, let point = try? key.publicKey.point,
            point.count == curve.pointOctets
        else { return nil }
        self.init(on: curve, point: point)
    }

    private init(on curve: NamedCurve, point: [UInt8]) {
        let zeros = [UInt8](repeating: 0, count: curve.fieldOctets)
        let publicKey = DERWriter.element(DERTag.constructed(1), [DERWriter.bitString(point)[...]])
        frame = DERWriter.sequence(
            DERWriter.integer(0), curve.algorithmIdentifier,
            DERWriter.octetString(
                DERWriter.sequence(DERWriter.integer(1), DERWriter.octetString(zeros), publicKey)))
        let end = frame.count - publicKey.count
        number = end - zeros.count..<end
    }

    /// Returns the key of a structure written exactly as here; nil for every other, which libcrypto may read.
    ///
    /// libcrypto's decoder collects all of its decoders as well.
    static func key(of octets: Span<UInt8>, on curve: NamedCurve) -> EVP_PKEY? {
        // No octet of another form is copied: it may be the private number.
        let info = ECPrivateKeyInfo(on: curve, point: [UInt8](repeating: 0, count: curve.pointOctets))
        let point = info.frame.count - curve.pointOctets..<info.frame.count
        guard info.frame.count == octets.count,
            info.frame.indices.allSatisfy({
                info.number.contains($0) || point.contains($0) || info.frame[$0] == octets[$0]
            })
        else { return nil }
        return unsafe octets.extracting(info.number).withUnsafeBufferPointer { number in
            unsafe ECKeyParameters.key(on: curve, point: point.map { octets[$0] }, number: number)
        }
    }

    /// Returns the structure with the private number, which is in no other memory of this process.
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
