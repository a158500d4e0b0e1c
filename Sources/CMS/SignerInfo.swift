public import struct FoundationEssentials.Date

/// The facts that a SignerInfo states (RFC 5652 §5.3), before anything is verified.
public struct SignerInfo: Sendable {
    /// The identifier of the signer's certificate.
    public let identifier: CertificateIdentifier
    /// The digest of content and attributes.
    public let digest: DigestAlgorithm
    /// The signature algorithm.
    public let signatureAlgorithm: SignatureAlgorithm
    /// The signing time the signer claims; nil when absent (RFC 5652 §11.3).
    public let signingTime: Date?
    /// DER of the signed attributes as the SET OF that is signed; nil when there are none.
    public let signedAttributes: [UInt8]?
    /// The digest of the content in the signed attributes; nil without such attributes.
    private let messageDigest: [UInt8]?
    /// The signer's certificate, as the signed attributes identify it.
    private let signingCertificates: [SigningCertificate]
    /// DER of the digest's AlgorithmIdentifier.
    let digestAlgorithm: [UInt8]
    /// DER of the SignerInfo without unsigned attributes, which are unlimited in number and content.
    let octetsWithoutUnsigned: ArraySlice<UInt8>
    /// Whether there are no unsigned attributes, and the version is one octet.
    let isMinimal: Bool

    init(_ element: DERElement) throws(CMSError) {
        var reader = element.reader(for: .signerInfo)
        let version = try reader.next(DERTag.integer)
        identifier = try CertificateIdentifier(next: &reader, in: .signerInfo)
        let digestElement = try reader.next(DERTag.sequence)
        let digestIdentifier = try AlgorithmIdentifier(digestElement, in: .signerInfo)
        let attributes = try reader.nextIf(DERTag.constructed(0))
        let signatureIdentifier = try AlgorithmIdentifier(next: &reader, in: .signerInfo)
        let signature = try reader.next(DERTag.octetString)
        let unsigned = try reader.nextIf(DERTag.constructed(1))
        try reader.finish()
        isMinimal = unsigned == nil && version.content.count == 1
        octetsWithoutUnsigned =
            unsigned == nil
            ? element.octets
            : DERWriter.element(
                DERTag.sequence, [element.content[..<signature.octets.endIndex]])[...]
        digestAlgorithm = [UInt8](digestElement.octets)
        digest = try DigestAlgorithm(digestIdentifier, in: .signerInfo)
        signatureAlgorithm = try SignatureAlgorithm(signatureIdentifier, digest: digest)
        signedAttributes = attributes.map { DERWriter.element(DERTag.set, [$0.content]) }
        let read = try attributes.map { (set) throws(CMSError) in try SignedAttributes(set) }
        signingTime = read?.signingTime
        messageDigest = read?.messageDigest
        signingCertificates = read?.signingCertificates ?? []
    }

    /// Returns whether the signed attributes allow `certificate` to be the signer's: each that refers to a
    /// certificate refers to this one (RFC 2634 §5.4, RFC 5035 §5.4).
    public func admits(_ certificate: Certificate) -> Bool {
        signingCertificates.allSatisfy { $0.names(certificate) }
    }

    /// Whether the signed attributes identify the signer's certificate by its digest.
    public var namesItsCertificate: Bool { !signingCertificates.isEmpty }

    /// Returns whether the signed attributes state the digest of `content`; false without such attributes.
    ///
    /// It proves nothing before the signature over the attributes was verified.
    public func statesDigest(of content: [UInt8]) -> Bool {
        let found = try? digest.value(of: content)
        return found != nil && found == messageDigest
    }
}
