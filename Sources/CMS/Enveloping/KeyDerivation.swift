/// How the key that wraps the content-encryption key is derived from an agreed secret (RFC 5753 §7.2, RFC 8418
/// §2.2).
struct KeyDerivation {
    /// The function, without its digest.
    enum Function {
        /// ANSI-X9.63-KDF (SEC 1 §3.6.1).
        case x963
        /// HKDF (RFC 5869).
        case hkdf
    }

    let function: Function
    let digest: DigestAlgorithm
    let wrapping: KeyWrap
    /// DER of the ECC-CMS-SharedInfo.
    let sharedInfo: [UInt8]
    /// The user keying material, which is the salt of HKDF; X9.63 has it only in the shared info.
    let salt: [UInt8]

    init(
        _ function: Function, _ digest: DigestAlgorithm, for wrapping: KeyWrap, keyingMaterial: [UInt8]? = nil
    ) {
        self.function = function
        self.digest = digest
        self.wrapping = wrapping
        let material = keyingMaterial.map { DERWriter.octetString($0) }
        sharedInfo = wrapping.sharedInfo(keyingMaterial: material?[...])
        salt = keyingMaterial ?? []
    }
}

extension KeyDerivation.Function {
    /// Creates the function and the digest of a dhSinglePass-stdDH scheme (RFC 5753 §7.1.4, RFC 8418 §2.2).
    static func of(_ scheme: ObjectIdentifier) -> (KeyDerivation.Function, DigestAlgorithm)? {
        switch scheme {
        case .ecdhSHA1KDF: (.x963, .sha1)
        case .ecdhSHA256KDF: (.x963, .sha256)
        case .ecdhSHA384KDF: (.x963, .sha384)
        case .ecdhSHA512KDF: (.x963, .sha512)
        case .ecdhHKDFSHA256: (.hkdf, .sha256)
        case .ecdhHKDFSHA384: (.hkdf, .sha384)
        case .ecdhHKDFSHA512: (.hkdf, .sha512)
        default: nil
        }
    }
}
