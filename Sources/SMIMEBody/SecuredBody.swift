import CMS
import MIME

/// What an entity is to S/MIME, by its media type (RFC 8551 §3.2): names, smime-type and file names are only hints.
enum SecuredBody {
    /// application/pkcs7-mime: one CMS object.
    case cms(ContentInfo)
    /// multipart/signed with a CMS signature; how many octets stand before and behind its parts, white space not
    /// counted.
    case multipartSigned(content: MIMEEntity, signature: ContentInfo, outside: Int)

    /// Recognises `entity`; nil if it is not S/MIME.
    static func recognize(_ entity: MIMEEntity, limits: MIMELimits) throws(SMIMEError) -> SecuredBody? {
        guard let type = try mime({ () throws(MIMEError) in try entity.contentType() }) else { return nil }
        guard mediaTypes.contains(type.mediaType) else { return nil }
        try refuseCoding(of: entity)
        return type.mediaType == signedType
            ? try multipartSigned(entity, type: type, limits: limits)
            : .cms(try contentInfo(in: entity, limits: limits))
    }

    /// The media types of protected bodies, old names included.
    static let mediaTypes = opaqueTypes.union([signedType])
    /// Those of bodies that are one CMS object.
    static let opaqueTypes: Set = ["application/pkcs7-mime", "application/x-pkcs7-mime"]
    private static let signedType = "multipart/signed"

    /// A reader that undoes the coding would find something else than one that does not.
    private static func refuseCoding(of entity: MIMEEntity) throws(SMIMEError) {
        guard let coding = CodedContent.value(of: entity) else { return }
        throw .unsupported("Content-Encoding \(coding)")
    }

    private static func contentInfo(
        in entity: MIMEEntity, limits: MIMELimits
    ) throws(SMIMEError) -> ContentInfo {
        let octets = try mime { () throws(MIMEError) in try entity.decodedBody(limits: limits) }
        do { return try ContentInfo.read(octets) } catch {
            throw TextConversion.damaged(octets) ? .malformed(.convertedToUTF8) : SMIMEError(error)
        }
    }

    private static func multipartSigned(
        _ entity: MIMEEntity, type: ContentType, limits: MIMELimits
    ) throws(SMIMEError) -> SecuredBody {
        let signatureTypes = ["application/pkcs7-signature", "application/x-pkcs7-signature"]
        if let protocolName = type["protocol"], !signatureTypes.contains(protocolName.lowercased()) {
            throw .unsupported("multipart/signed with \(protocolName)")
        }
        let multipart = try mime { () throws(MIMEError) in try entity.multipart(limits: limits) }
        let parts = multipart?.parts ?? []
        guard parts.count == 2 else { throw .malformed(.multipartSigned(parts: parts.count)) }
        let signatureType = try mime { () throws(MIMEError) in try parts[1].entity.contentType() }
        guard let mediaType = signatureType?.mediaType, signatureTypes.contains(mediaType) else {
            throw .unsupported("signature of type \(signatureType?.mediaType ?? "text/plain")")
        }
        try refuseCoding(of: parts[1].entity)
        return .multipartSigned(
            content: parts[0].entity, signature: try contentInfo(in: parts[1].entity, limits: limits),
            outside: ((multipart?.preamble ?? []) + (multipart?.epilogue ?? [])).count { $0 > 0x20 })
    }
}
