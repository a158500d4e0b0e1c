public import struct FoundationEssentials.Date

/// What a SignerInfo says of itself (RFC 5652 §5.3), before anything is verified.
public struct SignerInfo: Sendable {
    /// Names the signer's certificate.
    public let identifier: CertificateIdentifier
    /// The digest of content and attributes.
    public let digest: DigestAlgorithm
    /// The signature algorithm.
    public let signatureAlgorithm: SignatureAlgorithm
    /// The signing time the signer claims; nil when absent (RFC 5652 §11.3).
    public let signingTime: Date?
    /// DER of the signed attributes as the SET OF that is signed; nil when there are none.
    public let signedAttributes: [UInt8]?
    /// DER of the digest's AlgorithmIdentifier.
    let digestAlgorithm: [UInt8]
    /// DER of the SignerInfo without unsigned attributes, which may be any number of anything.
    let octetsWithoutUnsigned: ArraySlice<UInt8>

    init(_ element: DERElement) throws(CMSError) {
        var reader = element.reader(for: .signerInfo)
        _ = try reader.next(DERTag.integer)
        identifier = try CertificateIdentifier(next: &reader, in: .signerInfo)
        let digestElement = try reader.next(DERTag.sequence)
        let digestIdentifier = try AlgorithmIdentifier(digestElement, in: .signerInfo)
        let attributes = try reader.nextIf(DERTag.constructed(0))
        let signatureIdentifier = try AlgorithmIdentifier(next: &reader, in: .signerInfo)
        let signature = try reader.next(DERTag.octetString)
        let unsigned = try reader.nextIf(DERTag.constructed(1))
        try reader.finish()
        octetsWithoutUnsigned =
            unsigned == nil
            ? element.octets
            : DERWriter.element(
                DERTag.sequence, [element.content[..<signature.octets.endIndex]])[...]
        digestAlgorithm = [UInt8](digestElement.octets)
        digest = try DigestAlgorithm(digestIdentifier.algorithm)
        signatureAlgorithm = try SignatureAlgorithm(signatureIdentifier, digest: digest)
        signedAttributes = attributes.map { DERWriter.element(DERTag.set, [$0.content]) }
        signingTime = try attributes.flatMap { (set) throws(CMSError) in try SignedAttributes(set).signingTime
        }
    }
}
