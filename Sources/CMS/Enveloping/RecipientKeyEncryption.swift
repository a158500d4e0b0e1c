/// The encryption of the content-encryption key in a RecipientInfo of a usual form.
///
/// libcrypto's CMS handles all other forms; it supports every form but takes longer.
enum RecipientKeyEncryption {
    /// Encrypted with RSAES-OAEP, with SHA-256 as hash and in the mask, and no label.
    case oaep(encryptedKey: ArraySlice<UInt8>)
    /// Encrypted with RSA PKCS#1 v1.5; libcrypto's CMS opens it, unless the content key is derived.
    case pkcs1(encryptedKey: ArraySlice<UInt8>)
    /// Wrapped under a key agreed on with an ephemeral key.
    case agreement(KeyAgreement, encryptedKey: ArraySlice<UInt8>)

    /// The part of a KeyAgreeRecipientInfo that is the same for all of its recipients (RFC 5753 §3.1).
    struct KeyAgreement {
        let digest: DigestAlgorithm
        let wrapping: KeyWrap
        /// The originator's ephemeral public key, a point.
        let point: ArraySlice<UInt8>
        /// DER of the ECC-CMS-SharedInfo (RFC 5753 §7.2).
        let sharedInfo: [UInt8]

        /// Returns nil for an originator without an ephemeral key, or with unsupported algorithms.
        init?(originator: DERElement, keyingMaterial: DERElement?, algorithm: AlgorithmIdentifier) {
            var choice = originator.reader(for: .recipientInfo)
            guard let key = try? choice.next(DERTag.constructed(1)), choice.isAtEnd else { return nil }
            var fields = key.reader(for: .recipientInfo)
            guard let type = try? AlgorithmIdentifier(next: &fields, in: .recipientInfo),
                type.algorithm == .ellipticCurveKey,
                let bits = try? fields.next(DERTag.bitString), fields.isAtEnd,
                // Whole octets, and not the one octet of the point at infinity.
                bits.content.first == 0, bits.content.count > 2,
                let wrap = algorithm.parameters, let wrapping = KeyWrap(wrap.octets),
                let digest = DigestAlgorithm(keyAgreement: algorithm.algorithm)
            else { return nil }
            self.digest = digest
            self.wrapping = wrapping
            point = bits.content.dropFirst()
            sharedInfo = wrapping.sharedInfo(keyingMaterial: keyingMaterial?.content)
        }
    }

    /// Returns nil unless the algorithm is exactly the OAEP that is sent here, or PKCS#1 v1.5.
    init?(transport algorithm: DERElement, encryptedKey: DERElement) {
        if algorithm.octets.elementsEqual(EnvelopeRecipient.oaep) {
            self = .oaep(encryptedKey: encryptedKey.content)
        } else if algorithm.octets.elementsEqual(AlgorithmIdentifier.rsaEncryption) {
            self = .pkcs1(encryptedKey: encryptedKey.content)
        } else {
            return nil
        }
    }
}

extension DigestAlgorithm {
    /// The digest of the key derivation of a dhSinglePass-stdDH scheme (RFC 5753 §7.1.4).
    init?(keyAgreement scheme: ObjectIdentifier) {
        switch scheme {
        case .ecdhSHA1KDF: self = .sha1
        case .ecdhSHA256KDF: self = .sha256
        case .ecdhSHA384KDF: self = .sha384
        case .ecdhSHA512KDF: self = .sha512
        default: return nil
        }
    }
}
