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

    private static let maximumAttributes = 32

    init(_ element: DERElement) throws(CMSError) {
        var reader = element.reader(for: .signerInfo)
        _ = try reader.next(DERTag.integer)
        identifier = try CertificateIdentifier(next: &reader, in: .signerInfo)
        let digestIdentifier = try AlgorithmIdentifier(next: &reader, in: .signerInfo)
        let attributes = try reader.nextIf(DERTag.constructed(0))
        let signatureIdentifier = try AlgorithmIdentifier(next: &reader, in: .signerInfo)
        _ = try reader.next(DERTag.octetString)
        _ = try reader.nextIf(DERTag.constructed(1))
        try reader.finish()
        digest = try DigestAlgorithm(digestIdentifier.algorithm)
        signatureAlgorithm = try SignatureAlgorithm(signatureIdentifier, digest: digest)
        signedAttributes = attributes.map { DERWriter.element(DERTag.set, [$0.content]) }
        signingTime = try attributes.flatMap { (set) throws(CMSError) in try Self.signingTime(in: set) }
    }

    private static func signingTime(in set: DERElement) throws(CMSError) -> Date? {
        var attributes = set.reader(for: .signedAttributes)
        var found: Date?
        var count = 0
        while !attributes.isAtEnd {
            count += 1
            guard count <= maximumAttributes else {
                throw .tooMany(.signedAttributes, limit: maximumAttributes)
            }
            var attribute = try attributes.next(DERTag.sequence).reader(for: .signedAttributes)
            let type = ObjectIdentifier(try attribute.next(DERTag.objectIdentifier).content)
            var values = try attribute.next(DERTag.set).reader(for: .signedAttributes)
            try attribute.finish()
            guard type == .signingTime else { continue }
            guard found == nil else { throw .malformed(.signedAttributes) }
            found = try date(ofTime: [UInt8](try values.next().octets))
            try values.finish()
        }
        return found
    }
}
