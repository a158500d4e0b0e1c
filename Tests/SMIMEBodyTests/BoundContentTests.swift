import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Bound content has one reading")
struct BoundContentTests {
    private static let fields = """
        From: <sip:alice@example.test>;tag=a1\r\nTo: <sip:alice@example.test>\r\nCall-ID: c1@192.0.2.1\r\n\
        CSeq: 7 PUBLISH\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nIntended-Recipient: <sip:example.test>\r\n
        """
    private static let document = "Content-Type: text/plain\r\n\r\nhello"
    private static let header =
        "Content-Type: message/sipfrag\r\nContent-Disposition: aib;handling=optional\r\n"

    private func entity(_ parts: [String], type: String = "multipart/mixed") throws -> MIMEEntity {
        let body = try Multipart.compose(parts: parts.map { Array($0.utf8) }, boundary: "b")
        return MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "\(type);boundary=b")], body: body)
    }

    private func fault(_ entity: MIMEEntity) -> SMIMEError? {
        do throws(SMIMEError) {
            _ = try BoundContent.recognize(entity, limits: .standard)
            return nil
        } catch {
            return error
        }
    }

    private func binding(_ fields: String, header: String = header) -> String { header + "\r\n" + fields }

    @Test("the document comes first, then the fields")
    func whole() throws {
        let bound = try #require(
            try BoundContent.recognize(
                entity([Self.document, binding(Self.fields)]), limits: .standard))
        #expect(bound.document.octets == Array(Self.document.utf8))
        #expect(bound.recipients.map(\.addressOfRecord) == ["sip:example.test"])
        #expect(bound.date == TestLab.now)
    }

    @Test("other multiparts, and a sipfrag with another disposition, are content like any other")
    func unbound() throws {
        let plain = "Content-Type: message/sipfrag\r\n\r\n" + Self.fields
        for entity in [
            try entity([Self.document, plain]), try entity([Self.document]),
            try entity([Self.document, binding(Self.fields)], type: "multipart/related"),
            try Exchange.presence(),
        ] {
            #expect(try BoundContent.recognize(entity, limits: .standard) == nil)
        }
    }

    @Test("any other number or order of parts is refused, and a preamble too")
    func parts() throws {
        let part = binding(Self.fields)
        for parts in [
            [part], [part, Self.document], [Self.document, part, part], [Self.document, Self.document, part],
        ] {
            #expect(try fault(entity(parts)) == .malformed(.binding(.parts)), "\(parts.count)")
        }
        let good = try entity([Self.document, part])
        let preamble = MIMEEntity(
            headerFields: good.headerFields, body: Array("read me\r\n".utf8) + good.body)
        #expect(fault(preamble) == .malformed(.binding(.parts)))
    }

    @Test("octets after the last part are ignored (RFC 2046 §5.1.1)")
    func epilogue() throws {
        let good = try entity([Self.document, binding(Self.fields)])
        let padded = MIMEEntity(headerFields: good.headerFields, body: good.body + [0x20, 0x20])
        #expect(
            try BoundContent.recognize(padded, limits: .standard)?.document.octets
                == Array(Self.document.utf8))
    }

    @Test(
        "missing, duplicate, malformed or trailing fields are refused",
        arguments: [
            ("From: <sip:alice@example.test>;tag=a1\r\n", ""), ("CSeq: 7 PUBLISH", "CSeq: PUBLISH"),
            ("Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n", ""),
            ("Call-ID: c1@192.0.2.1\r\n", "Call-ID: c1@192.0.2.1\r\nCall-ID: c2\r\n"),
            ("<sip:example.test>\r\n", "<tel:+1>\r\n"),
            ("<sip:example.test>\r\n", "<sip:example.test>\r\n\r\nbody"),
            ("From:", "PUBLISH sip:alice@example.test SIP/2.0\r\nFrom:"),
        ])
    func fields(old: String, new: String) throws {
        let changed = Self.fields.replacing(old, with: new)
        #expect(changed != Self.fields)
        guard case .malformed = try fault(entity([Self.document, binding(changed)])) else {
            Issue.record("accepted: \(changed)")
            return
        }
    }

    @Test("a Date that is not a valid day is kept as received, and gives no age")
    func date() throws {
        let changed = Self.fields.replacing("23 Nov 2026", with: "31 Feb 2026")
        let bound = try BoundContent.recognize(
            entity([Self.document, binding(changed)]), limits: .standard)
        #expect(bound != nil && bound?.date == nil)
    }

    @Test("a transfer encoding and too many recipients are refused")
    func encoding() throws {
        let header = Self.header + "Content-Transfer-Encoding: base64\r\n"
        #expect(
            try fault(entity([Self.document, binding(Self.fields, header: header)]))
                == .malformed(.binding(.encoding)))
        let many = Self.fields + String(repeating: "Intended-Recipient: <sip:b@example.test>\r\n", count: 250)
        #expect(try BoundContent.recognize(entity([Self.document, binding(many)]), limits: .standard) != nil)
        let tooMany = many + String(repeating: "Intended-Recipient: <sip:b@example.test>\r\n", count: 20)
        guard case .malformed = try fault(entity([Self.document, binding(tooMany)])) else {
            Issue.record("accepted")
            return
        }
    }
}
