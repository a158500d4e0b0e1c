import MIME

/// The smime-type values that are sent, as registered (RFC 8551 §3.2.2).
enum SMIMEType: String {
    case signedData = "signed-data"
    case envelopedData = "enveloped-data"
    case authEnvelopedData = "authEnveloped-data"
}

/// Writes CMS objects as MIME entities.
enum SecuredEntity {
    /// application/pkcs7-mime around `octets` (RFC 8551 §3.2).
    static func pkcs7(
        _ octets: [UInt8], type: SMIMEType, encoding: ProtectionOptions.TransferEncoding
    ) throws(SMIMEError) -> MIMEEntity {
        try entity(
            octets, contentType: "application/pkcs7-mime; smime-type=\(type.rawValue); name=smime.p7m",
            filename: "smime.p7m", encoding: encoding)
    }

    /// multipart/signed of `content`, exactly as it is, and its detached signature (RFC 8551 §3.5.3).
    static func multipartSigned(
        _ content: MIMEEntity, signature: [UInt8], encoding: ProtectionOptions.TransferEncoding
    ) throws(SMIMEError) -> MIMEEntity {
        let signaturePart = try entity(
            signature, contentType: "application/pkcs7-signature; name=smime.p7s", filename: "smime.p7s",
            encoding: encoding)
        // 128 random bits do not occur in content that was written before they were drawn.
        let boundary = String(UInt64.random(in: .min ... .max), radix: 36)
            + String(UInt64.random(in: .min ... .max), radix: 36)
        let type = "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\(boundary)"
        return try mime { () throws(MIMEError) in
            MIMEEntity(
                headerFields: [try HeaderField(name: "Content-Type", value: type)],
                body: try Multipart.compose(
                    parts: [content.octets, signaturePart.octets], boundary: boundary))
        }
    }

    private static func entity(
        _ octets: [UInt8], contentType: String, filename: String, encoding: ProtectionOptions.TransferEncoding
    ) throws(SMIMEError) -> MIMEEntity {
        try mime { () throws(MIMEError) in
            MIMEEntity(
                headerFields: [
                    try HeaderField(name: "Content-Type", value: contentType),
                    try HeaderField(
                        name: "Content-Disposition",
                        value: "attachment; filename=\(filename); handling=required"),
                    try HeaderField(name: "Content-Transfer-Encoding", value: encoding.rawValue),
                ],
                body: encoding == .binary ? octets : Base64.encode(octets))
        }
    }
}
