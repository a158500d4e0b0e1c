/// The identifiers of S/MIME's content types, attributes and algorithms, as octets of their DER content.
extension ObjectIdentifier {
    private static let pkcs: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]  // 1.2.840.113549
    private static let x962: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D]  // 1.2.840.10045
    private static let x957: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x38]  // 1.2.840.10040
    private static let nist: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04]  // 2.16.840.1.101.3.4

    // Content types: RFC 5652 §4 to §6, RFC 5083 §2.1.
    static let data = ObjectIdentifier(pkcs + [1, 7, 1])
    static let signedData = ObjectIdentifier(pkcs + [1, 7, 2])
    static let envelopedData = ObjectIdentifier(pkcs + [1, 7, 3])
    static let authEnvelopedData = ObjectIdentifier(pkcs + [1, 9, 16, 1, 23])

    // Signed attributes: RFC 5652 §11.
    static let contentType = ObjectIdentifier(pkcs + [1, 9, 3])
    static let messageDigest = ObjectIdentifier(pkcs + [1, 9, 4])
    static let signingTime = ObjectIdentifier(pkcs + [1, 9, 5])
    static let countersignature = ObjectIdentifier(pkcs + [1, 9, 6])
    // RFC 8551 §2.5.2.
    static let capabilities = ObjectIdentifier(pkcs + [1, 9, 15])
    // RFC 8551 §2.5.3.
    static let encryptionKeyPreference = ObjectIdentifier(pkcs + [1, 9, 16, 2, 11])
    // RFC 6211 §2.
    static let algorithmProtection = ObjectIdentifier(pkcs + [1, 9, 52])
    // RFC 2634 §2.7, §5.4, RFC 5035 §3.
    static let receiptRequest = ObjectIdentifier(pkcs + [1, 9, 16, 2, 1])
    static let signingCertificate = ObjectIdentifier(pkcs + [1, 9, 16, 2, 12])
    static let signingCertificateV2 = ObjectIdentifier(pkcs + [1, 9, 16, 2, 47])

    // Digests: RFC 5754 §2, RFC 3370 §2.1.
    static let sha1 = ObjectIdentifier([0x2B, 0x0E, 0x03, 0x02, 0x1A])
    static let sha256 = ObjectIdentifier(nist + [2, 1])
    static let sha384 = ObjectIdentifier(nist + [2, 2])
    static let sha512 = ObjectIdentifier(nist + [2, 3])

    // Signatures: RFC 5754 §3, RFC 4056, RFC 3370 §3.
    static let rsaEncryption = ObjectIdentifier(pkcs + [1, 1, 1])
    static let sha1WithRSA = ObjectIdentifier(pkcs + [1, 1, 5])
    static let maskGeneration1 = ObjectIdentifier(pkcs + [1, 1, 8])
    static let rsaPSS = ObjectIdentifier(pkcs + [1, 1, 10])
    static let sha256WithRSA = ObjectIdentifier(pkcs + [1, 1, 11])
    static let sha384WithRSA = ObjectIdentifier(pkcs + [1, 1, 12])
    static let sha512WithRSA = ObjectIdentifier(pkcs + [1, 1, 13])
    static let ecdsaWithSHA1 = ObjectIdentifier(x962 + [4, 1])
    static let ecdsaWithSHA256 = ObjectIdentifier(x962 + [4, 3, 2])
    static let ecdsaWithSHA384 = ObjectIdentifier(x962 + [4, 3, 3])
    static let ecdsaWithSHA512 = ObjectIdentifier(x962 + [4, 3, 4])
    static let dsa = ObjectIdentifier(x957 + [4, 1])
    static let dsaWithSHA1 = ObjectIdentifier(x957 + [4, 3])

    // Key transport and agreement: RFC 3370 §4.2, RFC 3560, RFC 5753 §7.1.4.
    static let rsaOAEP = ObjectIdentifier(pkcs + [1, 1, 7])
    static let pSpecified = ObjectIdentifier(pkcs + [1, 1, 9])
    static let ecdhSHA1KDF = ObjectIdentifier([0x2B, 0x81, 0x05, 0x10, 0x86, 0x48, 0x3F, 0x00, 0x02])
    static let ecdhSHA256KDF = ObjectIdentifier([0x2B, 0x81, 0x04, 0x01, 0x0B, 0x01])
    static let ecdhSHA384KDF = ObjectIdentifier([0x2B, 0x81, 0x04, 0x01, 0x0B, 0x02])
    static let ecdhSHA512KDF = ObjectIdentifier([0x2B, 0x81, 0x04, 0x01, 0x0B, 0x03])

    // The same with HKDF: RFC 8418 §2.2.
    static let ecdhHKDFSHA256 = ObjectIdentifier(pkcs + [1, 9, 16, 3, 19])
    static let ecdhHKDFSHA384 = ObjectIdentifier(pkcs + [1, 9, 16, 3, 20])
    static let ecdhHKDFSHA512 = ObjectIdentifier(pkcs + [1, 9, 16, 3, 21])

    // KEMRecipientInfo: RFC 9629 §3.
    static let kemRecipientInfo = ObjectIdentifier(pkcs + [1, 9, 16, 13, 3])

    // Elliptic curve keys: RFC 5480 §2.1.1, RFC 8410 §3; the last is a signature too (RFC 8419 §3).
    static let ellipticCurveKey = ObjectIdentifier(x962 + [2, 1])
    static let x25519 = ObjectIdentifier([0x2B, 0x65, 0x6E])
    static let ed25519 = ObjectIdentifier([0x2B, 0x65, 0x70])

    // Key wrap: RFC 3565 §2.3.2, RFC 3370 §4.3.1.
    static let aes128Wrap = ObjectIdentifier(nist + [1, 5])
    static let aes192Wrap = ObjectIdentifier(nist + [1, 25])
    static let aes256Wrap = ObjectIdentifier(nist + [1, 45])
    static let tripleDESWrap = ObjectIdentifier(pkcs + [1, 9, 16, 3, 6])

    // Content encryption: RFC 3565 §4.1, RFC 5084 §3.2, RFC 8103 §2, RFC 3370 §5.1.
    static let aes128CBC = ObjectIdentifier(nist + [1, 2])
    static let aes192CBC = ObjectIdentifier(nist + [1, 22])
    static let aes256CBC = ObjectIdentifier(nist + [1, 42])
    static let aes128GCM = ObjectIdentifier(nist + [1, 6])
    static let aes192GCM = ObjectIdentifier(nist + [1, 26])
    static let aes256GCM = ObjectIdentifier(nist + [1, 46])
    static let chaCha20Poly1305 = ObjectIdentifier(pkcs + [1, 9, 16, 3, 18])
    static let tripleDESCBC = ObjectIdentifier(pkcs + [3, 7])
    // RFC 9709 §2.
    static let contentKeyHKDFSHA256 = ObjectIdentifier(pkcs + [1, 9, 16, 3, 31])
}
