/// The encryption of the content-encryption key in a RecipientInfo of a usual form.
///
/// libcrypto's CMS handles all other forms; it supports every form but takes longer.
enum RecipientKeyEncryption {
    /// Encrypted with RSAES-OAEP, with SHA-256 as hash and in the mask, and no label.
    case oaep(encryptedKey: ArraySlice<UInt8>)
    /// Encrypted with RSA PKCS#1 v1.5.
    case pkcs1(encryptedKey: ArraySlice<UInt8>)
    /// Wrapped under a key agreed on with an ephemeral key.
    case agreement(KeyAgreement, encryptedKey: ArraySlice<UInt8>)

    /// The part of a KeyAgreeRecipientInfo that is the same for all of its recipients
    /// (RFC 5753 §3.1, RFC 8418 §3.1).
    struct KeyAgreement {
        let derivation: KeyDerivation
        /// Whether the originator's key is of X25519; otherwise it is on the curve of the recipient.
        let isX25519: Bool
        /// The originator's ephemeral public key: a point, or 32 octets.
        let point: ArraySlice<UInt8>

        /// Returns nil for an originator without an ephemeral key, or with unsupported algorithms.
        init?(originator: OriginatorKey?, keyingMaterial: DERElement?, algorithm: AlgorithmIdentifier) {
            guard let originator, let wrap = algorithm.parameters, let wrapping = KeyWrap(wrap.octets),
                let (function, digest) = KeyDerivationFunction.of(algorithm.algorithm),
                // HKDF is defined for X25519 and X448 only (RFC 8418 §2.2).
                originator.isX25519 || function == .x963
            else { return nil }
            var material: [UInt8]?
            if let keyingMaterial {
                var reader = keyingMaterial.reader(for: .recipientInfo)
                guard let octets = try? reader.next(DERTag.octetString), reader.isAtEnd else { return nil }
                material = [UInt8](octets.content)
            }
            derivation = KeyDerivation(function, digest, for: wrapping, keyingMaterial: material)
            isX25519 = originator.isX25519
            point = originator.point
        }
    }

    /// Returns nil unless the algorithm is exactly the OAEP that is sent here, or PKCS#1 v1.5.
    init?(transport algorithm: DERElement, encryptedKey: DERElement) {
        if algorithm.octets.elementsEqual(KeyTransportTemplate.oaep) {
            self = .oaep(encryptedKey: encryptedKey.content)
        } else if algorithm.octets.elementsEqual(AlgorithmIdentifier.rsaEncryption) {
            self = .pkcs1(encryptedKey: encryptedKey.content)
        } else {
            return nil
        }
    }
}
