import MIME
import SIPMessage

import struct FoundationEssentials.Date

/// Content that came with the fields of its message: multipart/mixed of the document and a message/sipfrag.
///
/// A class: every check of opening gets it, and its parts are many.
final class BoundContent: Sendable {
    /// The document alone, octet for octet.
    let document: MIMEEntity
    /// The fields of the message it was signed for.
    let fragment: SIPFragment
    /// Date of the fragment; nil for a Date that cannot be parsed, which is bound as it is.
    let date: Date?
    /// The intended recipients, at least one.
    let recipients: [SIPURI]
    /// Whether it was signed for a request or a response; nil if version 0.1 signed it, or it is a tunnel.
    let kind: MessageKind?
    /// The message in the document; nil if the document is not a message.
    let tunnelled: TunnelledMessage?

    /// The entity that is searched for presence documents: the document, or the body of the message in it.
    var content: MIMEEntity {
        tunnelled.map { TunnelledMessage.content(of: $0.inner) } ?? document
    }

    /// The signed From; inside a tunnel, that of the inner message.
    var from: NameAddress { tunnelled?.inner.from ?? fragment.from }

    /// The sender that the content names: From in a request, To in a response that came inside a tunnel.
    var sender: NameAddress {
        guard let inner = tunnelled?.inner, !inner.isRequest else { return from }
        return inner.to
    }

    static let maximumRecipients = 256

    /// Returns the parts of `entity`; nil if it is not bound, that is if no part is a
    /// message/sipfrag with disposition "aib".
    ///
    /// If one is, the form must be exactly the one that is sent: the same octets
    /// must not have a second reading.
    static func recognize(_ entity: MIMEEntity, limits: MIMELimits) throws(SMIMEError) -> BoundContent? {
        let type = try mime { () throws(MIMEError) in try entity.contentType() }
        guard type?.mediaType == "multipart/mixed" else { return nil }
        guard let multipart = try mime({ () throws(MIMEError) in try entity.multipart(limits: limits) })
        else {
            return nil
        }
        var bindings: [Int] = []
        for index in multipart.parts.indices where try isBinding(multipart.parts[index].entity) {
            bindings.append(index)
        }
        guard !bindings.isEmpty else { return nil }
        // The epilogue may only be padding, which every reader ignores (RFC 2046 §5.1.1).
        guard bindings == [1], multipart.parts.count == 2, multipart.preamble.isEmpty else {
            throw .malformed(.binding(.parts))
        }
        return try BoundContent(
            document: multipart.parts[0].entity, fields: multipart.parts[1].entity, limits: limits)
    }

    private static func isBinding(_ entity: MIMEEntity) throws(SMIMEError) -> Bool {
        try mime { () throws(MIMEError) in
            guard try entity.contentType()?.mediaType == MessageBinding.mediaType else { return false }
            return try entity.contentDisposition()?.type == MessageBinding.disposition
        }
    }

    private init(
        document: MIMEEntity, fields: MIMEEntity, limits: MIMELimits
    ) throws(SMIMEError) {
        let encoding = try mime { () throws(MIMEError) in try fields.transferEncoding() }
        guard encoding != .base64, encoding != .quotedPrintable else {
            throw .malformed(.binding(.encoding))
        }
        let fragment: SIPFragment
        do throws(SIPMessageError) {
            fragment = try SIPFragment.parse(fields.body)
        } catch {
            throw .malformed(.fragment(error))
        }
        guard let value = fragment.values(of: MessageBinding.date).first else {
            throw .malformed(.binding(.date))
        }
        date = SIPDate(value).map { Date(timeIntervalSince1970: Double($0.secondsSince1970)) }
        let values = fragment.values(of: MessageBinding.intendedRecipient)
        guard values.count <= Self.maximumRecipients else {
            throw .malformed(.binding(.tooManyRecipients))
        }
        recipients = try values.map { (value) throws(SMIMEError) in
            guard let uri = NameAddress.parse(value)?.sipURI else {
                throw .malformed(.binding(.recipient))
            }
            return uri
        }
        kind = try Self.kind(in: fragment)
        self.fragment = fragment
        self.document = document
        tunnelled = try .recognize(document, declared: fragment, limits: limits)
    }

    private static func kind(in fragment: SIPFragment) throws(SMIMEError) -> MessageKind? {
        let values = fragment.values(of: MessageBinding.intendedMessage)
        guard let value = values.first else { return nil }
        guard values.count == 1, let kind = MessageKind(headerValue: value) else {
            throw .malformed(.binding(.messageKind))
        }
        return kind
    }
}
