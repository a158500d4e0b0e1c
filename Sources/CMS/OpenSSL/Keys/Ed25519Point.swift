import CCrypto

/// The points of edwards25519 that are not valid public keys.
enum Ed25519Point {
    /// Returns whether the public key is a point whose order divides 8 (RFC 8032 §5.1).
    ///
    /// Anyone can create signatures of such a key, which match many contents; libcrypto accepts them.
    static func hasSmallOrder(_ key: EVP_PKEY) -> Bool {
        var octets = [UInt8](repeating: 0, count: 32)
        var count = octets.count
        guard unsafe EVP_PKEY_get_raw_public_key(key, &octets, &count) == 1, count == octets.count else {
            ERR_clear_error()
            return true
        }
        // The first bit of the last octet is the sign of x; the rest is y.
        octets[31] &= 0x7F
        return smallOrder.contains(octets)
    }

    /// The octets of y of these points, the least significant first: 0, 1, -1 and the two of order 8, and the
    /// two of these numbers that 255 bits can hold with the prime added to them.
    private static let smallOrder: [[UInt8]] = [
        [UInt8](repeating: 0, count: 32),
        [1] + [UInt8](repeating: 0, count: 31),
        [0xEC] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [0xEE] + [UInt8](repeating: 0xFF, count: 30) + [0x7F],
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
            0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
            0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
    ]
}
