import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Names that cannot be used")
struct OddNameTests {
    private static let domain = AlternativeNames.uri("sip:example.test")
    private static let host = AlternativeNames.dns("example.test")
    private static let user = AlternativeNames.uri("sip:alice@example.test")

    /// UTF8String in an otherName of the identifier 1.3.6.1.4.1.311.20.2.3 (a Windows user principal name).
    private static func other(_ octets: [UInt8], tag: UInt8 = 0x0C) -> DERNode {
        let identifier = DERNode(0x06, [0x2B, 6, 1, 4, 1, 0x82, 0x37, 0x14, 2, 3])
        return DERNode(0xA0, elements: [identifier, DERNode(0xA0, elements: [DERNode(tag, octets)])])
    }

    /// A directoryName with one common name.
    private static func directory(_ name: String) -> DERNode {
        let attribute = DERNode(
            0x30, elements: [DERNode(0x06, [0x55, 4, 3]), DERNode(0x0C, Array(name.utf8))])
        return DERNode(0xA4, elements: [DERNode(0x30, elements: [DERNode(0x31, elements: [attribute])])])
    }

    /// Forms that are, or may be to another reader, a user's URI.
    static let mayNameUser: [(String, DERNode)] = [
        ("trailing blank", AlternativeNames.uri("sip:alice@example.test ")),
        ("leading blank", AlternativeNames.uri(" sip:alice@example.test")),
        ("blank inside", AlternativeNames.uri("sip:al ice@example.test")),
        ("tab", AlternativeNames.uri("sip:alice@example.test\t")),
        ("line end", AlternativeNames.uri("sip:alice@example.test\r\n")),
        ("NUL at the end", AlternativeNames.uri("sip:alice@example.test\0")),
        ("NUL in the host", AlternativeNames.uri("sip:alice@example.test\0.example.org")),
        ("NUL in the scheme", AlternativeNames.uri("s\0ip:alice@example.test")),
        ("NUL before", AlternativeNames.uri("\0sip:alice@example.test")),
        ("control character", AlternativeNames.uri("sip:alice\u{7F}@example.test")),
        ("UTF-8", AlternativeNames.uri("sip:älice@example.test")),
        ("Latin-1", AlternativeNames.entry(6, Array("sip:".utf8) + [0xE4] + Array("@example.test".utf8))),
        ("UTF-16", AlternativeNames.entry(6, "sip:alice@example.test".utf16.flatMap { [0, UInt8($0)] })),
        ("other letters", AlternativeNames.uri("ѕip:alice@example.test")),
        ("byte order mark", AlternativeNames.uri("\u{FEFF}sip:alice@example.test")),
        ("upper case with a blank", AlternativeNames.uri("SIP:alice@example.test ")),
        ("mixed case with a blank", AlternativeNames.uri("SiPs:alice@example.test ")),
        ("sips", AlternativeNames.uri("sips:alice@example.test ")),
        ("pres", AlternativeNames.uri("pres:alice@example.test ")),
        ("im", AlternativeNames.uri("im:alice@example.test ")),
        ("tel", AlternativeNames.uri("tel:+4930 123456")),
        ("tel, sound", AlternativeNames.uri("tel:+4930123456")),
        ("escaped scheme", AlternativeNames.uri("%73ip:alice@example.test")),
        ("escaped colon", AlternativeNames.uri("sip%3Aalice@example.test")),
        ("escape of half a character", AlternativeNames.uri("sip:alice%4@example.test")),
        ("without host", AlternativeNames.uri("sip:")),
        ("user without host", AlternativeNames.uri("sip:alice@")),
        ("two at signs", AlternativeNames.uri("sip:alice@home@example.test")),
        ("angle brackets", AlternativeNames.uri("<sip:alice@example.test>")),
        ("quoted", AlternativeNames.uri("\"sip:alice@example.test\"")),
        ("without scheme", AlternativeNames.uri("alice@example.test")),
        ("without scheme, by host", AlternativeNames.uri("//alice@example.test")),
        ("empty", AlternativeNames.uri("")),
        ("too long", AlternativeNames.uri("sip:" + String(repeating: "a", count: 5000) + "@example.test")),
        ("URI as dNSName", AlternativeNames.dns("sip:alice@example.test")),
        ("URI with NUL as dNSName", AlternativeNames.dns("sip\0:alice@example.test")),
        ("URI as rfc822Name", AlternativeNames.entry(1, Array("sip:alice@example.test".utf8))),
        ("escaped URI as rfc822Name", AlternativeNames.entry(1, Array("sip%253Aalice@example.test".utf8))),
        ("URI as otherName", other(Array("sip:alice@example.test".utf8))),
        ("URI as otherName, upper case", other(Array("TEL:+4930123456".utf8))),
        (
            "URI as otherName in UTF-16",
            other("sip:alice@example.test".utf16.flatMap { [0, UInt8($0)] }, tag: 0x1E)
        ),
        ("URI as directoryName", directory("pres:alice@example.test")),
        ("iPAddress of an invalid length", AlternativeNames.entry(7, Array("sip:a@b".utf8))),
    ]

    /// Forms that are not a user's URI to any reader.
    static let noUser: [(String, DERNode)] = [
        ("mail address", AlternativeNames.entry(1, Array("postmaster@example.test".utf8))),
        ("user principal name", other(Array("server@example.test".utf8))),
        ("directoryName", directory("example.test")),
        ("IPv4 address", AlternativeNames.entry(7, [115, 105, 112, 58])),
        ("IPv6 address", AlternativeNames.entry(7, [UInt8](repeating: 0x3A, count: 16))),
        ("registeredID", AlternativeNames.entry(8, [0x2B, 6, 1])),
        ("web address", AlternativeNames.uri("https://example.test/")),
        ("web address with a blank", AlternativeNames.uri("https://example.test/a b")),
        ("urn", AlternativeNames.uri("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6")),
        ("host with NUL", AlternativeNames.dns("example.test\0.example.org")),
        ("host with blank", AlternativeNames.dns("example.test ")),
        ("host in UTF-8", AlternativeNames.dns("exämple.test")),
        ("the same domain again", domain),
        ("the same host again", host),
    ]

    @Test(
        "that are or may be a user's URI in a domain's certificate: the certificate has no domain identity",
        arguments: mayNameUser)
    func domain(name: String, odd: DERNode) throws {
        let sip = try SIPURI.parse("sip:example.test")
        for sound in [Self.domain, Self.host] {
            for entries in [[sound, odd], [odd, sound], [Self.domain, odd, Self.host]] {
                let identity = CertificateIdentity(of: try AlternativeNames.certificate(entries))
                #expect(identity.kind == nil && identity.domainNames.isEmpty, "\(name)")
                #expect(!identity.isAuthority(for: sip) && !identity.isRecipient(sip), "\(name)")
                #expect(!identity.isAuthority(for: try SIPURI.parse("sip:alice@example.test")), "\(name)")
            }
        }
    }

    @Test("do not hide a valid URI of a user in the same certificate", arguments: mayNameUser + noUser)
    func user(name: String, odd: DERNode) throws {
        let alice = try SIPURI.parse("sip:alice@example.test")
        for entries in [[Self.user, odd], [odd, Self.user]] {
            let identity = CertificateIdentity(of: try AlternativeNames.certificate(entries))
            #expect(identity.kind == .user && identity.owns(alice), "\(name)")
            #expect(!identity.owns(try SIPURI.parse("sip:bob@example.test")), "\(name)")
        }
    }

    @Test("that are not a user's do not affect a domain's identity", arguments: noUser)
    func others(name: String, odd: DERNode) throws {
        let sip = try SIPURI.parse("sip:example.test")
        for sound in [Self.domain, Self.host] {
            let identity = CertificateIdentity(of: try AlternativeNames.certificate([odd, sound]))
            #expect(identity.kind == .domain && identity.isAuthority(for: sip), "\(name)")
            #expect(!identity.isAuthority(for: try SIPURI.parse("sip:example.org")), "\(name)")
        }
    }

    @Test("are listed with the reason, in printable characters")
    func words() throws {
        let certificate = try AlternativeNames.certificate([
            Self.user, AlternativeNames.uri("sip:alice@example.test\u{1B}[2J"), AlternativeNames.uri("sip:"),
            AlternativeNames.dns("a b"),
        ])
        #expect(certificate.facts.uris == ["sip:alice@example.test", "sip:"])
        #expect(
            CertificateIdentity(of: certificate).unusableNames.map(\.description) == [
                #"uniformResourceIdentifier 'sip:alice@example.test\x1B[2J': it has invalid characters"#,
                "dNSName 'a b': it has invalid characters",
                "uniformResourceIdentifier 'sip:': it is not a valid URI of its scheme",
            ])
        let many = try AlternativeNames.certificate(
            (0..<300).map { AlternativeNames.uri("https://example.test/ \($0)") } + [
                AlternativeNames.uri(" ")
            ])
        #expect(many.facts.unusableNames.count == 100 && many.facts.mayNameUnreadableUser)
    }

    /// Opens a message from alice, or from the presence server, signed with a certificate of the odd CA.
    private func open(_ name: String, from sender: String) throws -> Result<OpenedBody, OpeningRefusal> {
        let odd = try TestIdentity.odd(name)
        let content = try Exchange.presence(of: sender)
        let signed = try SecuredHeader(.signedData, encoding: .binary).entity(
            Signer(certificate: odd.certificate, key: odd.key)
                .sign(content.octets, form: .opaque, signingTime: TestLab.now))
        let opener = Opener(
            keys: KeyRing(), certificates: KeyRing(),
            trusting: try TrustAnchors([TestIdentity.odd("ca").certificate]))
        let context = OpeningContext(sender: .expected(try SIPURI.parse(sender)), at: TestLab.now)
        do throws(OpeningRefusal) {
            return .success(try opener.open(signed, in: context))
        } catch {
            return .failure(error)
        }
    }

    @Test(
        "of a signer cause a warning if the message is accepted, and are listed if they are why it is refused"
    )
    func opening() throws {
        let blank =
            "uniformResourceIdentifier 'sip:alice@example.test ': it has invalid characters"
        let accepted = try open("blank-beside", from: Exchange.alice).get()
        #expect(
            accepted.warnings.contains {
                if case .skippedNames(_, let names) = $0 {
                    names.map(\.description) == [blank]
                } else {
                    false
                }
            })
        let skipped =
            "uniformResourceIdentifier 'sip:alice@example.test ' (skipped: it has invalid characters)"
        for (name, sender, others) in [
            ("blank-alone", Exchange.alice, []), ("blank-domain", "sip:example.test", ["sip:example.test"]),
        ] {
            #expect(throws: OpeningRefusal.self) { try open(name, from: sender).get() }
            guard case .failure(let refusal) = try open(name, from: sender) else { continue }
            #expect(
                refusal.reason == .signerNotSender(sender: sender, signer: others + [skipped]),
                "\(name)")
        }
    }
}
