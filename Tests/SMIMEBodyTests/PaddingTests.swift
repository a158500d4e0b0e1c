import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Padding")
struct PaddingTests {
    private static let bucket = 512

    private func padded(_ content: MIMEEntity, bucket: Int = bucket) throws -> MIMEEntity {
        let binding = try MessageBinding(
            of: SampleMessage.publish.parsed(), to: [SIPURI.parse("sip:example.test")],
            padding: Padding(bucket: bucket), at: TestLab.now)
        return try binding.bound(content)
    }

    private func document(tuples: Int = 1, note: String = "") throws -> MIMEEntity {
        let tuple = { (number: Int) in "<tuple id=\"t\(number)\"><status><basic>open</basic></status></tuple>"
        }
        return try Exchange.entity(
            "application/pidf+xml",
            "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(Exchange.alice)\">"
                + (0..<tuples).map(tuple).joined() + "<note>\(note)</note></presence>")
    }

    @Test(
        "rounds the signed entity up to the bucket, whatever its content, and the content comes back unchanged"
    )
    func lengths() throws {
        let long = String(repeating: "In a meeting. ", count: 12)
        let documents = try [
            Exchange.presence(), Exchange.presence(basic: "closed"), document(), document(tuples: 2),
            document(note: long),
        ]
        #expect(Set(documents.map(\.octets.count)).count == documents.count)
        for content in documents {
            let entity = try padded(content)
            #expect(entity.octets.count == 2 * Self.bucket, "\(content.octets.count)")
            let opened = try Exchange.open(Exchange.enveloped(Exchange.signed(entity)), in: .publish)
            #expect(opened.entity == content && opened.warnings.isEmpty)
        }
    }

    @Test("hides every length in the protected body except the variation of an ECDSA signature")
    func protected() throws {
        let lab = try TestLab.shared()
        let documents = try [Exchange.presence(), document(tuples: 2), document(note: "back at three")]
        for (algorithm, tolerance) in [(KeyAlgorithm.p256, 8), (.rsa(bits: 2048), 0)] {
            let protector = try Protector(
                signer: lab.signer(.alice, algorithm), recipients: [lab.recipient(.server, algorithm)])
            let binding = try MessageBinding(
                of: SampleMessage.publish.parsed(), to: [SIPURI.parse("sip:example.test")],
                padding: Padding(bucket: Self.bucket), at: TestLab.now)
            let lengths = try documents.map {
                try protector.protect($0, boundTo: binding, signingTime: TestLab.now).body.count
            }
            let (least, most) = (try #require(lengths.min()), try #require(lengths.max()))
            #expect(most - least <= tolerance, "\(lengths)")
        }
    }

    @Test(
        "is lines of spaces of limited length after the last part (RFC 2046 §5.1.1)",
        arguments: [1, 2, 77, 79, 4096])
    func epilogue(bucket: Int) throws {
        let entity = try padded(Exchange.presence(), bucket: bucket)
        #expect(entity.octets.count % bucket == 0)
        let multipart = try #require(try entity.multipart())
        #expect(multipart.parts.count == 2)
        let lines = String(decoding: multipart.epilogue, as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 78 && $0.allSatisfy { $0 == " " } })
    }

    @Test("has buckets from one octet to 65536, and no others", arguments: [-1, 0, 65_537, Int.max])
    func buckets(bucket: Int) {
        #expect(Padding(bucket: bucket) == nil)
        #expect(Padding(bucket: 1) != nil && Padding(bucket: 65_536) != nil)
    }

    @Test("needs boundaries of constant length")
    func boundaries() {
        #expect(Set((0..<200).map { _ in Boundary.random().utf8.count }) == [32])
    }
}
