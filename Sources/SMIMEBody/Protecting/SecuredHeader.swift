import CMS
import MIME

/// The smime-type values that are sent, as registered (RFC 8551 §3.2.2).
enum SMIMEType: String {
    case signedData = "signed-data"
    case envelopedData = "enveloped-data"
    case authEnvelopedData = "authEnveloped-data"
    case certificatesOnly = "certs-only"
}

/// The header around CMS objects of one kind, written once for many messages.
struct SecuredHeader: Sendable {
    /// The entity without a body.
    let empty: MIMEEntity
    private let encoding: ProtectionOptions.TransferEncoding

    /// Creates the header of application/pkcs7-mime (RFC 8551 §3.2).
    init(_ type: SMIMEType, encoding: ProtectionOptions.TransferEncoding) throws(SMIMEError) {
        // RFC 8551 §3.2.1.
        let filename = type == .certificatesOnly ? "smime.p7c" : "smime.p7m"
        try self.init(
            contentType: "application/pkcs7-mime; smime-type=\(type.rawValue); name=\(filename)",
            filename: filename, encoding: encoding)
    }

    /// Creates the header of the second part of multipart/signed (RFC 8551 §3.5.3.2).
    init(detachedSignature encoding: ProtectionOptions.TransferEncoding) throws(SMIMEError) {
        try self.init(
            contentType: "application/pkcs7-signature; name=smime.p7s", filename: "smime.p7s",
            encoding: encoding)
    }

    private init(
        contentType: String, filename: String, encoding: ProtectionOptions.TransferEncoding
    ) throws(SMIMEError) {
        let fields = try mime { () throws(MIMEError) in
            [
                try HeaderField(name: "Content-Type", value: contentType),
                try HeaderField(
                    name: "Content-Disposition",
                    value: "attachment; filename=\(filename); handling=required"),
                try HeaderField(name: "Content-Transfer-Encoding", value: encoding.rawValue),
            ]
        }
        empty = MIMEEntity(headerFields: fields, body: [])
        self.encoding = encoding
    }

    /// The octets of the header, which the octets of a CMS object follow unchanged; nil if these are encoded.
    var octets: [UInt8]? { encoding == .binary ? empty.octets : nil }

    /// Returns the entity around the octets of a CMS object.
    func entity(_ octets: [UInt8]) -> MIMEEntity { entity(joining: [octets[...]]) }

    /// Returns the entity around the joined `parts` of a CMS object.
    func entity(joining parts: [ArraySlice<UInt8>]) -> MIMEEntity {
        var octets = empty.octets
        if encoding == .binary {
            octets.reserveCapacity(parts.reduce(octets.count) { $0 + $1.count })
            for part in parts { octets += part }
        } else {
            octets += Base64.encode(Array(parts.joined()))
        }
        return MIMEEntity(headerOf: empty, octets: octets)
    }
}

/// Writes multipart/signed (RFC 8551 §3.5.3).
enum MultipartSigned {
    /// Returns the entity of `content`, unchanged, and its detached signature.
    static func entity(
        _ content: MIMEEntity, signature: MIMEEntity, digest: DigestAlgorithm = .sha256
    ) throws(SMIMEError) -> MIMEEntity {
        let boundary = Boundary.random()
        let type =
            "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=\(digest.name); "
            + "boundary=\(boundary)"
        return try mime { () throws(MIMEError) in
            MIMEEntity(
                headerFields: [try HeaderField(name: "Content-Type", value: type)],
                body: try Multipart.compose(parts: [content.octets, signature.octets], boundary: boundary))
        }
    }
}
