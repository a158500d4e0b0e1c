import CMS
import Foundation
import MIME
import SIPMessage
import Synchronization
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Content outside a signature is not attributed to the signer")
struct SpoofedSignatureTests {
    /// A row of docs/verdicts.md.
    struct Row: Sendable {
        let shape: String
        let isAccepted: Bool
        /// The reason of the refusal, or the warnings.
        let codes: [String]

        static func all() throws -> [Row] {
            let file = Vectors.directory.appending(path: "../../docs/verdicts.md")
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            let heading = try #require(text.range(of: "## Signatures that say less"))
            return text[heading.upperBound...].split(separator: "\n").compactMap { line in
                let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                guard cells.count == 4, cells[0].hasPrefix("`") else { return nil }
                let names = { (cell: String) in
                    cell.split(separator: "`").map(String.init).filter { !$0.contains(",") }
                }
                return Row(
                    shape: names(cells[0])[0], isAccepted: cells[2] == "accepted", codes: names(cells[3]))
            }
        }
    }

    @Test("has a documented verdict for every shape")
    func complete() throws {
        #expect(try Row.all().map(\.shape) == SpoofingShape.all.map(\.name))
    }

    @Test("and the verdict is the documented one", arguments: try Row.all())
    func verdict(row: Row) throws {
        let shape = try #require(SpoofingShape.all.first { $0.name == row.shape })
        let body = try shape.body()
        do {
            let opened = try Exchange.open(body, in: .publish)
            #expect(row.isAccepted, "\(shape.name) was accepted")
            #expect(opened.warnings.map(code) == row.codes)
            #expect(opened.signature?.identity.owns(try SIPURI.parse(Exchange.alice)) == true)
            try requireSigned(opened.entity, in: body)
        } catch let refusal as OpeningRefusal {
            #expect(!row.isAccepted, "\(shape.name): \(refusal.reason)")
            #expect(refusal.reason.code.map { [$0.rawValue] } == row.codes, "\(refusal.reason)")
        }
    }

    /// The opened content is all that was signed.
    private func requireSigned(_ entity: MIMEEntity, in body: MIMEEntity) throws {
        if let parts = try body.multipart()?.parts {
            #expect(entity.octets == parts[0].octets)
        } else if case .signedData(let data) = try ContentInfo.read(body.body) {
            #expect(entity.octets == data.unverifiedContent)
        } else {
            Issue.record("accepted what is not signed")
        }
    }

    private func code(_ warning: OpeningWarning) -> String {
        switch warning {
        case .unbound: "unbound"
        case .targetUnchecked: "target-unchecked"
        case .outsideSignature: "outside-signature"
        case .protectedInside: "protected-inside"
        default: "\(warning)"
        }
    }

    @Test("and the refusal names it")
    func named() throws {
        let mixed = try SpoofingShape.multipart(
            "mixed", [SpoofingShape.clear(), SpoofingShape.detached(), SpoofingShape.html("x")])
        #expect(
            try Exchange.refusal(of: mixed)?.reason == .partlyProtected(outside: ["text/plain", "text/html"]))
        let clear = try SpoofingShape.multipart("mixed", [SpoofingShape.clear()])
        #expect(try Exchange.refusal(of: clear)?.reason == .clearText)
    }

    @Test("and the warning counts what is left out")
    func counted() throws {
        let signed = try SpoofingShape.detached()
        let text = Array("  fired\r\n".utf8)
        let body = MIMEEntity(headerFields: signed.headerFields, body: text + signed.body + text)
        let opened = try Exchange.open(body)
        #expect(opened.warnings == [.outsideSignature(octets: 10)])
        #expect(try opened.entity == Exchange.presence())
        let enveloped = try Exchange.enveloped(body)
        #expect(try Exchange.open(enveloped).warnings == [.outsideSignature(octets: 10)])
    }

    @Test("and no key is used for an envelope among it (EFAIL, covert content)")
    func keys() throws {
        for name in ["exfiltration", "nested-exfiltration", "clear-twin", "signed-exfiltration"] {
            let shape = try #require(SpoofingShape.all.first { $0.name == name })
            let keys = WatchedKeys()
            let opener = Opener(
                keys: keys, certificates: KeyRing(), trusting: try TestLab.shared().anchors)
            let context = try OpeningContext(of: SampleMessage.publish.parsed(), at: TestLab.now)
            _ = try? opener.open(shape.body(), in: context)
            #expect(keys.questions == 0, "\(name)")
        }
        let keys = WatchedKeys()
        let opener = Opener(keys: keys, certificates: KeyRing(), trusting: try TestLab.shared().anchors)
        let context = OpeningContext(sender: .any, at: TestLab.now)
        _ = try? opener.open(SpoofingShape.envelope(), in: context)
        #expect(keys.questions == 1)
    }

    @Test("and an envelope that was signed and enveloped again stays closed, as its signer's content")
    func envelopeInside() throws {
        let inner = try Exchange.enveloped(Exchange.presence())
        let opened = try Exchange.open(Exchange.enveloped(Exchange.signed(inner)))
        #expect(opened.entity == inner && opened.presence == nil)
        #expect(opened.warnings == [.protectedInside])
        #expect(try Exchange.refusal(of: opened.entity)?.reason == .unsigned)
    }

    @Test(
        "whatever From has apart from its address",
        arguments: [
            "\"sip:bob@example.test\" <sip:alice@example.test>;tag=a1",
            "<sip:alice@example.test>;tag=a1;uri=\"sip:bob@example.test\"",
        ])
    func from(value: String) throws {
        let body = try Exchange.signed(Exchange.presence(of: "sip:bob@example.test"), by: .bob)
        let message = SampleMessage.publish.with("From", value)
        guard case .signerNotSender = try Exchange.refusal(of: body, in: message) else {
            Issue.record("bob passed for alice")
            return
        }
    }
}

/// Counts the requests for a key.
private final class WatchedKeys: DecryptionKeySource {
    typealias Failure = Never

    private let count = Mutex(0)

    var questions: Int { count.withLock { $0 } }

    func keyedCertificates(
        matching identifiers: [CertificateIdentifier]
    ) -> [KeyedCertificate] {
        count.withLock { $0 += 1 }
        return []
    }

    func holdsKey(of uri: SIPURI) -> Bool { false }
}
