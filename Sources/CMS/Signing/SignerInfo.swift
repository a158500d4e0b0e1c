public import struct FoundationEssentials.Date

/// The facts that a SignerInfo states (RFC 5652 §5.3), before anything is verified.
///
/// A class: every layer of opening holds it, and its parts are many.
public final class SignerInfo: Sendable {
    /// The identifier of the signer's certificate.
    public let identifier: CertificateIdentifier
    /// The digest of content and attributes.
    public let digest: DigestAlgorithm
    /// The signature algorithm.
    public let signatureAlgorithm: SignatureAlgorithm
    /// The signing time the signer claims; nil when absent (RFC 5652 §11.3).
    public let signingTime: Date?
    /// DER of the signed attributes as the SET OF that is signed; nil when there are none.
    ///
    /// It is the same for every encoding and order in which they may be sent (RFC 5652 §5.4), and it alone is
    /// verified: a digest of it identifies what was signed.
    public let signedAttributes: [UInt8]?
    /// The digest of the content in the signed attributes; nil without such attributes.
    let messageDigest: [UInt8]?
    /// The signer's certificate, as the signed attributes identify it.
    private let signingCertificates: [SigningCertificate]
    /// The octets of the signature.
    let signature: [UInt8]
    /// How the signature is verified by the primitives; nil for an unusual form, which only libcrypto's CMS
    /// verifies.
    let scheme: SignatureScheme?
    /// DER of the digest's AlgorithmIdentifier.
    let digestAlgorithm: [UInt8]
    /// Version, identifier and digest algorithm as received.
    private let beginning: ArraySlice<UInt8>
    /// Signature algorithm and signature as received.
    private let end: ArraySlice<UInt8>
    /// Whether there are no unsigned attributes, and the version is one octet.
    let isMinimal: Bool

    init(_ element: DERElement) throws(CMSError) {
        var reader = element.reader(for: .signerInfo)
        let version = try reader.next(DERTag.integer)
        identifier = try CertificateIdentifier(next: &reader, in: .signerInfo)
        let digestElement = try reader.next(DERTag.sequence)
        let digestIdentifier = try AlgorithmIdentifier(digestElement, in: .signerInfo)
        let attributes = try reader.nextIf(DERTag.constructed(0))
        let signatureElement = try reader.next(DERTag.sequence)
        let signatureIdentifier = try AlgorithmIdentifier(signatureElement, in: .signerInfo)
        let signature = try reader.next(DERTag.octetString)
        let unsigned = try reader.nextIf(DERTag.constructed(1))
        try reader.finish()
        let hasUsualVersion = version.content.count == 1
        isMinimal = unsigned == nil && hasUsualVersion
        beginning = element.content[..<digestElement.octets.endIndex]
        end = element.content[signatureElement.octets.startIndex..<signature.octets.endIndex]
        digestAlgorithm = [UInt8](digestElement.octets)
        self.signature = [UInt8](signature.content)
        digest = try DigestAlgorithm(digestIdentifier, in: .signerInfo)
        signatureAlgorithm = try SignatureAlgorithm(signatureIdentifier, digest: digest)
        let read = try attributes.map { (set) throws(CMSError) in try SignedAttributes(set) }
        try read?.algorithmProtection?.check(digest: digestIdentifier, signature: signatureIdentifier)
        signedAttributes = read?.der
        signingTime = read?.signingTime
        messageDigest = read?.messageDigest
        signingCertificates = read?.signingCertificates ?? []
        let isUsual = hasUsualVersion && read?.hasCountersignature != true
        scheme = isUsual ? Self.scheme(of: signatureAlgorithm, signatureIdentifier) : nil
    }

    /// DER of the SignerInfo with its attributes in DER order, and without unsigned attributes, which are
    /// unlimited in number and content.
    var derWithoutUnsigned: [UInt8] {
        let attributes = signedAttributes.map {
            DERWriter.replacingTag(of: $0, by: DERTag.constructed(0))[...]
        }
        return DERWriter.element(DERTag.sequence, [beginning, attributes ?? [], end])
    }

    private static func scheme(
        of algorithm: SignatureAlgorithm, _ identifier: AlgorithmIdentifier
    ) -> SignatureScheme? {
        guard identifier.algorithm == .rsaPSS else {
            return algorithm.name == "DSA"
                ? nil
                : SignatureScheme(digest: algorithm.digest, signsOctets: identifier.algorithm == .ed25519)
        }
        guard let parameters = try? PSSParameters(signature: identifier) else { return nil }
        return SignatureScheme(digest: algorithm.digest, pss: parameters)
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
