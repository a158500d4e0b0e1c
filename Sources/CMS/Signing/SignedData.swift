/// Content with one signature over it (RFC 5652 §5), read but not verified.
///
/// A class, as ``SignerInfo`` is: its parts are many.
public final class SignedData: Sendable {
    /// The signer and its algorithms, as the message claims.
    public let signer: SignerInfo
    /// DER of each certificate in the message; at most 16.
    public let certificates: [[UInt8]]
    /// A copy of the content inside, not verified; nil if it is elsewhere (multipart/signed).
    public var unverifiedContent: [UInt8]? { contentOctets.map { [UInt8]($0) } }
    /// Whether the signed content is elsewhere (multipart/signed).
    public var isDetached: Bool { contentOctets == nil }
    /// The content where it is in the message, not verified.
    let contentOctets: ArraySlice<UInt8>?

    /// Whether it contains only certificates, signer and content: no CRLs, no unsigned attributes, no
    /// certificates of obsolete forms, no unknown digest algorithms.
    ///
    /// The signature covers none of these, so that they may be changed unnoticed.
    public let isMinimal: Bool

    /// Version and EncapsulatedContentInfo as received.
    private let version: ArraySlice<UInt8>
    private let encapsulatedContentInfo: ArraySlice<UInt8>

    /// The same SignedData without certificates, CRLs and unsigned attributes, with the signer's digest
    /// algorithm only, and with the signed attributes in DER order.
    ///
    /// libcrypto would decode every key in them, create an object of every attribute, and digest the content
    /// once for each listed algorithm; the signer's certificate is passed already decoded instead.
    var minimalDER: [UInt8] {
        ContentInfo.der(
            .signedData,
            [
                version, DERWriter.element(DERTag.set, [signer.digestAlgorithm[...]])[...],
                encapsulatedContentInfo,
                DERWriter.element(DERTag.set, [signer.derWithoutUnsigned[...]])[...],
            ])
    }

    /// Whether the version is one octet, as libcrypto and the primitives read it.
    let hasUsualVersion: Bool

    /// The maximum number of certificates, CRLs or digest algorithms.
    static let maximumElements = 16
    /// The maximum number of certificates in a message.
    public static let maximumCertificates = maximumElements

    private init(
        signer: SignerInfo, certificates: [[UInt8]], contentOctets: ArraySlice<UInt8>?, isMinimal: Bool,
        version: DERElement, encapsulatedContentInfo: DERElement
    ) {
        self.signer = signer
        self.certificates = certificates
        self.contentOctets = contentOctets
        self.isMinimal = isMinimal
        self.version = version.octets
        self.encapsulatedContentInfo = encapsulatedContentInfo.octets
        hasUsualVersion = version.content.count == 1
    }

    static func read(
        _ content: DERElement, _ maximumCertificates: Int
    ) throws(CMSError) -> ContentInfo {
        var outer = content.reader(for: .signedData)
        var reader = try outer.enter(DERTag.sequence)
        try outer.finish()
        let version = try reader.next(DERTag.integer)
        let listedDigests = try elements(in: try reader.next(DERTag.set), of: .digestAlgorithm)
        let encapsulated = try reader.next(DERTag.sequence)
        // Other choices are attribute certificates and obsolete forms, which are unused here.
        let choices = try elements(
            in: try reader.nextIf(DERTag.constructed(0)), of: .certificate, limit: maximumCertificates)
        var certificates: [[UInt8]] = []
        certificates.reserveCapacity(choices.count)
        for index in choices.indices where choices[index].identifier == DERTag.sequence {
            certificates.append([UInt8](choices[index].octets))
        }
        let revocationLists = try reader.nextIf(DERTag.constructed(1))
        _ = try elements(in: revocationLists, of: .revocationList)
        let signerInfos = try reader.next(DERTag.set)
        try reader.finish()

        var signers = signerInfos.reader(for: .signedData)
        guard !signers.isAtEnd else { return .certificatesOnly(certificates) }
        let signer = try SignerInfo(try signers.next(DERTag.sequence))
        var count = 1
        while !signers.isAtEnd {
            _ = try signers.next(DERTag.sequence)
            count += 1
        }
        guard count == 1 else { throw .severalSigners(count: count) }

        let hasUsualVersion = version.content.count == 1
        return .signedData(
            SignedData(
                signer: signer, certificates: certificates,
                contentOctets: try encapsulatedContent(of: encapsulated),
                isMinimal: signer.isMinimal && hasUsualVersion && revocationLists == nil
                    && certificates.count == choices.count && listedDigests.allSatisfy(isKnownDigest),
                version: version, encapsulatedContentInfo: encapsulated))
    }

    /// Returns the content of an EncapsulatedContentInfo; nil if it is absent.
    ///
    /// In S/MIME its type is always id-data.
    private static func encapsulatedContent(
        of encapsulated: DERElement
    ) throws(CMSError) -> ArraySlice<UInt8>? {
        var reader = encapsulated.reader(for: .signedData)
        let type = try reader.nextObjectIdentifier()
        guard type == .data else { throw .unsupportedContentType(type.dotted) }
        guard let content = try reader.nextIf(DERTag.constructed(0)) else {
            try reader.finish()
            return nil
        }
        try reader.finish()
        var inner = content.reader(for: .signedData)
        let octets = try inner.next(DERTag.octetString)
        try inner.finish()
        return octets.content
    }

    private static func isKnownDigest(_ element: DERElement) -> Bool {
        let digest = try? DigestAlgorithm(AlgorithmIdentifier(element, in: .signedData), in: .signedData)
        return digest != nil
    }

    /// The elements of an optional SET OF `structure`.
    private static func elements(
        in set: DERElement?, of structure: CMSError.Structure, limit: Int = maximumElements
    ) throws(CMSError) -> [DERElement] {
        guard var reader = set?.reader(for: .signedData) else { return [] }
        var elements: [DERElement] = []
        while !reader.isAtEnd {
            guard elements.count < limit else { throw .tooMany(structure, limit: limit) }
            elements.append(try reader.next())
        }
        return elements
    }
}
