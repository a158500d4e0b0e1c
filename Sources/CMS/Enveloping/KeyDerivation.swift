/// How the key that wraps the content-encryption key is derived from an agreed secret
/// (RFC 5753 §7.2, RFC 8418 §2.2).
struct KeyDerivation: Sendable, Equatable {
    let function: KeyDerivationFunction
    let digest: DigestAlgorithm
    let wrapping: KeyWrap
    /// DER of the ECC-CMS-SharedInfo.
    let sharedInfo: [UInt8]
    /// The user keying material, which is the salt of HKDF; X9.63 has it only in the shared info.
    let salt: [UInt8]

    init(
        _ function: KeyDerivationFunction, _ digest: DigestAlgorithm, for wrapping: KeyWrap,
        keyingMaterial: [UInt8]? = nil
    ) {
        self.function = function
        self.digest = digest
        self.wrapping = wrapping
        let material = keyingMaterial.map { DERWriter.octetString($0) }
        sharedInfo = wrapping.sharedInfo(keyingMaterial: material?[...])
        salt = keyingMaterial ?? []
    }
}
