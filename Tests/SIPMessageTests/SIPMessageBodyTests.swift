import MIME
import TestSupport
import Testing

@testable import SIPMessage

@Suite("SIPMessage body")
struct SIPMessageBodyTests {
    @Test("returns the body as an entity with long names, unchanged values and CRLF lines")
    func bodyEntity() throws {
        let octets = publish(fields: "c : text/plain;\n charset=utf-8\nE: gzip\nX-Other: 1\n", body: "hi")
            .filter { $0 != 0x0D }
        let entity = try #require(try SIPMessage.parse(octets).bodyEntity())
        let expected = "Content-Type: text/plain;\r\n charset=utf-8\r\nContent-Encoding: gzip\r\n\r\nhi"
        #expect(String(decoding: entity.octets, as: UTF8.self) == expected)
    }

    @Test("has no entity when there is no body")
    func missingBody() throws {
        #expect(try SIPMessage.parse(publish(fields: "c: text/plain\n")).bodyEntity() == nil)
    }

    @Test("puts the new fields at the position of the first old one and changes no other line")
    func replacing() throws {
        let fields = "Event: presence\nc: text/plain\nX:  a\n\tb\nContent-Language: en\nMIME-Version: 1.0\n"
        let message = try SIPMessage.parse(publish(fields: fields, body: "hi"))
        let entity = try MIMEEntity.parse(
            Array("Content-Type: a/b\r\nX-In: 1\r\nContent-ID: <1>\r\n\r\n123".utf8))
        let replaced = try message.replacingBody(with: entity)
        let expected = publish(
            fields: "Event: presence\nContent-Type: a/b\nContent-ID: <1>\nX:  a\n\tb\n", body: "123")
        #expect(String(decoding: replaced.octets, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
        #expect(try SIPMessage.parse(replaced.octets).headerFields == replaced.headerFields)
    }

    @Test("removes the old Content fields under their compact names too, and no similar ones")
    func replacingCompactNames() throws {
        let others = "Event: presence\nExpires: 1\n"
        let message = try SIPMessage.parse(
            publish(fields: others + "e: gzip\nc: text/plain\n", body: "hi"))
        let entity = try MIMEEntity.parse(Array("Content-Type: a/b\r\n\r\n123".utf8))
        let expected = publish(fields: others + "Content-Type: a/b\n", body: "123")
        #expect(try message.replacingBody(with: entity).octets == expected)
    }

    @Test("puts the new fields before Content-Length when there were none, and keeps its name")
    func replacingNothing() throws {
        let text = String(decoding: publish(), as: UTF8.self).replacing(
            "Content-Length: 0\r\n", with: "L: 0\r\nX: y\r\n")
        let entity = try MIMEEntity.parse(Array("Content-Type: a/b\n\n123".utf8))
        let replaced = try SIPMessage.parse(Array(text.utf8)).replacingBody(with: entity)
        let expected = text.replacing("L: 0\r\n", with: "Content-Type: a/b\r\nL: 3\r\n") + "123"
        #expect(String(decoding: replaced.octets, as: UTF8.self) == expected)
    }

    @Test("adds Content-Length at the end and ends new lines as the message does")
    func replacingInLFMessage() throws {
        let text = String(decoding: publish(), as: UTF8.self).replacing("Content-Length: 0\r\n", with: "")
            .replacing("\r\n", with: "\n")
        let entity = try MIMEEntity.parse(Array("Content-Type: a/b;\r\n c=d\r\n\r\n\r\n".utf8))
        let replaced = try SIPMessage.parse(Array(text.utf8)).replacingBody(with: entity)
        let expected = text.dropLast() + "Content-Type: a/b;\n c=d\nContent-Length: 2\n\n\r\n"
        #expect(String(decoding: replaced.octets, as: UTF8.self) == String(expected))
    }

    @Test("refuses an entity that would give the message two Content-Type fields")
    func twoTypes() throws {
        let entity = try MIMEEntity.parse(Array("Content-Type: a/b\r\ncontent-type: c/d\r\n\r\n".utf8))
        let message = try SIPMessage.parse(publish())
        #expect(throws: SIPMessageError.duplicateField(name: "Content-Type")) {
            try message.replacingBody(with: entity)
        }
    }

    @Test(
        "gives back every captured message octet for octet",
        arguments: try Vectors.names(in: "captures", ending: ".sip"))
    func captures(name: String) throws {
        let octets = try Vectors.octets("captures/\(name)")
        let message = try SIPMessage.parse(octets)
        #expect(message.octets == octets)
        #expect(message.warnings.isEmpty)
        guard let entity = message.bodyEntity() else { return }
        let other = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "a/b")], body: [1, 2, 3])
        let back = try message.replacingBody(with: other).replacingBody(with: entity)
        #expect(back.body == message.body)
        #expect(back.headerFields.map(\.headerName) == message.headerFields.map(\.headerName))
        let untouched = { (field: HeaderField) in !field.headerName.isContentField }
        #expect(back.headerFields.filter(untouched) == message.headerFields.filter(untouched))
    }

    @Test("uses no compact name from an entity: MIME has none, so it was not a Content-Type there")
    func compactNames() throws {
        let fields = [
            try HeaderField(name: "c", value: "application/pidf+xml"),
            try HeaderField(name: "E", value: "gzip"),
        ]
        let replaced = try SIPMessage.parse(publish(body: "x")).replacingBody(
            with: MIMEEntity(headerFields: fields, body: [0x79]))
        #expect(try replaced.contentType() == nil)
        #expect(replaced.values(of: "Content-Encoding").isEmpty)
    }
}
