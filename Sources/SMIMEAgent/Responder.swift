public import CMS
import CertStore
import MIME
public import SIPMessage
import SMIMEBody

public import struct FoundationEssentials.Date

/// Writes the SIP response to a refused message (RFC 3261 §23.2).
///
/// It reveals no more than the status, and never asks for clear text.
public struct Responder: Sendable {
    /// The status of the response.
    public let status: Int

    /// The reason phrases of the registry (RFC 3261 §21, RFC 4474 §14.2).
    private static let reasonPhrases = [
        200: "OK", 400: "Bad Request", 403: "Forbidden", 413: "Request Entity Too Large",
        415: "Unsupported Media Type", 437: "Unsupported Certificate", 493: "Undecipherable",
    ]
    /// The supported media types, for 415 (RFC 3261 §8.2.3).
    private static let accepted =
        "application/pidf+xml, application/pkcs7-mime, application/pkcs7-signature, "
        + "multipart/mixed, multipart/signed"

    /// Creates a responder with `status`; nil unless refusals have that status.
    public init?(status: Int) {
        guard Self.reasonPhrases[status] != nil else { return nil }
        self.status = status
    }

    /// Whether the response contains the certificate that the sender should have encrypted to.
    public var needsCertificate: Bool { status == 493 }

    /// Returns the response to `message`.
    ///
    /// - Parameters:
    ///   - message: the request that is answered.
    ///   - tag: the tag of To, at random (RFC 3261 §8.2.6.2).
    ///   - certificate: the certificate to encrypt to; it is omitted unless ``needsCertificate``.
    /// - Throws: ``AgentError/message(_:)`` if `message` is an ACK or a response.
    public func response(
        to message: SIPMessage, tag: String, with certificate: Certificate? = nil
    ) throws(AgentError) -> SIPMessage {
        let offered = needsCertificate ? certificate : nil
        let certificates = try offered.map { (certificate) throws(AgentError) in
            try body { () throws(SMIMEError) in
                try CertificatesOnly.entity([certificate], transferEncoding: .binary)
            }
        }
        let fields: [HeaderField]
        do throws(MIMEError) {
            fields = status == 415 ? [try HeaderField(name: "Accept", value: Self.accepted)] : []
        } catch {
            throw .entity(error)
        }
        do throws(SIPMessageError) {
            return try message.response(
                statusCode: status, reasonPhrase: Self.reasonPhrases[status] ?? "Refused", tag: tag,
                fields: fields, body: certificates)
        } catch {
            throw .message(error)
        }
    }
}

extension MessageStore {
    /// Returns the recipient of `message`, and the certificate that its sender should have encrypted to: one
    /// with its key in the store that passes every check of a recipient.
    ///
    /// There is no certificate if the store has none, because another one would make the next message be
    /// refused too. The result is nil if the message names no recipient.
    public func certificate(
        toAnswer message: SIPMessage, at instant: Date
    ) throws(AgentError) -> (recipient: SIPURI, certificate: Certificate?)? {
        guard let address = try? Parties.recipientAddress(of: message) else { return nil }
        return try reading { () throws(CertStoreError) in
            let store = try current().snapshot
            guard let recipient = try store.uri(of: address) else { return nil }
            let (own, anchors) = (try store.certificatesWithKey(of: recipient), try store.trustAnchors())
            let checked = try? CheckedRecipient.select(
                recipient, from: own, trusting: anchors, at: instant)
            return (recipient, checked?.certificate)
        }
    }
}
