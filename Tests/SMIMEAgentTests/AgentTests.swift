import CMS
import MIME
import PresenceRules
import SIPMessage
import SMIMEAgent
import SMIMEBody
import TestSupport
import Testing

@Suite("The agents, without a command line")
struct AgentTests {
    private let lab: AgentLab

    init() throws { lab = try AgentLab() }

    @Test("the receiving agent opens what the sending agent protects, octet for octet")
    func roundTrip() throws {
        let original = try AgentLab.publish()
        let protected = try lab.protect(original)
        #expect(protected.sender.addressOfRecord == "sip:alice@example.test")
        #expect(protected.recipients.map(\.addressOfRecord) == ["sip:example.test"])
        #expect(protected.report.reasonCode == nil)
        let received = try lab.open(protected.message)
        #expect(try received.plain().octets == original.message?.octets)
        #expect(received.body.signature?.signer == (try TestLab.shared().identity(.alice).certificate))
    }

    @Test("a tunnel hides the fields, and gives the whole message back")
    func tunnel() throws {
        let original = try AgentLab.publish()
        let protected = try lab.protect(original) { $0.tunnel = .init(.minimal, name: "minimal") }
        #expect(protected.tunnel?.omittedNames.contains("Subject") == true)
        #expect(protected.message?.values(of: "Subject").isEmpty == true)
        let plain = try lab.open(protected.message).plain()
        #expect(plain.message?.values(of: "Subject") == ["lunch"])
    }

    @Test("a message is accepted once with a ledger, and without one each time")
    func once() throws {
        let protected = try lab.protect(AgentLab.publish())
        for _ in 0..<2 { _ = try lab.open(protected.message) }
        _ = try lab.open(protected.message) { $0.once = true }
        let refusal = try lab.refusal { try lab.open(protected.message) { $0.once = true } }
        #expect(refusal?.error.code == .replayed && refusal?.error.sipStatus == 403)
    }

    @Test(
        "rules refuse what is in clear, before the store is asked, and what they forbid, before the ledger is"
    )
    func policy() throws {
        let rules = try AgentLab.policy("answer-3")
        let signed = try lab.refusal {
            try lab.protect(AgentLab.publish(), under: rules) { $0.protection = .signedDetached }
        }
        guard case .policy(.sending) = signed?.error else {
            Issue.record("\(String(describing: signed?.error))")
            return
        }
        #expect(signed?.error.code == .policy)
        let protected = try lab.protect(AgentLab.publish(), under: rules)
        _ = try lab.open(protected.message, under: rules) { $0.once = true }
        guard case .sip(let clear) = try AgentLab.publish() else { return }
        let refused = try lab.refusal { try lab.open(clear, under: rules) }
        guard case .policy(.clearText) = refused?.error else {
            Issue.record("\(String(describing: refused?.error))")
            return
        }
    }

    @Test("a message that rules refuse is not recorded in the ledger")
    func ledgerLast() throws {
        let protected = try lab.protect(AgentLab.publish())
        let forbidding = try AgentLab.policy("answer-5")
        let refusal = try lab.refusal {
            try lab.open(protected.message, under: forbidding) { $0.once = true }
        }
        #expect(refusal?.error.code == .policy)
        _ = try lab.open(protected.message) { $0.once = true }
    }

    @Test("a refused message is answered with its status, 493 with the certificate to encrypt with")
    func answer() throws {
        guard case .sip(let message) = try AgentLab.publish() else { return }
        for (status, phrase) in [
            (403, "Forbidden"), (415, "Unsupported Media Type"), (493, "Undecipherable"),
        ] {
            let responder = try #require(Responder(status: status))
            let found = try lab.store.certificate(toAnswer: message, at: TestLab.now)
            let response = try responder.response(to: message, tag: "t", with: found?.certificate)
            #expect(response.startLine == .response(statusCode: status, reasonPhrase: phrase))
            #expect((response.bodyEntity() != nil) == (status == 493))
        }
        #expect(Responder(status: 200) != nil && Responder(status: 404) == nil)
    }

    @Test("a sender that the caller names is not replaced by that of P-Asserted-Identity")
    func namedSender() throws {
        let asserted = "P-Asserted-Identity: <sip:alice@example.test>\r\n"
        let protected = try lab.protect(AgentLab.publish(header: asserted))
        let bob = try SIPURI.parse("sip:bob@example.test")
        let refusal = try lab.refusal {
            try lab.open(protected.message) { options in
                options.sender = .expected(bob)
                options.trustsAssertedIdentity = true
            }
        }
        #expect(refusal?.error.code == .signerNotSender)
        let report = refusal?.refusedReport(hint: "none")
        #expect(report?.reasonCode == .signerNotSender)
    }

    @Test(
        "padding and tunnel are refused if no signature covers them; a tunnel gets the usual padding")
    func binding() throws {
        for change: @Sendable (inout SendingOptions) -> Void in [
            { $0.isBound = false }, { $0.protection = .envelopedUnsigned },
        ] {
            for isTunnelled in [true, false] {
                let refusal = try lab.refusal {
                    try lab.protect(AgentLab.publish()) { options in
                        change(&options)
                        if isTunnelled {
                            options.tunnel = .init(.minimal, name: "minimal")
                        } else {
                            options.padding = .standard
                        }
                    }
                }
                guard case .needsBinding = refusal?.error else {
                    Issue.record("\(String(describing: refusal?.error))")
                    continue
                }
            }
        }
    }

    @Test(
        "of a MIME entity the signed content is base64 inside the envelope too, for programs that open it in steps"
    )
    func innerEncoding() throws {
        let content = try MIMEEntity.parse(Array("Content-Type: text/plain\r\n\r\nhello".utf8))
        let protected = try lab.protect(.entity(content)) { options in
            options.sender = .sip(try SIPURI.parse("sip:alice@example.test"))
            options.recipients = [.sip(try SIPURI.parse("sip:example.test"))]
        }
        let entity = try MIMEEntity.parse(protected.octets)
        guard case .envelopedData(let data) = try ContentInfo.read(entity.decodedBody()) else { return }
        let server = try TestLab.shared().identity(.server)
        let recipient = try #require(data.recipients(naming: server.certificate).first)
        let inside = try data.decrypt(for: recipient, certificate: server.certificate, key: server.key)
        #expect(try MIMEEntity.parse(inside).transferEncoding() == .base64)
    }

    @Test("a refusal names the missing fact, but no option of a command")
    func errors() throws {
        let stranger = try AgentLab.publish(header: "", to: "tel:+4930")
        let refusal = try lab.refusal { try lab.protect(stranger) }
        guard case .serverOfNumber("tel:+4930") = refusal?.error else {
            Issue.record("\(String(describing: refusal?.error))")
            return
        }
        #expect(refusal?.error.code == nil)
        #expect(try lab.refusal { try lab.protect(AgentLab.publish(nil)) }?.error.code == .missingBody)
        for error in [
            try #require(refusal?.error), .senderUnknown(nil), .partiesUnknown, .needsMessage(.padding),
            .numberWithoutKey("tel:+4930"), .numberWithoutURI("tel:+4930"), .policy(.otherEvent(nil)),
            .policy(.politeBlockNeedsNotify), .policy(.notAllowed(.block)),
        ] { #expect(!error.description.contains("--"), "\(error)") }
    }
}
