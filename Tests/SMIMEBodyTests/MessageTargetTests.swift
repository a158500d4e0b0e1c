import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("A bound message is opened only by its signed recipients and for its signed target")
struct MessageTargetTests {
    private static let bob = "sip:bob@example.test"
    private static let server = "sip:example.test"

    private func publish(to target: String) -> SampleMessage {
        var message = SampleMessage.publish
        message.startLine = "PUBLISH \(target) SIP/2.0"
        return message
    }

    private func isWrongTarget(_ error: SMIMEError?) -> Bool {
        guard case .wrongTarget? = error else { return false }
        return error?.code == .wrongTarget && error?.sipStatus == 403
    }

    private func opener(
        holding holders: [TestLab.Holder], policy: OpeningPolicy = OpeningPolicy()
    ) throws -> Opener<Never> {
        let lab = try TestLab.shared()
        let keys = KeyRing(try holders.map { try lab.keyed($0) })
        return Opener(keys: keys, certificates: keys, trusting: lab.anchors, policy: policy)
    }

    private func refusal(
        of body: MIMEEntity, in message: SIPMessage, by opener: Opener<Never>
    ) throws -> SMIMEError? {
        do throws(OpeningRefusal) {
            _ = try opener.open(body, in: OpeningContext(of: message, at: TestLab.now))
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(
        "alice's PUBLISH with the Request-URI changed to bob is refused, also by a store with bob's key"
    )
    func redirected() throws {
        let signed = try Exchange.signed(Exchange.bound(for: [Self.server, Self.bob]))
        let lab = try TestLab.shared()
        let both = try [TestLab.Holder.server, .bob].map { try lab.identity($0, .p256) }
        let bodies = [
            signed, try Exchange.enveloped(signed), try Exchange.enveloped(signed.octets, for: both),
            try Exchange.enveloped(signed, cipher: .aes256CBC),
            try Exchange.signed(Exchange.bound(for: [Self.server]), form: .detached),
        ]
        let message = try publish(to: Self.bob).parsed()
        for body in bodies {
            for holders in [[TestLab.Holder.server], [.server, .bob], [.bob, .server]] {
                #expect(
                    try refusal(of: body, in: SampleMessage.publish.parsed(), by: opener(holding: holders))
                        == nil)
                #expect(
                    try refusal(of: body, in: message, by: opener(holding: holders))
                        == .wrongTarget(.requestURI(Self.bob, presentity: [Exchange.alice])))
            }
        }
    }

    @Test(
        "a Request-URI that names the presentity or the presence server in another spelling is accepted",
        arguments: [
            "sip:alice@EXAMPLE.test", "sip:%61lice@example.test;transport=tcp", "pres:alice@example.test",
            "sip:alice@example.test:5060", "sip:example.test", "sip:EXAMPLE.test;lr",
        ])
    func spelling(target: String) throws {
        let body = try Exchange.enveloped(Exchange.signed(Exchange.bound()))
        #expect(try Exchange.refusal(of: body, in: publish(to: target)) == nil)
    }

    @Test(
        "and any other is refused",
        arguments: [
            "sip:Alice@example.test", "sips:alice@example.test", "sip:alice@192.0.2.1", "tel:+4930123456",
            "sip:other.test", "sip:alice@example.test:5070", "sip:sub.example.test", "urn:service:sos",
            "sip:bob@example.test;x=alice", "sip:bob%40alice@example.test",
        ])
    func others(target: String) throws {
        let body = try Exchange.enveloped(Exchange.signed(Exchange.bound()))
        let refusal = try Exchange.refusal(of: body, in: publish(to: target))
        #expect(isWrongTarget(refusal), "\(String(describing: refusal))")
        let any = Exchange.policy { $0.target = .any }
        let opened = try Exchange.open(body, in: publish(to: target), policy: any)
        #expect(opened.warnings == [.targetUnchecked])
    }

    @Test("the presence server counts only if it is a signed recipient, and a user's address does not")
    func server() throws {
        let forBob = try Exchange.signed(Exchange.bound(for: [Self.bob]))
        for target in [Self.server, Self.bob] {
            let message = try publish(to: target).parsed()
            #expect(try isWrongTarget(refusal(of: forBob, in: message, by: opener(holding: [.bob]))))
        }
    }

    @Test("To, signed as it is, must name the presentity or the presence server too")
    func to() throws {
        for (to, passes) in [
            (Self.bob, false), ("tel:+4930123456", false), ("pres:alice@example.test", true),
            (Self.server, true),
        ] {
            let message = SampleMessage.publish.with("To", "<\(to)>")
            let body = try Exchange.signed(Exchange.bound(to: message))
            let refusal = try Exchange.refusal(of: body, in: message)
            #expect(passes ? refusal == nil : isWrongTarget(refusal), "\(to)")
        }
    }

    @Test("without a document From names the presentity; several documents must all be about it")
    func documents() throws {
        let text = try Exchange.entity("text/plain", "hello")
        let body = try Exchange.signed(Exchange.bound(content: text))
        #expect(try Exchange.refusal(of: body, in: .publish) == nil)
        #expect(try isWrongTarget(Exchange.refusal(of: body, in: publish(to: Self.bob))))
        let parts = try [Exchange.presence(), text].map(\.octets)
        let multipart = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "multipart/mixed; boundary=b")],
            body: try Multipart.compose(parts: parts, boundary: "b"))
        let mixed = try Exchange.signed(Exchange.bound(content: multipart))
        #expect(try Exchange.refusal(of: mixed, in: .publish) == nil)
        #expect(try isWrongTarget(Exchange.refusal(of: mixed, in: publish(to: Self.bob))))
    }

    @Test("a domain's PUBLISH for a user, if it is allowed, must target that user as well, in parts too")
    func domain() throws {
        let policy = Exchange.policy { $0.domainSigner = .anyMessage }
        let multipart = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "multipart/mixed; boundary=b")],
            body: try Multipart.compose(
                parts: [Exchange.presence(of: Self.bob).octets], boundary: "b"))
        let message = publish(to: Exchange.alice)
        let body = try Exchange.signed(Exchange.bound(to: message, content: multipart), by: .server)
        #expect(try isWrongTarget(Exchange.refusal(of: body, in: message, policy: policy)))
    }

    @Test("both start lines of a tunnel count")
    func tunnel() throws {
        let outer = try Exchange.tunnelled()
        #expect(try Exchange.refusal(of: outer) == nil)
        let redirected = try outer.changed("PUBLISH sip:alice@example.test", "PUBLISH \(Self.bob)")
        #expect(try isWrongTarget(Exchange.refusal(of: redirected)))
        var inner = SampleMessage.talkative
        inner.startLine = "PUBLISH \(Self.bob) SIP/2.0"
        let inside = try Exchange.tunnelled(inner).changed(
            "PUBLISH \(Self.bob)", "PUBLISH sip:alice@example.test")
        #expect(try isWrongTarget(Exchange.refusal(of: inside)))
    }

    private func notified(
        _ entity: String = Exchange.alice, in message: SampleMessage = .notify, for recipient: String = bob,
        by signer: TestLab.Holder = .server
    ) throws -> MIMEEntity {
        try Exchange.signed(
            Exchange.bound(to: message, for: [recipient], content: Exchange.presence(of: entity)), by: signer)
    }

    @Test("a NOTIFY with one document must be about From, under a domain's signature too")
    func notifyDocument() throws {
        #expect(try Exchange.refusal(of: notified(), in: .notify, as: .bob) == nil)
        #expect(
            try Exchange.refusal(of: notified("pres:alice@example.test"), in: .notify, as: .bob) == nil)
        let carol = "sip:carol@example.test"
        #expect(
            try Exchange.refusal(of: notified(carol), in: .notify, as: .bob)
                == .wrongTarget(.document(entity: carol, from: Exchange.alice)))
        let any = Exchange.policy { $0.target = .any }
        let opened = try Exchange.open(notified(carol), in: .notify, as: .bob, policy: any)
        #expect(opened.warnings.contains(.targetUnchecked))
        let list = try Exchange.entity("application/rlmi+xml", "<list/>")
        let body = try Exchange.signed(
            Exchange.bound(to: .notify, for: [Self.bob], content: list), by: .server)
        #expect(try Exchange.refusal(of: body, in: .notify, as: .bob) == nil)
    }

    @Test(
        "the same holds for one document in a multipart that a domain signed, unless that is a list (RFC 4662)"
    )
    func notifyPart() throws {
        let carol = "sip:carol@example.test"
        for (subtype, entity, isRefused) in [
            ("mixed", carol, true), ("alternative", carol, true), ("mixed", Exchange.alice, false),
            ("related", carol, false),
        ] {
            let part = try Exchange.presence(of: entity)
            let text = try Exchange.entity("text/plain", "hello")
            for content in [
                try SpoofingShape.multipart(subtype, [part, text]),
                try SpoofingShape.multipart(subtype, [SpoofingShape.multipart("parallel", [part])]),
            ] {
                let body = try Exchange.signed(
                    Exchange.bound(to: .notify, for: [Self.bob], content: content), by: .server)
                #expect(
                    try Exchange.refusal(of: body, in: .notify, as: .bob)
                        == (isRefused ? .wrongTarget(.document(entity: carol, from: Exchange.alice)) : nil))
                let twice = try Exchange.signed(
                    Exchange.bound(
                        to: .notify, for: [Self.bob],
                        content: Exchange.signed(content, by: .server, form: .detached)), by: .server)
                #expect(
                    try Exchange.refusal(of: twice, in: .notify, as: .bob)
                        == (isRefused ? .wrongTarget(.document(entity: carol, from: Exchange.alice)) : nil))
            }
        }
    }

    @Test("and To must be its watcher", arguments: [TestLab.Holder.server, .alice])
    func notifyWatcher(signer: TestLab.Holder) throws {
        #expect(try Exchange.refusal(of: notified(by: signer), in: .notify, as: .bob) == nil)
        let carol = SampleMessage.notify.with("To", "<sip:carol@example.test>;tag=b1")
        #expect(
            try Exchange.refusal(of: notified(in: carol, by: signer), in: carol, as: .bob)
                == .wrongTarget(.watcher("sip:carol@example.test", intended: [Self.bob])))
    }

    @Test("an envelope must be opened with a key of an address that the body was signed for")
    func envelope() throws {
        let signed = try Exchange.signed(Exchange.bound(to: .notify, for: [Self.bob]), by: .server)
        let forwarded = try Exchange.enveloped(signed, for: .alice)
        let message = try SampleMessage.notify.parsed()
        for cipher in [ContentCipher.aes256GCM, .aes256CBC] {
            let forwarded = try Exchange.enveloped(signed, for: .alice, cipher: cipher)
            let refusal = try refusal(of: forwarded, in: message, by: opener(holding: [.alice, .bob]))
            guard case .wrongTarget(.recipient(let opened, let intended))? = refusal else {
                Issue.record("\(String(describing: refusal))")
                continue
            }
            #expect(opened.first == Exchange.alice && intended == [Self.bob])
        }
        #expect(
            try refusal(of: forwarded, in: message, by: opener(holding: [.alice]))
                == .wrongRecipient(intended: [Self.bob]))
        let any = Exchange.policy { $0.target = .any }
        #expect(try refusal(of: forwarded, in: message, by: opener(holding: [.alice], policy: any)) == nil)
    }

    @Test("an archive reads messages signed for others, with a warning")
    func archive() throws {
        let signed = try Exchange.signed(Exchange.bound())
        let message = try SampleMessage.publish.parsed()
        #expect(
            try refusal(of: signed, in: message, by: opener(holding: []))
                == .wrongRecipient(intended: [Self.server]))
        let any = Exchange.policy { $0.target = .any }
        let opened = try opener(holding: [], policy: any)
            .open(signed, in: OpeningContext(of: message, at: TestLab.now))
        #expect(opened.warnings == [.targetUnchecked])
    }
}
