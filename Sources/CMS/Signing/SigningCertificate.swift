import Octets

/// The signer's certificate according to signingCertificate (RFC 2634 §5.4) or
/// signingCertificateV2 (RFC 5035 §3).
///
/// Issuer and serial number are not unique in practice, and certificates in a message can be
/// replaced; this attribute is signed.
struct SigningCertificate: Sendable {
    /// SHA-1 in the first version: a collision would need the help of the certificate's CA.
    private let digest: DigestAlgorithm
    private let hash: [UInt8]
    private let issuerAndSerialNumber: CertificateIdentifier?

    /// Reads the value of an attribute; the first certificate in it is the
    /// signer's, others belong to its path.
    ///
    /// - Throws: ``CMSError/malformed(_:)``, ``CMSError/unsupportedAlgorithm(_:_:)`` for an unknown digest.
    init(_ value: DERElement, isSecondVersion: Bool) throws(CMSError) {
        guard value.identifier == DERTag.sequence else { throw .malformed(.signedAttributes) }
        var attribute = value.reader(for: .signedAttributes)
        var identifiers = try attribute.next(DERTag.sequence).reader(for: .signedAttributes)
        _ = try attribute.nextIf(DERTag.sequence)
        try attribute.finish()
        var reader = try identifiers.next(DERTag.sequence).reader(for: .signedAttributes)
        if !isSecondVersion {
            digest = .sha1
        } else if let element = try reader.nextIf(DERTag.sequence) {
            digest = try DigestAlgorithm(
                AlgorithmIdentifier(element, in: .signedAttributes), in: .signedAttributes)
        } else {
            digest = .sha256
        }
        hash = [UInt8](try reader.next(DERTag.octetString).content)
        issuerAndSerialNumber = try reader.nextIf(DERTag.sequence)
            .map { (element) throws(CMSError) in try Self.issuerAndSerialNumber(element) }
        try reader.finish()
    }

    /// IssuerSerial: the issuer is one directoryName (RFC 5035 §4).
    private static func issuerAndSerialNumber(
        _ element: DERElement
    ) throws(CMSError) -> CertificateIdentifier {
        guard element.octets.count <= CertificateIdentifier.maximumOctets else {
            throw .malformed(.signedAttributes)
        }
        var reader = element.reader(for: .signedAttributes)
        var names = try reader.next(DERTag.sequence).reader(for: .signedAttributes)
        let serialNumber = try reader.next(DERTag.integer)
        try reader.finish()
        var directoryName = try names.next(DERTag.constructed(4)).reader(for: .signedAttributes)
        try names.finish()
        let issuer = try directoryName.next(DERTag.sequence)
        try directoryName.finish()
        return .issuerAndSerialNumber(
            issuer: [UInt8](issuer.octets), serialNumber: [UInt8](serialNumber.content))
    }

    /// Returns whether the attribute identifies `certificate`.
    func names(_ certificate: Certificate) -> Bool {
        guard isDigest(of: certificate) else { return false }
        return issuerAndSerialNumber?.names(certificate) ?? true
    }

    private func isDigest(of certificate: Certificate) -> Bool {
        // The fingerprint is this digest, computed once for each certificate.
        if digest == .sha256 { return Hexadecimal.isText(certificate.fingerprint, of: hash) }
        guard let found = try? digest.value(of: certificate.der) else { return false }
        return found == hash
    }
}
