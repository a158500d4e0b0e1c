import CCrypto
import CMS
import FoundationEssentials
import MIME
import SIPMessage
import SMIMEBody

/// A sender, a recipient and a message, all prepared in advance.
struct Lab {
    let protector: Protector
    let opener: Opener<Never>
    let context: OpeningContext
    let entity: MIMEEntity
    let protected: MIMEEntity
    let instant: Date
    /// The recipient of the envelope.
    let recipient: Certificate

    init(
        key algorithm: KeyAlgorithm, options: ProtectionOptions = Lab.usual, document: String = presence
    ) throws {
        instant = Date(timeIntervalSince1970: 1_795_435_200)
        // A path is not remembered at the very second at which a certificate in it begins.
        let validity = CertificateValidity(from: instant - 3600, days: 300)
        let authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: algorithm, validity: validity)
        let alice = try Self.keyed(
            .user(
                address: "alice@example.test",
                uris: ["sip:alice@example.test", "pres:alice@example.test", "im:alice@example.test"]),
            algorithm, authority, validity)
        let server = try Self.keyed(
            .domain("example.test", uri: "sip:example.test"), algorithm, authority, validity,
            isRecipient: true)
        let anchors = try TrustAnchors([authority.certificate])
        let sender = try SIPURI.parse("sip:alice@example.test")
        protector = try Protector(
            signer: .select(sender, from: [alice], at: instant),
            recipients: [
                .select(
                    try SIPURI.parse("sip:example.test"), from: [server.certificate], trusting: anchors,
                    at: instant)
            ], options: options)
        recipient = server.certificate
        opener = Opener(keys: KeyRing([server]), certificates: KeyRing(), trusting: anchors)
        context = OpeningContext(sender: .expected(sender), at: instant)
        entity = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "application/pidf+xml")],
            body: Array(document.utf8))
        protected = try protector.protect(entity, signingTime: instant)
        guard try opener.open(protected, in: context).entity == entity else { failed("round trip") }
    }

    static var usual: ProtectionOptions {
        var options = ProtectionOptions()
        options.cipher = .aes128GCM
        return options
    }

    private static func keyed(
        _ profile: CertificateProfile, _ algorithm: KeyAlgorithm, _ authority: CertificateAuthority,
        _ validity: CertificateValidity, isRecipient: Bool = false
    ) throws -> KeyedCertificate {
        // A holder of two receives with the second, and the server needs no other.
        let shares = profile.shares(of: algorithm)
        guard let share = isRecipient ? shares.last : shares.first else { failed("a kind of key") }
        let key = try PrivateKey.generate(share.key)
        return KeyedCertificate(
            certificate: try authority.issue(share.profile, for: key, validity: validity), key: key)
    }
}

/// 1 KB of PIDF: one tuple and notes to fill.
let presence: String = {
    let head = """
        <?xml version="1.0" encoding="UTF-8"?>
        <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@example.test"><tuple id="t1"><status>\
        <basic>open</basic></status><contact priority="0.8">sip:alice@192.0.2.1:5060</contact>\
        <note xml:lang="en">
        """
    let tail = "</note><timestamp>2026-11-23T12:00:00Z</timestamp></tuple></presence>"
    let filler = String(repeating: "In a meeting till three. ", count: 60)
    return head + filler.prefix(1024 - head.utf8.count - tail.utf8.count) + tail
}()
