/// AES key wrap (RFC 3394, RFC 3565).
struct KeyWrap: Sendable, Equatable {
    /// The length of the wrapping key: 16, 24 or 32 octets.
    let keyOctets: Int
    /// DER of the algorithm identifier, which has no parameters (RFC 3565 §2.3.2).
    let algorithm: [UInt8]

    /// ECC-CMS-SharedInfo without keying material, which most messages have.
    private let usualSharedInfo: [UInt8]

    private static let aes128 = KeyWrap(keyOctets: 16, .aes128Wrap)
    private static let aes192 = KeyWrap(keyOctets: 24, .aes192Wrap)
    private static let aes256 = KeyWrap(keyOctets: 32, .aes256Wrap)

    private init(keyOctets: Int, _ identifier: ObjectIdentifier) {
        self.keyOctets = keyOctets
        algorithm = DERWriter.sequence(DERWriter.objectIdentifier(identifier))
        usualSharedInfo = Self.sharedInfo(algorithm, keyOctets: keyOctets, keyingMaterial: nil)
    }

    /// Creates a wrap with a key as long as the content-encryption key.
    init(keyOctets: Int) {
        self =
            switch keyOctets {
            case ...16: .aes128
            case ...24: .aes192
            default: .aes256
            }
    }

    /// Creates the wrap of an algorithm identifier; nil for another algorithm, or if it has parameters.
    init?(_ octets: ArraySlice<UInt8>) {
        if octets.elementsEqual(Self.aes128.algorithm) {
            self = .aes128
        } else if octets.elementsEqual(Self.aes256.algorithm) {
            self = .aes256
        } else if octets.elementsEqual(Self.aes192.algorithm) {
            self = .aes192
        } else {
            return nil
        }
    }

    /// Returns ECC-CMS-SharedInfo (RFC 5753 §7.2): the algorithm of the derived key, its length in
    /// bits, and the keying material.
    func sharedInfo(keyingMaterial: ArraySlice<UInt8>?) -> [UInt8] {
        guard let keyingMaterial else { return usualSharedInfo }
        return Self.sharedInfo(algorithm, keyOctets: keyOctets, keyingMaterial: keyingMaterial)
    }

    private static func sharedInfo(
        _ algorithm: [UInt8], keyOctets: Int, keyingMaterial: ArraySlice<UInt8>?
    ) -> [UInt8] {
        let bits = keyOctets * 8
        let count = DERWriter.octetString([0, 0, UInt8(bits >> 8), UInt8(bits & 0xFF)])
        var elements: [ArraySlice<UInt8>] = [algorithm[...]]
        // `[0] EXPLICIT OCTET STRING`, as the RecipientInfo has it.
        if let keyingMaterial {
            elements.append(DERWriter.element(DERTag.constructed(0), [keyingMaterial])[...])
        }
        elements.append(DERWriter.element(DERTag.constructed(2), [count[...]])[...])
        return DERWriter.element(DERTag.sequence, elements)
    }
}
