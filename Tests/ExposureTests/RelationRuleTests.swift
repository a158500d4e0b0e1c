import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Who watches whom")
struct RelationRuleTests {
    private static let anonymous = "<sip:anonymous@anonymous.invalid>;tag=1"

    private func relation(_ message: SIPMessage, layers: [VisibleLayer] = []) throws -> DerivedFinding {
        try #require(ExposureReport.of(message, layers: layers).derived.first { $0.kind == .relation })
    }

    @Test(
        "two spellings of one address are one party (RFC 3261 §19.1.4)",
        arguments: [
            "sip:alice@example.com", "sip:alice@EXAMPLE.com", "sip:%61lice@example.com",
            "sips:alice@example.com", "sip:alice@example.com;transport=tcp", "sip:alice:secret@example.com",
            "sip:alice@192.0.2.4", "sip:alice@[2001:db8::4]:5062",
        ])
    func oneParty(uri: String) throws {
        let publish = try ExampleMessage.request(
            "PUBLISH", to: "sip:alice@example.com", from: "<\(uri)>;tag=1")
        let finding = try relation(publish)
        #expect(finding.value == "not readable" && finding.fields.isEmpty, "\(finding.fields)")
        #expect(finding.severity == .info && finding.detail.contains("at most one party"))
    }

    @Test(
        "another user, another letter case of the user, and another domain are another party",
        arguments: [
            "sip:bob@example.com", "sip:Alice@example.com", "sip:alice@example.net",
            "sip:alice@1.example.com",
            "sip:a%6Cicia@example.com", "sip:f81d4fae-7dec-11d0-a765-00a0c91e6bf6@example.com",
        ])
    func twoParties(uri: String) throws {
        let subscribe = try ExampleMessage.subscribe(from: "<\(uri)>;tag=1")
        let finding = try relation(subscribe)
        #expect(finding.value == "readable" && finding.fields == ["From", "(Request-URI)", "To"])
    }

    @Test(
        "no party: a domain, a terminal, a temporary GRUU, a telephone number, an anonymous form",
        arguments: [
            "<sip:example.net>", "<sip:192.0.2.9>", "<sip:x7@example.net;gr>", "<tel:+491701234567>",
            "\"Anonymous\" <sip:anonymous@anonymous.invalid>", "<sip:anonymous.invalid>",
        ])
    func noParty(from: String) throws {
        #expect(try relation(ExampleMessage.subscribe(from: "\(from);tag=1")).value == "not readable")
    }

    /// Each shows Bob beside an anonymous From, to these readers.
    private static let senders: [(field: String, reader: Observer, severity: Severity)] = [
        ("Reply-To: <sip:bob@example.net>", .farSide, .critical),
        ("Referred-By: <sip:bob@example.net>", .farSide, .critical),
        ("Contact: <sip:bob@192.0.2.1>", .farSide, .critical),
        ("P-Preferred-Identity: <sip:bob@example.net>", .accessEavesdropper, .critical),
        ("P-Asserted-Identity: <sip:bob@example.net>", .presenceServer, .high),
        ("P-Served-User: <sip:bob@example.net>", .sCSCF, .high),
        ("Authorization: Digest username=\"bob@example.net\", realm=\"r\"", .presenceServer, .critical),
    ]

    @Test("each field that names the sender shows the pair to its own readers only", arguments: senders)
    func byField(field: String, reader: Observer, severity: Severity) throws {
        let message = try ExampleMessage.request(
            "SUBSCRIBE", to: "sip:alice@example.com", from: Self.anonymous,
            others: ["Event: presence", field])
        let finding = try relation(message)
        let name =
            field.hasPrefix("Authorization") ? "Authorization;username" : field.prefix { $0 != ":" }[...]
        #expect(finding.fields.first == String(name) && finding.severity == severity)
        #expect(finding.observers.contains(reader))
        #expect(finding.observers.contains(.farSide) == (reader == .farSide))
        let row = try #require(Catalogue.row(named: String(name)))
        #expect(finding.observers == row.observers)
    }

    @Test(
        "a Contact is the terminal of the publisher in PUBLISH and REGISTER, and of a watcher in SUBSCRIBE",
        arguments: [("PUBLISH", false), ("REGISTER", false), ("SUBSCRIBE", true), ("MESSAGE", true)])
    func contact(method: String, isReadable: Bool) throws {
        let message = try ExampleMessage.request(
            method, to: "sip:alice@example.com", from: Self.anonymous,
            others: ["Contact: <sip:x9@terminal.example.net>"])
        #expect(try relation(message).value == (isReadable ? "readable" : "not readable"))
    }

    @Test("in a NOTIFY, From names the presentity and the Request-URI the watcher's contact")
    func notify() throws {
        let message = try ExampleMessage.request(
            "NOTIFY", to: "sip:bob@192.0.2.1", from: "<sip:alice@example.com>;tag=1",
            toField: "<sip:anonymous@anonymous.invalid>;tag=2")
        let finding = try relation(message)
        #expect(finding.fields == ["From", "(Request-URI)"] && finding.severity == .critical)
        let hidden = try ExampleMessage.request(
            "NOTIFY", to: "sip:192.0.2.1", from: "<sip:alice@example.com>;tag=1",
            toField: "<sip:anonymous@anonymous.invalid>;tag=2")
        #expect(try relation(hidden).value == "not readable")
    }

    @Test(
        "a response shows the pair of its request by From and To, which it copies (RFC 3261 §8.2.6.2)",
        arguments: ["SUBSCRIBE", "NOTIFY", "MESSAGE"])
    func responses(method: String) throws {
        let finding = try relation(ExampleMessage.response(200, to: method))
        #expect(finding.value == "readable" && finding.fields == ["From", "To"])
        #expect(try relation(ExampleMessage.response(200, to: method, from: Self.anonymous)).fields.isEmpty)
    }

    @Test("a certificate outside an envelope shows its signer beside an anonymous From; one inside does not")
    func signer() throws {
        let message = try ExampleMessage.subscribe(from: Self.anonymous, body: "x")
        let signature = VisibleLayer(
            kind: .signedData, signer: "key 1", signerURIs: ["mailto:b@c", "sip:bob@example.net"], octets: 9)
        let envelope = VisibleLayer(kind: .envelopedData, recipients: ["key 2"], octets: 9)
        let shown = try relation(message, layers: [signature, envelope])
        #expect(shown.value == "readable" && shown.fields.first?.hasPrefix("CMS SignedData") == true)
        #expect(try relation(message, layers: [envelope, signature]).value == "not readable")
    }

    @Test("a user name without a domain names no address")
    func userName() throws {
        let message = try ExampleMessage.subscribe(
            from: Self.anonymous, others: ["Authorization: Digest username=\"bob\", realm=\"example.net\""])
        #expect(try relation(message).value == "not readable")
    }
}
