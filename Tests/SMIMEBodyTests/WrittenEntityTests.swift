import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("An entity that was just written is read from its parts as from its octets")
struct WrittenEntityTests {
    private let limits = OpeningLimits.standard

    /// What reading finds: the octets of the content, or the error.
    private enum Outcome: Equatable {
        case content([UInt8])
        case error(SMIMEError)

        init(_ read: () throws(SMIMEError) -> MIMEEntity) {
            do throws(SMIMEError) { self = .content(try read().octets) } catch { self = .error(error) }
        }
    }

    private static let recipients = ["sip:example.test"]

    /// Documents that readers take apart, or take for something else than a document.
    private static var documents: [MIMEEntity] {
        get throws {
            let parts = try Multipart.compose(
                parts: [Exchange.presence().octets, Array("\r\nhello".utf8)], boundary: "parts")
            let message = try SampleMessage.publish.parsed(with: Exchange.presence()).octets
            let fragment = Array("From: <sip:alice@example.test>\r\n".utf8)
            return [
                try Exchange.presence(), try Exchange.entity("text/plain", "hello"),
                entity([("Content-Type", "multipart/mixed; boundary=parts")], parts),
                entity([("Content-Type", "multipart/mixed; boundary=other")], parts),
                entity([("Content-Type", "message/sip")], message),
                entity([("Content-Type", "message/sip")], Array(message.dropLast(9))),
                entity([("Content-Type", "message/rfc822")], try Exchange.presence().octets),
                entity([("Content-Type", "message/sipfrag")], fragment),
                entity(
                    [("Content-Type", "message/sipfrag"), ("Content-Disposition", "aib")], fragment),
                entity([("Content-Type", "text/plain;charset")], Array("hello".utf8)),
                entity([("Content-Type", "text/plain"), ("Content-Type", "text/html")], Array("hello".utf8)),
                entity([("X", "  outer  "), ("Content-Type", "\ttext/plain ")], Array("hello".utf8)),
                entity([], Array("hello".utf8)), entity([], []),
                entity((0..<257).map { ("X-\($0)", "1") }, Array("hello".utf8)),
                entity([("X", String(repeating: "x", count: 65_536))], Array("hello".utf8)),
            ]
        }
    }

    private static func entity(_ fields: [(name: String, value: String)], _ body: [UInt8]) -> MIMEEntity {
        let headerFields = fields.compactMap { try? HeaderField(name: $0.name, value: $0.value) }
        return MIMEEntity(headerFields: headerFields, body: body)
    }

    private func expectSame(
        _ document: MIMEEntity, in binding: MessageBinding, depth: Int = 0, _ comment: Comment
    ) throws {
        let written = try binding.bound(document)
        let fromOctets = Outcome { () throws(SMIMEError) in try limits.read(written, depth: depth) }
        let fromParts = Outcome { () throws(SMIMEError) in
            try limits.read(written, writtenBy: binding, around: document, depth: depth)
        }
        #expect(fromParts == fromOctets, comment)
    }

    @Test("whatever the document and its depth")
    func documents() throws {
        for message in [SampleMessage.publish, .notify, .talkative.with("Date", "whenever")] {
            for padding in [nil, Padding.standard] {
                let binding = try MessageBinding(
                    of: message.parsed(), to: Self.recipients.map { try SIPURI.parse($0) }, padding: padding,
                    at: TestLab.now)
                for (number, document) in try Self.documents.enumerated() {
                    for depth in [0, 1, MIMELimits.standard.depth - 1, MIMELimits.standard.depth] {
                        try expectSame(document, in: binding, depth: depth, "document \(number), \(depth)")
                    }
                }
            }
        }
    }

    @Test("at the limits of the signed fields and of the body")
    func sizes() throws {
        let document = try Exchange.presence()
        for count in [1, 255, 256, 257] {
            let recipients = try (0..<count).map { try SIPURI.parse("sip:user\($0)@example.test;user=phone") }
            let binding = try MessageBinding(
                of: SampleMessage.publish.parsed(), to: recipients, at: TestLab.now)
            try expectSame(document, in: binding, "\(count) recipients")
        }
        for count in stride(from: 64_000, through: 65_300, by: 100) {
            let contact = "<sip:alice@192.0.2.1;x=\(String(repeating: "x", count: count))>"
            guard let message = try? SampleMessage.publish.with("Contact", contact).parsed() else { continue }
            let binding = try MessageBinding(
                of: message, to: Self.recipients.map { try SIPURI.parse($0) }, at: TestLab.now)
            try expectSame(document, in: binding, "\(count) octets")
        }
        let binding = try MessageBinding(
            of: SampleMessage.publish.parsed(), to: Self.recipients.map { try SIPURI.parse($0) },
            at: TestLab.now)
        for missing in [0, 500, 1000, 2000] {
            let body = [UInt8](repeating: 0x78, count: MIMELimits.standard.bodyOctets - missing)
            try expectSame(
                Self.entity([("Content-Type", "text/plain")], body), in: binding, "\(missing) below the limit"
            )
        }
    }

    /// Policies that change the outer header in different ways.
    private static let policies: [OuterHeaderPolicy] = [
        .none, .minimal, .anonymous(.kept), .anonymous(.rewritten),
    ]

    @Test("a message inside another, whatever fields it has", arguments: policies)
    func tunnels(policy: OuterHeaderPolicy) throws {
        let messages = [
            SampleMessage.publish, .talkative, .dated, .publish.with("Contact", "*"),
            .publish.with("Intended-Message", "request"), .publish.with("Intended-Message", "other"),
            .publish.with("Intended-Recipient", "<sip:bob@example.test>"), .publish.with("Date", "whenever"),
            .publish.with("Content-Transfer-Encoding", "base64"),
        ]
        for (number, message) in messages.enumerated() {
            let tunnel = try Tunnel(
                of: message.parsed(with: Exchange.presence()), outerHeaders: policy, at: TestLab.now)
            let binding = try MessageBinding(
                of: tunnel, to: Self.recipients.map { try SIPURI.parse($0) }, padding: .standard)
            try expectSame(tunnel.document, in: binding, "message \(number)")
        }
    }

    @Test("if the header has room for both messages, the restored one can be read")
    func restored() throws {
        func expectReadable(inside: [(String, String)], outside: [(String, String)]) throws -> Bool {
            var (inner, outer) = (SampleMessage.publish, SampleMessage.publish)
            inner.fields += inside
            outer.fields += outside
            let (sent, received) = (try inner.parsed(), try outer.parsed())
            guard SIPLimits.standard.allow(sent, mergedWith: received, extra: 40) else { return false }
            let restored = try TunnelledMessage(inner: sent).restored(in: received)
            #expect(SIPLimits.standard.allow(restored))
            return true
        }
        // A P- field outside is one that a proxy has added.
        var results: Set<Bool> = []
        for count in 110...160 {
            let inside = (0..<count).map { ("X-\($0)", "1") }
            let outside = (0..<110).map { ("P-\($0)", "1") }
            results.insert(try expectReadable(inside: inside, outside: outside))
        }
        #expect(results == [true, false])
        results = []
        for count in stride(from: 34_000, through: 35_600, by: 10) {
            results.insert(
                try expectReadable(
                    inside: [("X-1", String(repeating: "x", count: count))],
                    outside: [("P-1", String(repeating: "x", count: 30_000))]))
        }
        #expect(results == [true, false])
    }
}
