import CMS
import Foundation
import MIME
import SIPMessage
import Synchronization
import TestSupport
import Testing

@testable import SMIMEBody

/// A ledger in memory that exposes its records.
final class MemoryLedger: ReplayLedger {
    private let records = Mutex<[ReplayRecord]>([])
    private let verdict: ReplayVerdict?

    init(always verdict: ReplayVerdict? = nil) { self.verdict = verdict }

    var all: [ReplayRecord] { records.withLock { $0 } }

    func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(SMIMEError) -> ReplayVerdict {
        if let verdict { return verdict }
        return records.withLock { known in
            let digests = Set(known.flatMap(\.digests))
            guard digests.isDisjoint(with: record.digests) else { return .replayed }
            known.append(record)
            return .fresh
        }
    }
}

@Suite("An accepted body is not accepted again")
struct ReplayTests {
    private let ledger = MemoryLedger()

    private func reason(
        of body: MIMEEntity, in message: SampleMessage = .publish, ledger: MemoryLedger? = nil,
        policy: OpeningPolicy = OpeningPolicy()
    ) throws -> SMIMEError? {
        let context = OpeningContext(of: try message.parsed(), at: TestLab.now)
        let opener = try Exchange.opener(policy: policy)
        do throws(AdmissionError<Never, SMIMEError, Never>) {
            _ = try opener.open(body, in: context, recordingIn: ledger ?? self.ledger)
            return nil
        } catch {
            switch error {
            case .body(let refusal): return refusal.reason
            case .ledger(let error): return error
            }
        }
    }

    @Test("not even in another envelope")
    func again() throws {
        let signed = try Exchange.signed(Exchange.bound())
        #expect(try reason(of: Exchange.enveloped(signed)) == nil)
        for body in [
            try Exchange.enveloped(signed), signed, try Exchange.enveloped(signed, cipher: .aes256CBC),
        ] {
            #expect(try reason(of: body) == .replayed)
        }
        #expect(ledger.all.count == 1)
    }

    @Test(
        "nor with any octets changed that the signature does not cover, bound or not",
        arguments: [true, false])
    func unsignedOctets(isBound: Bool) throws {
        let policy = Exchange.policy { $0.unbound = .allow }
        let signed = try Exchange.signed(isBound ? Exchange.bound() : Exchange.presence())
        #expect(try reason(of: signed, policy: policy) == nil)
        for (name, change) in Self.changes {
            let changed = try Exchange.changing(signed, change)
            #expect(changed.body != signed.body)
            #expect(
                try reason(of: changed, ledger: MemoryLedger(), policy: policy) == nil,
                "\(name): the signature is broken")
            #expect(try reason(of: changed, policy: policy) == .replayed, "\(name)")
        }
    }

    @Test("nor in BER, in Base64, or with a detached signature", arguments: [true, false])
    func otherForms(isBound: Bool) throws {
        let policy = Exchange.policy { $0.unbound = .allow }
        let content = try isBound ? Exchange.bound() : Exchange.presence()
        let signed = try Exchange.signed(content)
        #expect(try reason(of: signed, policy: policy) == nil)
        let node = try DERNode(parsing: signed.body)
        let indefinite = [0x30, 0x80] + node.elements.flatMap(\.der) + [0, 0]
        let encoding = try HeaderField(name: "Content-Transfer-Encoding", value: "base64")
        let type = signed.headerFields.filter { $0.isNamed("Content-Type") }
        let detached = try Exchange.changing(signed) { $0[1, 0, 2].elements.removeLast() }
        for (name, form) in [
            ("BER", MIMEEntity(headerFields: signed.headerFields, body: indefinite)),
            ("Base64", MIMEEntity(headerFields: type + [encoding], body: Base64.encode(signed.body))),
            (
                "multipart/signed",
                try MultipartSigned.entity(
                    content,
                    signature: MIMEEntity(
                        headerFields: SecuredHeader(detachedSignature: .binary).entity([]).headerFields,
                        body: detached.body))
            ),
        ] {
            #expect(try reason(of: form, ledger: MemoryLedger(), policy: policy) == nil, "\(name)")
            #expect(try reason(of: form, policy: policy) == .replayed, "\(name)")
        }
    }

    /// Changes to a P-256 signature that an attacker can make and that still verifies.
    private static let changes: [(name: String, change: @Sendable (inout DERNode) throws -> Void)] = [
        (
            "a certificate added",
            {
                try $0[1, 0, 3].elements.append(
                    DERNode(parsing: TestLab.shared().identity(.bob).certificate.der))
            }
        ),
        (
            "an unsigned attribute added",
            { node in
                try changeSigner(of: &node) { signer in
                    let values = DERNode(0x31, elements: [DERNode(0x05, [])])
                    signer.elements.append(
                        DERNode(
                            0xA1, elements: [DERNode(0x30, elements: [DERNode(0x06, [0x2A, 0x03]), values])]))
                }
            }
        ),
        (
            "n - s for s",
            { node in
                try changeSigner(of: &node) { signer in
                    var signature = try DERNode(parsing: signer[5].octets)
                    signature[1].octets = negated(signature[1].octets)
                    signer[5].octets = signature.der
                }
            }
        ),
        (
            "the message digest in pieces",
            { node in
                try changeSigner(of: &node) { signer in
                    let type = DERNode(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04])
                    for index in signer[3].elements.indices where signer[3, index, 0] == type {
                        let digest = signer[3, index, 1, 0].octets
                        signer[3, index, 1, 0] = DERNode(
                            0x24,
                            elements: [
                                DERNode(0x04, Array(digest[..<16])), DERNode(0x04, Array(digest[16...])),
                            ])
                    }
                }
            }
        ),
        (
            "the digest's parameters",
            { node in
                try changeSigner(of: &node) { signer in
                    let isAbsent = signer[2].elements.count == 1
                    signer[2].elements = [signer[2, 0]] + (isAbsent ? [DERNode(0x05, [])] : [])
                }
            }
        ),
    ]

    private static func changeSigner(
        of node: inout DERNode, _ change: (inout DERNode) throws -> Void
    ) throws {
        let last = node[1, 0].elements.count - 1
        var signer = node[1, 0, last, 0]
        try change(&signer)
        node[1, 0, last, 0] = signer
    }

    /// n - s for P-256: the signature (r, n - s) verifies as (r, s) does.
    private static func negated(_ octets: [UInt8]) -> [UInt8] {
        let order: [UInt8] = [
            0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
            0xBC,
            0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
        ]
        let number = [UInt8](repeating: 0, count: max(0, 32 - octets.count)) + octets.suffix(32)
        var result = [UInt8](repeating: 0, count: 32)
        var borrow = 0
        for index in (0..<32).reversed() {
            let difference = Int(order[index]) - Int(number[index]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[index] = UInt8((difference + 256) & 0xFF)
        }
        let trimmed = Array(result.drop { $0 == 0 })
        return trimmed.first.map { $0 & 0x80 != 0 } == true ? [0] + trimmed : trimmed
    }

    @Test("its statement and the second in it are the same in every form, by whatever rules it is opened")
    func statedSecond() throws {
        let signed = try Exchange.signed(Exchange.bound())
        let changed = try Self.changes.map { try Exchange.changing(signed, $0.change) }
        let policies = [
            OpeningPolicy(), Exchange.policy { $0.unbound = .allow },
            Exchange.policy { $0.maximumAge = nil },
        ]
        var records: [ReplayRecord] = []
        for body in try [signed, Exchange.enveloped(signed)] + changed {
            for policy in policies {
                let alone = MemoryLedger()
                #expect(try reason(of: body, ledger: alone, policy: policy) == nil)
                records += alone.all
            }
        }
        #expect(records.count == policies.count * (2 + Self.changes.count))
        #expect(Set(records.map(\.statement)).count == 1)
        #expect(Set(records.map(\.statedSecond)) == [UInt32(TestLab.now.timeIntervalSince1970)])
    }

    @Test("the second in its statement is that of the signing time, whatever its Date says")
    func otherDate() throws {
        let earlier = TestLab.now - 30
        let dated = SampleMessage.publish.with("Date", "Mon, 23 Nov 2026 11:59:30 GMT")
        #expect(try reason(of: Exchange.signed(Exchange.bound(to: dated)), in: dated) == nil)
        let record = try #require(ledger.all.first)
        #expect(record.signed == earlier)
        #expect(record.statedSecond == UInt32(TestLab.now.timeIntervalSince1970))
    }

    @Test("nor with the same place in its dialog and a new signature")
    func samePlace() throws {
        #expect(try reason(of: Exchange.signed(Exchange.bound())) == nil)
        let other = try Exchange.bound(content: Exchange.presence(basic: "closed"))
        #expect(try reason(of: Exchange.signed(other)) == .replayed)
        let next = SampleMessage.publish.with("CSeq", "8 PUBLISH")
        #expect(try reason(of: Exchange.signed(Exchange.bound(to: next)), in: next) == nil)
    }

    @Test("a refused body leaves no record")
    func refused() throws {
        let body = try Exchange.signed(Exchange.bound())
        let changed = try Exchange.changing(body) { $0[1, 0, 2, 1, 0].octets[40] ^= 1 }
        #expect(try reason(of: changed) == .badSignature)
        #expect(try reason(of: body, in: SampleMessage.publish.with("Expires", "1")) != nil)
        #expect(try reason(of: Exchange.signed(Exchange.presence())) == .unbound)
        #expect(ledger.all.isEmpty)
        #expect(try reason(of: body) == nil && ledger.all.count == 1)
    }

    @Test("an unbound body is recorded by its signed content, whatever message it is in")
    func unbound() throws {
        let policy = Exchange.policy { $0.unbound = .allow }
        let body = try Exchange.signed(Exchange.presence())
        #expect(try reason(of: body, policy: policy) == nil)
        #expect(
            try reason(of: body, in: SampleMessage.publish.with("Call-ID", "9"), policy: policy) == .replayed)
    }

    @Test("the timestamps of a document are states, by signer, entity and tuple; the dialog is one too")
    func states() throws {
        let document = """
            <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:alice@example.test"><tuple id="a"><status/>\
            <timestamp>2026-11-23T12:00:00.50Z</timestamp></tuple><tuple id="b"><status/></tuple></presence>
            """
        let entity = try Exchange.entity("application/pidf+xml", document)
        #expect(try reason(of: Exchange.signed(Exchange.bound(content: entity))) == nil)
        let record = try #require(ledger.all.first)
        #expect(record.states.map(\.number) == [7, Int64(TestLab.now.timeIntervalSince1970)])
        #expect(record.states.map(\.decimals) == ["", "5"])
        let tuple = try #require(
            document.range(of: "<tuple id=\"a\">.*?</tuple>", options: .regularExpression))
        #expect(record.states[1].content == SHA256.digest(of: Array(document[tuple].utf8)))
        #expect(record.signed == TestLab.now)
    }

    /// A presence document of alice with a timestamp in each of `count` tuples.
    private func presence(timestamps count: Int) throws -> MIMEEntity {
        let tuples = (0..<count).map {
            "<tuple id=\"t\($0)\"><status/><timestamp>2026-11-23T12:00:00Z</timestamp></tuple>"
        }
        return try Exchange.entity(
            "application/pidf+xml",
            "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(Exchange.alice)\">"
                + tuples.joined() + "</presence>")
    }

    @Test("documents in the parts of a multipart have timestamps too, up to a limit")
    func manyStates() throws {
        let parts = try SpoofingShape.multipart("mixed", [SpoofingShape.clear(), presence(timestamps: 2)])
        #expect(try reason(of: Exchange.signed(Exchange.bound(content: parts))) == nil)
        #expect(ledger.all.first?.states.count == 3)
        let next = SampleMessage.publish.with("CSeq", "8 PUBLISH")
        let many = try Exchange.bound(to: next, content: presence(timestamps: 1000))
        #expect(try reason(of: Exchange.signed(many), in: next) == nil)
        #expect(ledger.all.last?.states.count == 65)
    }

    @Test("a body that does not fit into its message leaves no record")
    func noPlace() throws {
        let fields = ["text/plain", "text/html"].map { "Content-Disposition: \($0.suffix(4))\r\n" }
        let twice = try MIMEEntity.parse(
            Array(("Content-Type: text/plain\r\n" + fields.joined() + "\r\nhello").utf8))
        #expect(
            try reason(of: Exchange.signed(Exchange.bound(content: twice)))
                == .malformed(.fields(.duplicateField(name: "Content-Disposition"))))
        #expect(ledger.all.isEmpty)
    }

    @Test("the verdict of the ledger decides; an older NOTIFY is answered with 200")
    func verdicts() throws {
        let publish = try Exchange.signed(Exchange.bound())
        let superseded = try reason(of: publish, ledger: MemoryLedger(always: .superseded))
        #expect(superseded == .superseded(isNotify: false))
        #expect(superseded?.code == .stale && superseded?.sipStatus == 403)
        #expect(
            try reason(of: publish, ledger: MemoryLedger(always: .beforeLedger))
                == .signedBeforeLedger(TestLab.now))
        let both = ["sip:example.test", "sip:bob@example.test"]
        let notify = try Exchange.signed(Exchange.bound(to: .notify, for: both), by: .server)
        let older = try reason(of: notify, in: .notify, ledger: MemoryLedger(always: .superseded))
        #expect(older == .superseded(isNotify: true) && older?.sipStatus == 200)
    }

    @Test("counts for the key of its user; a domain's for its key and the address in From")
    func holder() throws {
        func holder(
            _ message: SampleMessage, by signer: TestLab.Holder, as receiver: TestLab.Holder,
            about entity: String = Exchange.alice
        ) throws -> [UInt8] {
            let document = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='\(entity)'/>"
            let content = try Exchange.entity("application/pidf+xml", document)
            let body = try Exchange.signed(
                Exchange.bound(to: message, for: [receiver.uri], content: content), by: signer)
            _ = try Exchange.opener(receiver).open(
                body, in: OpeningContext(of: message.parsed(), at: TestLab.now), recordingIn: ledger)
            return try #require(ledger.all.last).holder
        }
        let publish = try holder(.publish, by: .alice, as: .server)
        let again = try holder(.publish.with("Call-ID", "another"), by: .alice, as: .server)
        #expect(publish == again && publish.count == 32)
        let notify = try holder(.notify, by: .server, as: .bob)
        let carol = SampleMessage.notify.with("From", "<sip:carol@example.test>;tag=2").with("Call-ID", "x")
        let same = SampleMessage.notify.with("Call-ID", "y")
        #expect(try holder(same, by: .server, as: .bob) == notify)
        #expect(try holder(carol, by: .server, as: .bob, about: "sip:carol@example.test") != notify)
        #expect(publish != notify)
    }
}
