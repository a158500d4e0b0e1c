/// DER of a KeyAgreeRecipientInfo for one recipient, in which only the ephemeral key and the wrapped key
/// differ (RFC 5652 §6.2.2, RFC 5753 §3.1.1, RFC 8418 §3.1).
///
/// Their lengths are constant.
struct KeyAgreementTemplate: Sendable {
    private let octets: [UInt8]
    private let point: Range<Int>
    private let wrappedKey: Range<Int>

    init(_ certificate: Certificate, _ derivation: KeyDerivation) {
        let key = certificate.facts.key
        let isX25519 = key == .x25519
        let noPoint = [UInt8](repeating: 0, count: key.curve?.pointOctets ?? 32)
        // A wrap adds eight octets (RFC 3394 §2.2.1).
        let noKey = [UInt8](repeating: 0, count: derivation.wrapping.keyOctets + 8)
        let publicKey = DERWriter.sequence(
            DERWriter.sequence(DERWriter.objectIdentifier(isX25519 ? .x25519 : .ellipticCurveKey)),
            DERWriter.bitString(noPoint))
        let originator = DERWriter.element(
            DERTag.constructed(0), [DERWriter.replacingTag(of: publicKey, by: DERTag.constructed(1))[...]])
        let algorithm = DERWriter.sequence(
            DERWriter.objectIdentifier(isX25519 ? .ecdhHKDFSHA256 : .ecdhSHA256KDF),
            derivation.wrapping.algorithm)
        let keys = DERWriter.sequence(
            DERWriter.sequence(certificate.issuerAndSerialNumber, DERWriter.octetString(noKey)))
        octets = DERWriter.replacingTag(
            of: DERWriter.sequence(DERWriter.integer(3), originator, algorithm, keys),
            by: DERTag.constructed(1))
        // Each of the two ends the structure that contains it.
        wrappedKey = octets.count - noKey.count..<octets.count
        let end = octets.count - keys.count - algorithm.count
        point = end - noPoint.count..<end
    }

    /// Returns the RecipientInfo with a point and a wrapped key of these lengths.
    func filled(point: [UInt8], wrappedKey: [UInt8]) -> [UInt8] {
        var octets = octets
        octets.replaceSubrange(self.point, with: point)
        octets.replaceSubrange(self.wrappedKey, with: wrappedKey)
        return octets
    }
}
