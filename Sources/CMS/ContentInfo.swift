/// One CMS object as S/MIME carries it (RFC 5652 §3), read as far as possible without any key.
///
/// The content type decides; smime-type parameters and file names are only hints.
public enum ContentInfo: Sendable {
    /// Content with one signature.
    case signedData(SignedData)
    /// Content encrypted for recipients, with or without authentication.
    case envelopedData(EnvelopedData)
    /// SignedData without signers: DER of each certificate (RFC 8551 §3.8).
    case certificatesOnly([[UInt8]])

    /// Reads the octets of exactly one ContentInfo.
    ///
    /// libcrypto converts BER that is not DER, such as indefinite lengths from streaming senders, to DER
    /// first, after its number of elements was checked. A signature is not affected: it covers the content
    /// and the DER of the signed attributes.
    ///
    /// A message has few certificates; a file may have more, up to `maximumCertificates`.
    ///
    /// - Throws: ``CMSError/malformed(_:)``, ``CMSError/unsupportedContentType(_:)``,
    ///   ``CMSError/unsupportedAlgorithm(_:_:)``, ``CMSError/severalSigners(count:)`` or
    ///   ``CMSError/tooMany(_:limit:)``.
    public static func read(
        _ octets: [UInt8], maximumCertificates: Int = SignedData.maximumCertificates
    ) throws(CMSError) -> ContentInfo {
        try read(octets[...], maximumCertificates: maximumCertificates)
    }

    /// Reads the octets of exactly one ContentInfo where they are; see the other overload.
    package static func read(
        _ slice: ArraySlice<UInt8>, maximumCertificates: Int = SignedData.maximumCertificates
    ) throws(CMSError) -> ContentInfo {
        do {
            return try readDER(slice, maximumCertificates)
        } catch .malformed(let structure) {
            let octets = [UInt8](slice)
            guard try BERSurvey.accepts(octets),
                let normalized = try? CMSObject.reading(octets).der(), normalized != octets
            else {
                throw .malformed(structure)
            }
            return try readDER(normalized[...], maximumCertificates)
        }
    }

    private static func readDER(
        _ octets: ArraySlice<UInt8>, _ maximumCertificates: Int
    ) throws(CMSError) -> ContentInfo {
        var outer = DERReader(octets, structure: .contentInfo)
        var reader = try outer.enter(DERTag.sequence)
        try outer.finish()
        let type = try reader.nextObjectIdentifier()
        let content = try reader.next(DERTag.constructed(0))
        try reader.finish()
        switch type {
        case .signedData:
            return try SignedData.read(content, maximumCertificates)
        case .envelopedData:
            return .envelopedData(try EnvelopedData(content, kind: .enveloped))
        case .authEnvelopedData:
            return .envelopedData(try EnvelopedData(content, kind: .authEnveloped))
        default: throw .unsupportedContentType(type.dotted)
        }
    }

    /// Returns DER of a SignedData with certificates, and neither content nor signature
    /// (RFC 8551 §3.8, RFC 5652 §5.1).
    ///
    /// - Throws: ``CMSError/tooMany(_:limit:)`` for more than a receiver reads,
    ///   ``CMSError/noCertificate`` for none.
    public static func der(ofCertificatesOnly certificates: [Certificate]) throws(CMSError) -> [UInt8] {
        guard !certificates.isEmpty else { throw .noCertificate }
        guard certificates.count <= SignedData.maximumElements else {
            throw .tooMany(.certificate, limit: SignedData.maximumElements)
        }
        let version = DERWriter.element(DERTag.integer, [[1]])
        let none = DERWriter.element(DERTag.set, [])
        let type = DERWriter.element(DERTag.objectIdentifier, [ObjectIdentifier.data.octets])
        let absent = DERWriter.element(DERTag.sequence, [type[...]])
        let set = DERWriter.element(DERTag.constructed(0), certificates.map { $0.der[...] })
        return der(.signedData, [version[...], none[...], absent[...], set[...], none[...]])
    }

    /// Returns a ContentInfo of `type` around the parts of its SEQUENCE.
    static func der(_ type: ObjectIdentifier, _ parts: [ArraySlice<UInt8>]) -> [UInt8] {
        var octets = beginning(of: type, contentOctets: parts.reduce(0) { $0 + $1.count })
        for part in parts { octets += part }
        return octets
    }

    /// Returns a ContentInfo of `type` up to the content of its SEQUENCE, with room for that content.
    ///
    /// All lengths are computed first, so that the content is copied once.
    static func beginning(of type: ObjectIdentifier, contentOctets: Int) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(contentOctets + 40)
        appendBeginning(of: type, contentOctets: contentOctets, to: &octets)
        return octets
    }

    /// Appends a ContentInfo of `type` up to the content of its SEQUENCE.
    static func appendBeginning(of type: ObjectIdentifier, contentOctets: Int, to octets: inout [UInt8]) {
        let taggedCount = DERWriter.octets(around: contentOctets)
        let count = DERWriter.octets(around: type.count) + DERWriter.octets(around: taggedCount)
        DERWriter.appendHeader(DERTag.sequence, count: count, to: &octets)
        DERWriter.append(type, to: &octets)
        DERWriter.appendHeader(DERTag.constructed(0), count: taggedCount, to: &octets)
        DERWriter.appendHeader(DERTag.sequence, count: contentOctets, to: &octets)
    }
}
