import MIME
import SIPMessage

/// A status that messages are refused with, and what its response holds.
struct ReplyStatus {
    let code: Int

    init(_ code: Int) { self.code = code }

    /// The words of the registry (RFC 3261 §21, RFC 4474 §14.2).
    private static let reasonPhrases = [
        200: "OK", 400: "Bad Request", 403: "Forbidden", 413: "Request Entity Too Large",
        415: "Unsupported Media Type", 437: "Unsupported Certificate", 493: "Undecipherable",
    ]

    /// Whether refusals are answered with it: a report of somebody else's make may say anything.
    var isKnown: Bool { Self.reasonPhrases[code] != nil }

    var reasonPhrase: String { Self.reasonPhrases[code] ?? "Refused" }

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
