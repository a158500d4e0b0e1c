import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("A telephone number")
struct TelephoneIdentityTests {
    static let number = "tel:+49301"
    static let phone = "sip:+49301@example.test;user=phone"
    static let plain = "sip:+49301@example.test"
    static let both = [phone, "pres:+49301@example.test", number]

    private static func issue(_ uris: [String]) throws -> TestIdentity {
        try TestLab.shared().issue(.user(address: "+49301@example.test", uris: uris))
    }

    private static func publish(from: String, to: String? = nil, target: String? = nil) -> SampleMessage {
        var message = SampleMessage.publish.with("From", "<\(from)>;tag=a1").with("To", "<\(to ?? from)>")
        message.startLine = "PUBLISH \(target ?? from) SIP/2.0"
        return message
    }

    /// The refusal of content about `entity` that a holder of `uris` signs in
    /// `message`; nil if it is accepted.
    private func refusal(
        _ uris: [String], about entity: String, in message: SampleMessage,
        change: (inout OpeningContext) -> Void = { _ in }
    ) throws -> SMIMEError? {
        let content = try Exchange.bound(to: message, content: Exchange.presence(of: entity))
        let signed = try Exchange.signed(content, by: Self.issue(uris))
        var context = OpeningContext(of: try message.parsed(), at: TestLab.now)
        change(&context)
        let opener = try Exchange.opener()
        do throws(OpeningRefusal) {
            _ = try opener.open(signed, in: context)
            return nil
        } catch { return error.reason }
    }

    @Test("and a sip: URI are one identity if one certificate lists both, in all four places")
    func one() throws {
        for from in [Self.phone, Self.number, "tel:+49-30-1"] {
            for target in [Self.phone, Self.number, "TEL:+(49)301"] {
                for entity in [Self.phone, Self.number, "tel:+49.301"] {
                    let message = Self.publish(from: from, to: target, target: target)
                    #expect(
                        try refusal(Self.both, about: entity, in: message) == nil,
                        "\(from) \(target) \(entity)")
                }
            }
        }
    }

    @Test(
        "in the document is not the sender's unless the certificate and From say so literally",
        arguments: [
            ([phone], phone), ([plain, number], plain), ([plain, number], phone), (both, plain),
            (["sip:+49301@example.test;user=PHONE", number], phone), ([phone, "tel:+49302"], phone),
            ([phone, "tel:+49301;ext=1"], phone), ([phone, "tel:0301;phone-context=+49"], phone),
            (["sips:+49301@example.test;user=phone", "sip:x@example.test", number], "sip:x@example.test"),
            (["sip:+49301@other.test;user=phone", plain, number], phone),
            (both, "sip:+49301@example.test;user=ip"), (both, "sip:+49301@example.test;user=phone;user=ip"),
            (both, "sip:+49301@example.test;user=phone;maddr=192.0.2.1"),
            (both, "sip:+49301@example.test:5060;user=phone"),
        ])
    func notOne(uris: [String], from: String) throws {
        let message = Self.publish(from: from, to: "sip:example.test", target: "sip:example.test")
        let refusal = try refusal(uris, about: Self.number, in: message)
        guard case .entityNotSender(Self.number, _) = refusal else {
            Issue.record("\(uris) \(from): \(String(describing: refusal))")
            return
        }
    }

    @Test("is one with a URI by the signer's certificate alone, not by two certificates that list one each")
    func twoCertificates() throws {
        let message = Self.publish(from: Self.phone, to: "sip:example.test", target: "sip:example.test")
        for uris in [[Self.phone], [Self.number]] {
            #expect(try refusal(uris, about: Self.number, in: message) != nil, "\(uris)")
        }
    }

    @Test(
        "as Request-URI or To counts only if it is the presentity's",
        arguments: [
            "tel:+49302", "tel:+49301;ext=1", "tel:+49301;isub=1", "tel:301;phone-context=+49",
            "sip:+49301@example.test",
            "tel:+49301;phone-context=example.test", "sip:+49301@other.test;user=phone",
            "sip:+49302@example.test;user=phone",
            "sip:+49301@example.test;user=phone;user=ip", "sips:+49301@example.test;user=phone",
            "tel:%2B49301",
        ])
    func target(other: String) throws {
        for message in [
            Self.publish(from: Self.phone, to: other), Self.publish(from: Self.phone, target: other),
        ] {
            let refusal = try refusal(Self.both, about: Self.number, in: message)
            guard case .wrongTarget? = refusal else {
                Issue.record("\(String(describing: refusal))")
                continue
            }
        }
    }

    @Test("as the sender must be in the signer's certificate; no domain may represent it")
    func sender() throws {
        let message = Self.publish(from: "tel:+49-301", to: "sip:example.test", target: "sip:example.test")
        for uris in [[Self.phone], [Self.plain, "tel:+49302"], [Self.plain, "tel:301;phone-context=+49"]] {
            guard case .signerNotSender(Self.number, _)? = try refusal(uris, about: Self.number, in: message)
            else {
                Issue.record("\(uris)")
                continue
            }
        }
        let notify = SampleMessage.notify.with("From", "<tel:+49301>;tag=s1")
        let content = try Exchange.bound(
            to: notify, for: ["sip:bob@example.test"], content: Exchange.presence(of: Self.number))
        let byServer = try Exchange.signed(content, by: .server)
        guard case .signerNotSender? = try Exchange.refusal(of: byServer, in: notify, as: .bob) else {
            Issue.record("accepted")
            return
        }
        let fromURI = SampleMessage.notify.with("From", "<\(Self.phone)>;tag=s1")
        let about = try Exchange.bound(
            to: fromURI, for: ["sip:bob@example.test"], content: Exchange.presence(of: Self.number))
        guard
            case .entityNotSender? = try Exchange.refusal(
                of: Exchange.signed(about, by: .server), in: fromURI, as: .bob)
        else {
            Issue.record("accepted")
            return
        }
    }

    @Test("in a domain's certificate makes it neither a user's nor a domain's")
    func domain() throws {
        for names in [
            [AlternativeNames.uri("sip:example.test")], [AlternativeNames.dns("example.test")],
        ] {
            let identity = CertificateIdentity(
                of: try AlternativeNames.certificate(names + [AlternativeNames.uri(Self.number)]))
            let number = try #require(TelephoneURI.parse(Self.number))
            #expect(identity.kind == nil && !identity.owns(number))
        }
        let alone = CertificateIdentity(
            of: try AlternativeNames.certificate([AlternativeNames.uri(Self.number)]))
        #expect(alone.kind == .user && alone.telephoneNumbers.map(\.canonical) == [Self.number])
    }

    @Test(
        "asserted by a trusted network counts with at most one sip: URI (RFC 3325 §9.1)",
        arguments: [
            ("<tel:+49-301>", true), ("<sip:x@example.test>, <tel:+49301>", true),
            ("<tel:+49301>, <tel:+49302>", false),
            ("<tel:+49301>, <tel:+49301>", false), ("<sip:a@b>, <sips:c@d>, <tel:+49301>", false),
            ("<tel:+49301>, <mailto:a@b>", false), ("<tel:301;phone-context=+49>", false),
            ("<tel:+49301>, <pres:a@b>", false),
        ])
    func asserted(value: String, passes: Bool) throws {
        let message = Self.publish(
            from: "sip:x1@example.test", to: "sip:example.test", target: "sip:example.test"
        )
        .with("P-Asserted-Identity", value)
        let refusal = try refusal(Self.both, about: Self.number, in: message) { $0.trustAssertedIdentity() }
        #expect((refusal == nil) == passes, "\(String(describing: refusal))")
    }

    @Test("in To of a NOTIFY is the watcher's if the watcher's certificate lists it with a signed recipient")
    func watcher() throws {
        let keyed = try Self.issue(Self.both).keyed
        for (recipient, to, passes) in [
            (Self.phone, "tel:+49301", true), (Self.phone, "tel:+49-301", true),
            (Self.phone, "tel:+49302", false),
            (Self.plain, "tel:+49301", false),
        ] {
            let notify = SampleMessage.notify.with("To", "<\(to)>;tag=b1")
            let body = try Exchange.signed(Exchange.bound(to: notify, for: [recipient]), by: .server)
            let opener = Opener(
                keys: KeyRing([keyed]), certificates: KeyRing(), trusting: try TestLab.shared().anchors)
            let context = OpeningContext(of: try notify.parsed(), at: TestLab.now)
            #expect(((try? opener.open(body, in: context)) != nil) == passes, "\(recipient) \(to)")
        }
    }

    @Test(
        "is one presentity for a ledger, in every spelling and with the URI that the certificate lists with it"
    )
    func ledger() throws {
        let identity = CertificateIdentity(of: try Self.issue(Self.both).certificate)
        for text in [Self.number, "tel:+49-301", Self.phone, Self.plain, "pres:+49301@example.test"] {
            let address = try #require(AddressURI.parse(text))
            #expect(identity.presentity(of: address) == Self.number, "\(text)")
        }
        let apart = CertificateIdentity(of: try Self.issue([Self.plain, Self.number]).certificate)
        #expect(apart.presentity(of: .sip(try SIPURI.parse(Self.phone))) == ":+49301@example.test")
    }
}
