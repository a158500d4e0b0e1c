import CCrypto

import struct FoundationEssentials.Date

extension CertificateAuthority {
    /// Returns a signed certificate for a public key; without an issuer it is self-signed.
    ///
    /// One that replaces a `former` certificate of the key has its name and key identifier.
    static func certificate(
        _ profile: CertificateProfile, for key: PublicKey, validity: CertificateValidity,
        issuer: Certificate?, signedBy signing: SigningContexts, inPlaceOf former: Certificate? = nil
    ) throws(CMSError) -> IssuedCertificate {
        let publicKey = try SubjectPublicKey(key)
        let keyIdentifier = former?.facts.subjectKeyIdentifier ?? publicKey.keyIdentifier
        let serialNumber = try randomSerialNumber()
        let subject = former?.facts.subjectDER ?? profile.subjectDER
        let tbs = TBSCertificate(
            serialNumber: serialNumber, signatureAlgorithm: signatureAlgorithm(of: signing.key),
            issuer: issuer?.facts.subjectDER ?? subject, validity: try signing.encoded(validity),
            subject: subject,
            subjectPublicKeyInfo: publicKey.info,
            extensions: CertificateExtension.all(
                of: profile, key: key.algorithm, keyIdentifier: keyIdentifier,
                issuerIdentifier: issuer?.facts.subjectKeyIdentifier ?? keyIdentifier))
        return IssuedCertificate(
            der: try signed(tbs.der, by: signing), profile: profile, validity: validity, key: key.algorithm,
            subjectDER: subject,
            issuerDER: tbs.issuer, serialNumberOctets: serialNumber,
            subjectKeyIdentifier: keyIdentifier)
    }

    /// Returns DER of a certificate or a CRL: the signed fields, the algorithm, the signature.
    static func signed(_ content: [UInt8], by signing: SigningContexts) throws(CMSError) -> [UInt8] {
        DERWriter.element(
            DERTag.sequence,
            [
                content[...], signatureAlgorithm(of: signing.key)[...],
                DERWriter.bitString(try signing.sign(content))[...],
            ])
    }

    /// A positive number of 16 octets, 126 bits of them random (RFC 5280 §4.1.2.2).
    private static func randomSerialNumber() throws(CMSError) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: 16)
        try OpenSSL.success("RAND_bytes") { unsafe RAND_bytes(&octets, Int32(octets.count)) }
        // Positive, and never shorter than its 16 octets.
        octets[0] = octets[0] & 0x7F | 0x40
        return octets
    }

    /// DER of the AlgorithmIdentifier of the key's signatures: ECDSA with the digest of the curve, Ed25519,
    /// or RSA with SHA-256 and NULL parameters (RFC 5758 §3.2, RFC 8410 §3, RFC 4055 §5).
    static func signatureAlgorithm(of key: PrivateKey) -> [UInt8] {
        let (algorithm, parameters): (ObjectIdentifier, [UInt8]) =
            switch key.algorithm {
            case .rsa, .rsaPSS: (.sha256WithRSA, [0x05, 0x00])
            case .elliptic(let curve): (curve.signatureDigest.ecdsa, [])
            case .ed25519: (.ed25519, [])
            case .x25519, .other: (.ecdsaWithSHA256, [])
            }
        return DERWriter.element(
            DERTag.sequence,
            [DERWriter.element(DERTag.objectIdentifier, [algorithm.octets])[...], parameters[...]])
    }
}

extension CertificateValidity {
    /// DER of Validity (RFC 5280 §4.1.2.5).
    func encoded() throws(CMSError) -> [UInt8] {
        DERWriter.sequence(try encodedTime(notBefore), try encodedTime(notAfter))
    }
}

/// DER of a Time (RFC 5280 §4.1.2.5).
///
/// - Throws: ``CMSError/openSSL(_:)`` for an instant that is not within the years 0 to 9999.
func encodedTime(_ instant: Date) throws(CMSError) -> [UInt8] {
    guard let time = DERTime.encoded(instant) else {
        throw .openSSL(OpenSSLFailure(function: "ASN1_TIME_set", entries: []))
    }
    return time
}

/// A public key as it is in a certificate (RFC 5280 §4.1.2.7).
private struct SubjectPublicKey {
    /// DER of the SubjectPublicKeyInfo.
    let info: [UInt8]
    /// The content of its BIT STRING, without the number of unused bits.
    private let bits: [UInt8]

    /// Writes the point after its constant header: libcrypto's encoder takes ten times as long.
    init(_ key: PublicKey) throws(CMSError) {
        let identifier: [UInt8]
        switch key.algorithm {
        case .elliptic(let curve): identifier = curve.algorithmIdentifier
        case .ed25519: identifier = DERWriter.sequence(DERWriter.objectIdentifier(.ed25519))
        case .x25519: identifier = DERWriter.sequence(DERWriter.objectIdentifier(.x25519))
        case .rsa, .rsaPSS, .other:
            info = try unsafe encoded("i2d_PUBKEY") { unsafe i2d_PUBKEY(key.key, $0) }
            bits = try unsafe encoded("i2d_PublicKey") { unsafe i2d_PublicKey(key.key, $0) }
            return
        }
        bits = try key.point
        info = DERWriter.sequence(identifier, DERWriter.bitString(bits))
    }

    /// The first 160 bits of SHA-256 of the public key (RFC 7093 §2, method 1).
    var keyIdentifier: [UInt8] { Array(SHA256.digest(of: bits)[..<20]) }
}
