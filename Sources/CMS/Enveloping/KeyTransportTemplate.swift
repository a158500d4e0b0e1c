/// DER of a KeyTransRecipientInfo for one recipient, in which only the encrypted
/// key differs (RFC 5652 §6.2.1).
struct KeyTransportTemplate: Sendable {
    private let beginning: [UInt8]

    init(_ certificate: Certificate, by transport: Enveloper.RSAKeyTransport) {
        let algorithm = transport == .oaep ? Self.oaep : AlgorithmIdentifier.rsaEncryption
        beginning = DERWriter.integer(0) + certificate.issuerAndSerialNumber + algorithm
    }

    func filled(encryptedKey: [UInt8]) -> [UInt8] {
        DERWriter.element(DERTag.sequence, [beginning[...], DERWriter.octetString(encryptedKey)[...]])
    }

    /// RSAES-OAEP with SHA-256 as hash and in the mask generation function (RFC 3560 §3).
    static let oaep = DERWriter.sequence(
        DERWriter.objectIdentifier(.rsaOAEP),
        DERWriter.sequence(DigestAlgorithm.sha256.hashAndMask))
}
