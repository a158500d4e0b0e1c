import CMS
import MIME

/// The S/MIME form of an entity, by its media type (RFC 8551 §3.2): names, smime-type and file names are only
/// hints, except under generic types (§3.10).
enum SecuredBody {
    /// application/pkcs7-mime: one CMS object.
    case cms(ContentInfo)
    /// multipart/signed with a CMS signature; the number of octets before and after
    /// its parts, without white space.
    case multipartSigned(content: MIMEEntity, signature: ContentInfo, outside: Int)

    /// Recognizes `entity`; nil if it is not S/MIME.
    static func recognize(_ entity: MIMEEntity, limits: MIMELimits) throws(SMIMEError) -> SecuredBody? {
        guard let type = try mime({ () throws(MIMEError) in try entity.contentType() }) else { return nil }
        guard isSecured(entity, of: type) else { return nil }
        try refuseCoding(of: entity)
        return type.mediaType == signedType
            ? try multipartSigned(entity, type: type, limits: limits)
            : .cms(try contentInfo(in: entity, limits: limits))
    }

    /// Returns whether an entity of `type` is a protected body.
    static func isSecured(_ entity: MIMEEntity, of type: ContentType) -> Bool {
        type.mediaType == signedType || isOpaque(entity, of: type)
    }

    /// Returns whether an entity of `type` is one CMS object: by its type, old names
    /// included, or by the name of its file.
    static func isOpaque(_ entity: MIMEEntity, of type: ContentType) -> Bool {
        guard type.type == "application" else { return false }
        switch type.subtype {
        case "pkcs7-mime", "x-pkcs7-mime": return true
        // Types that do not name CMS.
        case "octet-stream", "pkcs7", "x-pkcs7": break
        default: return false
        }
        // If two fields name a file, readers differ in which one they use.
        let dispositions = entity.headerFields.filter { $0.isNamed("Content-Disposition") }
            .flatMap { (try? ContentDisposition.parse($0.value))?.parameters ?? [] }
        return isNameOfCMS(type.parameters, "name") || isNameOfCMS(dispositions, "filename")
    }

    /// Returns whether a parameter, also in the forms of RFC 2231, is the name of a
    /// CMS object (RFC 8551 §3.2.1).
    private static func isNameOfCMS(_ parameters: [MIMEParameter], _ name: String) -> Bool {
        let values = parameters.filter { $0.name == name || $0.name.utf8.starts(with: "\(name)*".utf8) }
            .map { $0.value.lowercased() }
        return (values + [values.joined()]).contains { value in
            [".p7m", ".p7z"].contains { value.utf8.suffix(4).elementsEqual($0.utf8) }
        }
    }

    private static let signedType = "multipart/signed"

    /// Refuses a content coding: readers that decode it and readers that do not would find different content.
    private static func refuseCoding(of entity: MIMEEntity) throws(SMIMEError) {
        guard let coding = CodedContent.value(of: entity) else { return }
        throw .unsupported(.codingOfBody(coding))
    }

    private static func contentInfo(
        in entity: MIMEEntity, limits: MIMELimits
    ) throws(SMIMEError) -> ContentInfo {
        let octets = try mime { () throws(MIMEError) in try entity.decodedOctets(limits: limits) }
        do { return try ContentInfo.read(octets) } catch {
            let isConverted = TextConversion.isConverted([UInt8](octets))
            throw isConverted ? .malformed(.convertedToUTF8) : SMIMEError(error)
        }
    }

    private static func multipartSigned(
        _ entity: MIMEEntity, type: ContentType, limits: MIMELimits
    ) throws(SMIMEError) -> SecuredBody {
        let signatureTypes = ["application/pkcs7-signature", "application/x-pkcs7-signature"]
        if let protocolName = type["protocol"], !signatureTypes.contains(protocolName.lowercased()) {
            throw .unsupported(.signedProtocol(protocolName))
        }
        let multipart = try mime { () throws(MIMEError) in try entity.multipart(limits: limits) }
        let parts = multipart?.parts ?? []
        guard parts.count == 2 else { throw .malformed(.multipartSigned(parts: parts.count)) }
        let signatureType = try mime { () throws(MIMEError) in try parts[1].entity.contentType() }
        guard let mediaType = signatureType?.mediaType, signatureTypes.contains(mediaType) else {
            throw .unsupported(.signatureType(signatureType?.mediaType ?? "text/plain"))
        }
        try refuseCoding(of: parts[1].entity)
        return .multipartSigned(
            content: parts[0].entity, signature: try contentInfo(in: parts[1].entity, limits: limits),
            outside: ((multipart?.preamble ?? []) + (multipart?.epilogue ?? [])).count { $0 > 0x20 })
    }
}
