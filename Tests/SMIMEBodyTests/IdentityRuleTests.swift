import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("The signer is the sender")
struct IdentityRuleTests {
    /// A request or response with the given From and To.
    private func message(
        _ startLine: String, method: String, from: String = Exchange.alice,
        to: String = "sip:bob@example.test"
    ) throws -> SIPMessage {
        let lines = [
            startLine, "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1", "From: <\(from)>;tag=1",
            "To: <\(to)>;tag=2",
            "Call-ID: 1@192.0.2.1", "CSeq: 1 \(method)", "Content-Length: 0", "", "",
        ]
        return try SIPMessage.parse(Array(lines.joined(separator: "\r\n").utf8))
    }

    private func reason(
        _ holder: TestLab.Holder, in message: SIPMessage, about entity: String = Exchange.alice,
        policy: OpeningPolicy = OpeningPolicy()
    ) throws -> SMIMEError? {
        let signed = try Exchange.signed(Exchange.presence(of: entity), by: holder)
        let opener = try Exchange.opener(policy: policy)
        do throws(OpeningRefusal) {
            let opened = try opener.open(signed, in: OpeningContext(of: message, at: TestLab.now))
            #expect(opened.signature?.rule == (holder == .server ? .domainOwnsSender : .userOwnsSender))
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("if a user's certificate has the URI in From, in any request")
    func user() throws {
        for method in ["PUBLISH", "NOTIFY", "MESSAGE"] {
            let message = try message("\(method) sip:x@example.test SIP/2.0", method: method)
            #expect(try reason(.alice, in: message) == nil)
            let error = try reason(.bob, in: message, about: "sip:bob@example.test")
            #expect(
                error
                    == .signerNotSender(
                        sender: Exchange.alice,
                        signer: ["sip:bob@example.test", "pres:bob@example.test", "im:bob@example.test"]))
        }
    }

    @Test("if the domain's certificate signs a NOTIFY or a response for its user (RFC 3856 §6.7)")
    func domain() throws {
        #expect(try reason(.server, in: message("NOTIFY sip:bob@192.0.2.9 SIP/2.0", method: "NOTIFY")) == nil)
        let response = try message(
            "SIP/2.0 200 OK", method: "PUBLISH", from: "sip:bob@example.test", to: Exchange.alice)
        #expect(try reason(.server, in: response) == nil)
        for method in ["PUBLISH", "MESSAGE", "SUBSCRIBE"] {
            let message = try message("\(method) sip:x@example.test SIP/2.0", method: method)
            #expect(
                try reason(.server, in: message)
                    == .domainSignerNotAllowed(signer: ["sip:example.test"], method: method))
            #expect(
                try reason(.server, in: message, policy: Exchange.policy { $0.domainSigner = .anyMessage })
                    == nil)
        }
    }

    @Test("according to To in a response, not From")
    func response() throws {
        let response = try message(
            "SIP/2.0 200 OK", method: "PUBLISH", from: "sip:bob@example.test", to: Exchange.alice)
        #expect(try reason(.alice, in: response) == nil)
        #expect(try reason(.bob, in: response, about: "sip:bob@example.test")?.code == .signerNotSender)
    }

    @Test("never if the domain is another, or only has the same suffix")
    func otherDomain() throws {
        for host in ["example.com", "sub.example.test", "test", "notexample.test", "example.test.evil.test"] {
            let from = "sip:alice@\(host)"
            let message = try message("NOTIFY sip:b@192.0.2.9 SIP/2.0", method: "NOTIFY", from: from)
            #expect(try reason(.server, in: message, about: from)?.code == .signerNotSender)
            #expect(try reason(.alice, in: message)?.code == .signerNotSender)
        }
    }

    @Test("never if another URI in a domain's certificate is unreadable: it may be a user's")
    func unreadableURI() throws {
        for uri in ["sip:al#ice@example.test", "SIP:alice@example.test:99999", "pres:al[ice@example.test"] {
            let server = try TestLab.shared().issue(.domain("example.test", uri: "sip:example.test"))
            #expect(CertificateIdentity(of: server.certificate).kind == .domain)
            let odd = try TestLab.shared().issue(.user(address: "x", uris: ["sip:example.test", uri]))
            #expect(CertificateIdentity(of: odd.certificate).kind == nil)
        }
    }

    @Test("with a case-insensitive host and a case-sensitive user")
    func spelling() throws {
        for (from, isOwn) in [
            ("sip:alice@EXAMPLE.test", true), ("sip:%61lice@example.test", true),
            ("SIP:alice@example.test", true),
            ("sip:alice@example.test:5060", true), ("sip:alice@example.test;transport=tcp", true),
            ("sip:Alice@example.test", false), ("sip:alice@example.test:5070", false),
            ("sips:alice@example.test", false), ("sip:example.test", false),
        ] {
            let message = try message("PUBLISH sip:x@example.test SIP/2.0", method: "PUBLISH", from: from)
            #expect(try (reason(.alice, in: message) == nil) == isOwn, "\(from)")
        }
    }

    @Test("never if From is not a SIP URI")
    func telephone() throws {
        let message = try message(
            "PUBLISH sip:x@example.test SIP/2.0", method: "PUBLISH", from: "tel:+358401234567")
        let uris = try TestLab.shared().identity(.alice).certificate.facts.uris
        #expect(
            try reason(.alice, in: message) == .signerNotSender(sender: "tel:+358401234567", signer: uris))
    }

    @Test("not checked if any sender is allowed")
    func anySender() throws {
        let signed = try Exchange.signed(Exchange.presence(of: "sip:bob@example.test"), by: .bob)
        let opened = try Exchange.opener().open(signed, in: OpeningContext(sender: .any, at: TestLab.now))
        #expect(opened.signature?.rule == .anySender)
    }
}

@Suite("CertificateIdentity")
struct CertificateIdentityTests {
    private func identity(_ name: String) throws -> CertificateIdentity {
        CertificateIdentity(of: try TestIdentity.odd(name).certificate)
    }

    @Test("is a domain's by DNS name if there is no SIP URI, in any case of letters")
    func dnsName() throws {
        let identity = try identity("dns-domain")
        #expect(identity.kind == .domain && identity.uris.isEmpty)
        #expect(identity.isAuthority(for: try SIPURI.parse("sip:alice@EXAMPLE.TEST")))
        #expect(!identity.isAuthority(for: try SIPURI.parse("sip:alice@sub.example.test")))
    }

    @Test("is a user's as soon as one URI names a user, and then not a domain's")
    func userAndDomain() throws {
        let identity = try identity("user-and-domain")
        #expect(identity.kind == .user)
        #expect(!identity.isAuthority(for: try SIPURI.parse("sip:bob@example.test")))
        #expect(!identity.isRecipient(try SIPURI.parse("sip:example.test")))
        #expect(identity.owns(try SIPURI.parse("sip:alice@example.test")))
    }

    @Test("is empty if there is only a mail address or a common name")
    func noIdentity() throws {
        #expect(try identity("mail-user").kind == nil)
        let none = try TestLab.shared().issue(.user(address: "alice@example.test", uris: []))
        let identity = CertificateIdentity(of: none.certificate)
        #expect(identity.kind == nil)
        #expect(!identity.owns(try SIPURI.parse("sip:alice@example.test")))
        #expect(!identity.covers(entity: try SIPURI.parse("pres:alice@example.test")))
    }

    @Test("does not own a URI of another scheme than it names")
    func schemes() throws {
        let presOnly = try TestLab.shared().issue(.user(address: "a", uris: ["pres:alice@example.test"]))
        let identity = CertificateIdentity(of: presOnly.certificate)
        #expect(identity.kind == .user)
        #expect(!identity.owns(try SIPURI.parse("sip:alice@example.test")))
        #expect(identity.covers(entity: try SIPURI.parse("sip:alice@example.test")))
        #expect(!identity.covers(entity: try SIPURI.parse("sips:alice@example.test")))
    }
}
