import MIME
import SIPMessage

/// A status that messages are refused with, and what its response holds.
struct ReplyStatus {
    let code: Int

    init(_ code: Int) { self.code = code }

    /// The words of the registry (RFC 3261 §21, RFC 4474 §14.2).
    var reasonPhrase: String {
        switch code {
        case 200: "OK"
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 413: "Request Entity Too Large"
        case 415: "Unsupported Media Type"
        case 437: "Unsupported Certificate"
        case 493: "Undecipherable"
        default: "Refused"
        }
    }

    /// The body types that are understood, for 415 (RFC 3261 §8.2.3).
    private static let accepted =
        "application/pidf+xml, application/pkcs7-mime, application/pkcs7-signature, multipart/mixed, multipart/signed"

    /// The response to `message`; `certificate` is what the sender should encrypt with, asked for where it is needed.
    func response<E: Error>(
        to message: SIPMessage, tag: String, certificate: () throws(E) -> MIMEEntity?
    ) throws -> SIPMessage {
        try message.response(
            statusCode: code, reasonPhrase: reasonPhrase, tag: tag,
            fields: code == 415 ? [try HeaderField(name: "Accept", value: Self.accepted)] : [],
            body: code == 493 ? try certificate() : nil)
    }
}
