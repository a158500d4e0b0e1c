/// AES key wrap (RFC 3394, RFC 3565).
struct KeyWrap: Sendable, Equatable {
    /// The length of the wrapping key: 16, 24 or 32 octets.
    let keyOctets: Int
    /// DER of the algorithm identifier, which has no parameters (RFC 3565 §2.3.2).
    let algorithm: [UInt8]

    /// Creates a wrap with a key as long as the content-encryption key.
    init(keyOctets: Int) {
        self.keyOctets = keyOctets
        let identifier: ObjectIdentifier =
            switch keyOctets {
            case ...16: .aes128Wrap
            case ...24: .aes192Wrap
            default: .aes256Wrap
            }
        algorithm = DERWriter.sequence(DERWriter.objectIdentifier(identifier))
    }

    /// Creates the wrap of an algorithm identifier; nil for another algorithm, or if it has parameters.
    init?(_ octets: ArraySlice<UInt8>) {
        let known: [(Int, ObjectIdentifier)] = [(16, .aes128Wrap), (24, .aes192Wrap), (32, .aes256Wrap)]
        for (count, identifier) in known {
            let algorithm = DERWriter.sequence(DERWriter.objectIdentifier(identifier))
            guard octets.elementsEqual(algorithm) else { continue }
            keyOctets = count
            self.algorithm = algorithm
            return
        }
        return nil
    }

    /// Returns ECC-CMS-SharedInfo (RFC 5753 §7.2): the algorithm of the derived key, its length in
    /// bits, and the keying material.
    func sharedInfo(keyingMaterial: ArraySlice<UInt8>?) -> [UInt8] {
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
